import { expect, it } from 'vitest';
import { replicationLag } from '../../../reports/page/replication-lag.js';
import type { Revelation } from '../../../src/history/revelation.js';

it('measures from the first replica that took in a write to each other one, once for each', () => {
  const reveal = (at: number, node: string, version: number, life = 1): Revelation => ({
    at,
    node,
    life,
    key: 'x',
    version: [version],
    value: version,
    holds: version,
  });
  const truth = [
    reveal(10, 'n1', 1),
    reveal(15, 'n2', 1),
    reveal(30, 'n2', 2),
    reveal(40, 'n1', 1, 2),
    reveal(70, 'n3', 1),
    reveal(75, 'stranger', 1),
    reveal(80, 'n1', 2),
  ];
  const names = ['n1', 'n2', 'n3'];
  const lag = replicationLag(truth, (name) => (names.includes(name) ? names.indexOf(name) : undefined));
  expect(lag).toEqual({ at: [15, 70, 80], ns: [5, 60, 50], of: [1, 2, 0], every: 1 });
});
