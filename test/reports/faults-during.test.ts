import { describe, expect, it } from 'vitest';
import { meanwhile } from '../../reports/faults-during.js';
import type { FaultWindow } from '../../src/history/operation.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const pause = (node: string, from: number, to: number): FaultWindow => ({
  id: `${node}-${from}`,
  kind: 'pause',
  value: { nodes: [node] },
  from,
  to,
});

describe('meanwhile', () => {
  const { operations, ...rest } = makeHistory(w(1, 'x', 1, 100, 110), r(2, 'x', null, 200, 210));
  const during = (...faults: FaultWindow[]): string | undefined =>
    meanwhile(operations, { ...rest, operations, faults });

  it('names the faults that lasted between the first and the last moment', () => {
    expect(during(pause('n1', 0, 99), pause('n2', 150, 160), pause('n3', 211, 300))).toBe(
      'Faults meanwhile: pause n2 (150–160 ns).',
    );
  });

  it('knows faults that began before and were never healed', () => {
    expect(during(pause('n1', 0, Infinity))).toBe('Faults meanwhile: pause n1 (0–? ns).');
  });

  it('is silent where there were none', () => {
    expect(during(pause('n1', 0, 99))).toBeUndefined();
  });

  it('names a few of many', () => {
    expect(during(...[1, 2, 3, 4, 5, 6].map((number) => pause(`n${number}`, 100, 200)))).toBe(
      'Faults meanwhile: pause n1 (100–200 ns); pause n2 (100–200 ns); pause n3 (100–200 ns); pause n4 (100–200 ns); and 2 more.',
    );
  });
});
