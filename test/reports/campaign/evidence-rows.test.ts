import { expect, test } from 'vitest';
import { evidenceRows, faultRows, faultWords } from '../../../reports/campaign/evidence-rows.js';
import { emptyTally, type Tally } from '../../../src/campaign/tally.js';

const cell = (durability: number, pram: number, underKill: number) => ({
  valid: 1,
  unknown: 0,
  invalid: 0,
  evidence: {
    durability: { met: durability, needed: 10 },
    pram: { met: pram, needed: 10 },
    'operations under kill': { met: underKill, needed: 1 },
  },
});
const tally: Tally = {
  ...emptyTally,
  cells: { a: cell(40, 7, 3), b: cell(20, 9, 4) },
  faults: { kill: 12, partition: 0 },
};

test('evidence is summed over cells, with the cell that has the least', () => {
  expect(evidenceRows(tally)).toEqual([
    { name: 'pram', all: 16, least: { cell: 'a', met: 7, needed: 10 } },
    { name: 'durability', all: 60, least: { cell: 'b', met: 20, needed: 10 } },
  ]);
});

test('faults that never struck come first', () => {
  expect(faultRows(tally)).toEqual([
    { kind: 'partition', struck: 0, operations: 0 },
    { kind: 'kill', struck: 12, operations: 7 },
  ]);
  expect(faultWords(tally)).toBe('partition 0×, kill 12×');
});
