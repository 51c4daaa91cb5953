import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { leaderless } from '../../targets/leaderless/target.js';
import { compiledFile, dist, serverFile } from '../../src/cluster/compiled-file.js';

const root = join(import.meta.dirname, '..', '..');

test('finds what a source was compiled to', () => {
  expect(dist).toBe(join(root, 'dist'));
  expect(compiledFile(leaderless.module)).toBe(join(root, 'dist', 'targets', 'leaderless', 'replica.js'));
  const source = pathToFileURL(join(root, 'targets', 'leaderless', 'replica.ts'));
  expect(compiledFile(source)).toBe(join(root, 'dist', 'targets', 'leaderless', 'replica.js'));
  expect(serverFile()).toBe(join(root, 'dist', 'src', 'replica', 'serve.js'));
  expect(existsSync(serverFile())).toBe(true);
});

test('takes JavaScript as it is', () => {
  const file = join(root, 'bin', 'splitbrain.js');
  expect(compiledFile(pathToFileURL(file))).toBe(file);
});

test('says how to make what is missing', () => {
  const missing = pathToFileURL(join(root, 'targets', 'nowhere', 'replica.ts'));
  expect(() => compiledFile(missing)).toThrow(
    /no file .*dist.*replica\.js\. Build it first: npm run build\./,
  );
  expect(() => compiledFile(pathToFileURL('/somewhere/replica.js'))).toThrow(
    /^There is no file .*replica\.js\.$/,
  );
  expect(() => compiledFile(pathToFileURL('/somewhere/replica.ts'))).toThrow(/is TypeScript.*Compile it/);
});
