import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rivalLeaders } from '../../reports/rival-leaders.js';
import type { Told } from '../../reports/told.js';
import type { FaultWindow } from '../../src/history/operation.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const leads = (at: number, node: string, figure: number | null): Told => ({
  at,
  node,
  name: 'leads',
  figure,
});
const kill = (from: number, node: string): FaultWindow => ({
  id: `kill-${from}`,
  kind: 'kill',
  value: { nodes: [node] },
  from,
  to: Infinity,
});
const { operations } = makeHistory(w(1, 'x', 1, 101, 150), r(2, 'x', 1, 301, 310));
const moment = (ns: number): string => `${ns} ns`;
const rivals = (told: readonly Told[], faults: readonly FaultWindow[] = []) =>
  rivalLeaders(operations, told, faults, moment);

describe('rivalLeaders', () => {
  it('names those who believed to lead at once, since when and for how long', () => {
    expect(rivals([leads(10, 'n1', 1), leads(120, 'n2', 2), leads(220, 'n1', null)])).toBe(
      'From 120 ns on 2 nodes believed to lead at once: n1 (term 1) and n2 (term 2), for 100 ns.',
    );
    expect(rivals([leads(10, 'n1', 1), leads(120, 'n2', 2)])).toBe(
      'From 120 ns on 2 nodes believed to lead at once: n1 (term 1) and n2 (term 2).',
    );
  });

  it('says nothing of one leader after the other, of another time, or of a leader that is down', () => {
    expect(rivals([leads(10, 'n1', 1), leads(110, 'n1', null), leads(120, 'n2', 2)])).toBeUndefined();
    expect(rivals([leads(10, 'n1', 1), leads(20, 'n2', 2), leads(90, 'n1', null)])).toBeUndefined();
    expect(rivals([leads(10, 'n1', 1), leads(400, 'n2', 2)])).toBeUndefined();
    expect(rivals([leads(10, 'n1', 1), leads(120, 'n2', 2)], [kill(110, 'n1')])).toBeUndefined();
  });

  it('says something just when two lead at some moment of the time', () => {
    // Moments are even, the ends of the time odd: nothing happens at an end.
    const turn = fc.record({
      at: fc.nat(200).map((half) => half * 2),
      node: fc.constantFrom('n1', 'n2', 'n3'),
      figure: fc.option(fc.nat(9)),
      dies: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(turn, { selector: ({ at }) => at, maxLength: 10 }), (drawn) => {
        const turns = drawn.sort((a, b) => a.at - b.at);
        const told = turns.filter(({ dies }) => !dies).map(({ at, node, figure }) => leads(at, node, figure));
        const faults = turns.filter(({ dies }) => dies).map(({ at, node }) => kill(at, node));
        const isLeading = (node: string, ns: number): boolean => {
          const last = turns.findLast((one) => one.node === node && one.at < ns);
          return last !== undefined && !last.dies && last.figure !== null;
        };
        let everTwo = false;
        for (let ns = 101; ns <= 301; ns += 2)
          everTwo ||= ['n1', 'n2', 'n3'].filter((node) => isLeading(node, ns)).length > 1;
        expect(rivals(told, faults) !== undefined).toBe(everTwo);
      }),
    );
  });
});
