import { expect, test } from 'vitest';
import { plantedBugRows } from '../../../reports/campaign/planted-bugs-section.js';
import { cellsOf } from '../../../src/campaign/matrix.js';
import type { SeedReport } from '../../../src/campaign/seed-task.js';
import { tallied } from '../../../src/campaign/tally.js';
import { defaultSettings } from '../../../src/run/settings.js';

test('a planted bug needs as many seeds of its own cell as had ended until the first that failed', () => {
  const cells = cellsOf(
    { ...defaultSettings, faults: [], seed: 's' },
    { bugs: [[], ['amnesia'], ['read-one']] },
  );
  const reports = Array.from({ length: 12 }, (_, number): SeedReport => {
    const { name } = cells[number % 3] as (typeof cells)[number];
    // Of the second cell the third and the fourth seed fail.
    const fails = number === 7 || number === 10;
    return {
      number,
      cell: name,
      seed: `s-${number}`,
      valid: !fails,
      failures: fails ? [{ guarantee: 'durability', kind: 'lost-write', shape: '1 write by 1' }] : [],
      evidence: {},
      operations: 10,
      simulatedMs: 1,
      wallMs: 1,
      faults: {},
      probes: {},
    };
  });
  const tally = tallied(reports);
  const size = { operations: 2, clients: 1, faults: 1, keys: 1, nodes: 3, lengthMs: 100 };
  const kept = Object.values(tally.failures).map((failure) => ({
    failure,
    command: '',
    shrunk: { size, report: '', command: '' },
  }));
  const rows = plantedBugRows({
    campaign: { seed: 's', cells, swarm: true },
    shard: { index: 1, count: 1 },
    tally,
    kept,
    wallMs: 1,
    complete: true,
    startedAt: '',
  });
  expect(rows).toEqual([
    {
      bugs: ['amnesia'],
      cell: 'amnesia',
      seeds: 4,
      failed: 2,
      needed: 3,
      kinds: ['lost-write'],
      shrunk: '2 operations by 1 client, 1 fault, 3 nodes',
    },
    { bugs: ['read-one'], cell: 'read-one', seeds: 4, failed: 0, kinds: [] },
  ]);
});
