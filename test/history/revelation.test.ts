import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatRevelation, readTruth, type Revelation } from '../../src/history/revelation.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'splitbrain-truth-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const one: Revelation = {
  at: 12,
  node: 'n1',
  life: 2,
  key: 'x',
  version: [3, 'n2.1.7'],
  value: 17,
  holds: 16,
};

test('what was written is read again, but for a torn last line', () => {
  const file = join(folder, 'truth.jsonl');
  writeFileSync(file, `${formatRevelation(one)}\n${formatRevelation({ ...one, at: 13 })}\n{"at":1`);
  expect(readTruth(file)).toEqual([one, { ...one, at: 13 }]);
});

test('there is no truth where nobody recorded it, and a damaged line is named', () => {
  const file = join(folder, 'truth.jsonl');
  expect(readTruth(file)).toBeUndefined();
  writeFileSync(file, `${formatRevelation(one)}\nnonsense\n`);
  expect(() => readTruth(file)).toThrow('line 2: expected JSON, but found nonsense.');
});
