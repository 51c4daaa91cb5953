import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lagOfPositions, replicationLag } from '../../../reports/page/replication-lag.js';
import type { Told } from '../../../reports/told.js';
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

const nodes = ['n1', 'n2', 'n3'];
const numberOf = (name: string): number | undefined =>
  nodes.includes(name) ? nodes.indexOf(name) : undefined;
const position = (at: number, node: string, figure: number | null): Told => ({
  at,
  node,
  name: 'position',
  figure,
});

it('measures how much later than the first node others come to a position', () => {
  const told = [
    position(10, 'n1', 2),
    position(15, 'n2', 1),
    position(20, 'n2', null),
    position(25, 'stranger', 2),
    { ...position(30, 'n3', 2), name: 'leads' },
    position(40, 'n2', 2),
  ];
  expect(lagOfPositions(told, numberOf)).toEqual({ at: [15, 40], ns: [5, 30], of: [1, 1], every: 1 });
});

it('forgets an entry that its only holder took back', () => {
  const told = [position(10, 'n1', 2), position(20, 'n1', 1), position(30, 'n2', 2), position(50, 'n1', 2)];
  expect(lagOfPositions(told, numberOf)).toEqual({ at: [50], ns: [20], of: [0], every: 1 });
});

it('of logs that only grow, measures from the first node that was as far', () => {
  const step = fc.record({ gap: fc.nat(9), node: fc.constantFrom(...nodes), more: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const reached = new Map<string, number>();
      let now = 0;
      const told = steps.map(({ gap, node, more }) => {
        const figure = (reached.get(node) ?? 0) + more;
        reached.set(node, figure);
        return { ...position((now += gap), node, figure), figure, more };
      });
      const expected = told.flatMap(({ at, node, figure, more }) => {
        const first = told.find((one) => one.figure >= figure) as (typeof told)[number];
        return more > 0 && first.at < at ? [[at, at - first.at, nodes.indexOf(node)]] : [];
      });
      const { at, ns, of } = lagOfPositions(told, numberOf);
      expect(at.map((_, place) => [at[place], ns[place], of[place]])).toEqual(expected);
    }),
  );
});
