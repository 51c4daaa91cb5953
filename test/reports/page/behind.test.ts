import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { behindByPositions, behindByTruth, type Behind } from '../../../reports/page/behind.js';
import { lagOfPositions } from '../../../reports/page/replication-lag.js';
import { compareVersions, type Revelation } from '../../../src/history/revelation.js';

const nodes = ['n1', 'n2', 'n3'];
const reveal = (at: number, node: string, key: string, version: number): Revelation => ({
  ...{ at, node, key, version: [version], life: 1, value: version, holds: version },
});
const position = (at: number, node: string, figure: number) => ({ at, node, name: 'position', figure });

/** What holds of each node after the last change. */
const last = (all: readonly Behind[]) =>
  Object.fromEntries(
    all.map(({ node, count, since }) => [node, count === 0 ? 0 : `${count} since ${since}`]),
  );

describe('how far nodes are behind', () => {
  test('by positions: since when another has had the entry after', () => {
    const told = [position(0, 'n1', 0), position(0, 'n2', 0), position(10, 'n1', 1), position(20, 'n1', 2)];
    expect(last(behindByPositions(told))).toEqual({ n1: 0, n2: '2 since 10' });
    expect(last(behindByPositions([...told, position(25, 'n2', 1)]))).toEqual({ n1: 0, n2: '1 since 20' });
  });

  test('an entry that its only holder took back is behind nobody', () => {
    const told = [position(0, 'n1', 3), position(0, 'n2', 1), position(10, 'n1', 1), position(20, 'n2', 2)];
    expect(last(behindByPositions(told))).toEqual({ n1: '1 since 20', n2: 0 });
  });

  test('by what replicas revealed: as a slow look at all that came before says', () => {
    const arrivals = fc.array(
      fc.tuple(fc.constantFrom(...nodes), fc.constantFrom('x', 'y'), fc.integer({ min: 1, max: 6 })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(arrivals, (drawn) => {
        const truth = drawn.map(([node, key, version], at) => reveal(at, node, key, version));
        const found = last(behindByTruth(truth));
        for (const node of new Set(truth.map((one) => one.node))) {
          expect(found[node] ?? 0, `${node} of ${JSON.stringify(drawn)}`).toBe(slowly(truth, node));
        }
      }),
    );
  });
});

function slowly(truth: readonly Revelation[], node: string): string | 0 {
  const lacks = ['x', 'y'].flatMap((key) => {
    const ofKey = truth.filter((one) => one.key === key);
    const own = ofKey.filter((one) => one.node === node).map(({ version }) => version);
    const missed = ofKey.filter(({ version }) => own.every((held) => compareVersions(version, held) > 0));
    return missed.length > 0 ? [missed[0]?.at ?? 0] : [];
  });
  return lacks.length === 0 ? 0 : `${lacks.length} since ${Math.min(...lacks)}`;
}

test('a node with several logs is behind in all of them together, since it was in the first', () => {
  const inLog = (log: string, at: number, node: string, figure: number) => ({
    ...{ at, node, figure, name: `${log}.position` },
  });
  const told = [
    ...[inLog('p0', 0, 'n1', 0), inLog('p0', 0, 'n2', 0), inLog('p1', 0, 'n1', 0), inLog('p1', 0, 'n2', 0)],
    ...[inLog('p0', 10, 'n1', 2), inLog('p1', 20, 'n1', 1)],
  ];
  expect(last(behindByPositions(told))).toEqual({ n1: 0, n2: '3 since 10' });
  expect(last(behindByPositions([...told, inLog('p0', 30, 'n2', 2)]))).toEqual({ n1: 0, n2: '1 since 20' });
  expect(last(behindByPositions([...told, inLog('p0', 30, 'n2', 2), inLog('p1', 40, 'n2', 1)]))).toEqual({
    n1: 0,
    n2: 0,
  });
  const { at, of } = lagOfPositions([...told, inLog('p0', 30, 'n2', 2)], (name) => nodes.indexOf(name));
  expect([at, of]).toEqual([[30], [1]]);
});
