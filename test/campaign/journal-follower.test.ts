import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JournalFollower } from '../../src/campaign/journal-follower.js';
import type { SeedReport } from '../../src/campaign/seed-task.js';
import { emptyTally, inOrder, tallied } from '../../src/campaign/tally.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'splitbrain-journal-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const reportOf = (number: number): SeedReport => ({
  number,
  cell: `Zelle ${number % 3} …`,
  seed: `s-${number}`,
  valid: number % 2 === 0 ? true : 'unknown',
  failures: [],
  evidence: { durability: { met: number, needed: 1 } },
  operations: number,
  simulatedMs: 5,
  wallMs: 2,
  faults: { kill: number },
  probes: {},
});
const lines = (reports: readonly SeedReport[]): Buffer =>
  Buffer.from(reports.map((report) => `${JSON.stringify(report)}\n`).join(''));

test('reads what all its seeds come to, however the file grows', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8), { maxLength: 12 }), fc.array(fc.nat(4000)), (numbers, cuts) => {
      const file = join(folder, 'grows.jsonl');
      const whole = lines(numbers.map(reportOf));
      writeFileSync(file, '');
      const follower = new JournalFollower(file);
      let from = 0;
      for (const cut of [...cuts.filter((at) => at < whole.length).sort((a, b) => a - b), whole.length]) {
        appendFileSync(file, whole.subarray(from, cut));
        from = cut;
        follower.read();
      }
      const once = [...new Set(numbers)].map(reportOf);
      expect(follower.read()).toEqual(inOrder(tallied(once)));
      expect(follower.wallMs).toBe(2 * once.length);
    }),
  );
});

test('passes over what is no report, and begins anew with a file that has become shorter', () => {
  const file = join(folder, 'damaged.jsonl');
  const follower = new JournalFollower(file);
  expect(follower.read()).toEqual(emptyTally);
  writeFileSync(file, `nonsense\n{"number":1}\n${lines([reportOf(1)]).toString()}{"number":2,`);
  expect(follower.read().seeds).toBe(1);
  writeFileSync(file, lines([reportOf(4)]));
  expect(follower.read()).toEqual(inOrder(tallied([reportOf(4)])));
});
