import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../src/run/new-folder.js';

test('each gets a folder of its own, whatever is there', () => {
  const root = mkdtempSync(join(tmpdir(), 'splitbrain-folders-'));
  const base = join(root, 'deep', 'run');
  expect([newFolder(base), newFolder(base), newFolder(base)]).toEqual([base, `${base}-2`, `${base}-3`]);
  expect(readdirSync(join(root, 'deep'))).toHaveLength(3);
  rmSync(root, { recursive: true });
});
