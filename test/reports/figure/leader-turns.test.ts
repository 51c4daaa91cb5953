import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaderTurns } from '../../../reports/figure/leader-turns.js';
import type { Told } from '../../../reports/told.js';
import { makeHistory, r, w } from '../../checkers/make-history.js';

const leads = (at: number, node: string, figure: number | null): Told => ({
  at,
  node,
  name: 'leads',
  figure,
});
const { operations } = makeHistory(w(1, 'x', 1, 100, 200), r(2, 'x', 1, 300, 310));

describe('leaderTurns', () => {
  it('tells who led when the operations began, and each turn until the last of them', () => {
    const told = [leads(50, 'n1', 1), leads(150, 'n1', null), leads(250, 'n2', 2), leads(400, 'n2', null)];
    expect(leaderTurns(operations, [], told)).toEqual([
      { node: 'n1', at: 100, text: 'leads, term 1' },
      { node: 'n1', at: 150, text: 'leads no more' },
      { node: 'n2', at: 250, text: 'leads, term 2' },
    ]);
  });

  it('lasts until the last step of a replica', () => {
    const told = [leads(50, 'n1', 1), leads(400, 'n1', null), leads(401, 'n2', 2)];
    expect(leaderTurns(operations, [{ at: 400 }], told).map(({ at }) => at)).toEqual([100, 400]);
  });

  it('says nothing where nothing turned, nor of those who cease to lead without having led', () => {
    expect(leaderTurns(operations, [], [leads(50, 'n1', 1)])).toEqual([]);
    expect(leaderTurns(operations, [], [leads(150, 'n1', null)])).toEqual([]);
    expect(leaderTurns(operations, [], [{ ...leads(150, 'n1', 1), name: 'position' }])).toEqual([]);
  });

  it('tells every turn of the time or, where they would crowd, none', () => {
    const turn = fc.record({
      at: fc.nat(350),
      node: fc.constantFrom('n1', 'n2'),
      figure: fc.option(fc.nat(9)),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 14 }), (drawn) => {
        const told = drawn.map(({ at, node, figure }) => leads(at, node, figure)).sort((a, b) => a.at - b.at);
        const led = (place: number): boolean =>
          typeof told.slice(0, place).findLast(({ node }) => node === told[place]?.node)?.figure === 'number';
        const turns = told.filter(
          ({ at, figure }, place) => at >= 100 && at <= 300 && (figure !== null || led(place)),
        );
        const shown = leaderTurns(operations, [], told);
        if (turns.length === 0 || turns.length > 8) expect(shown).toEqual([]);
        else
          expect(shown.slice(-turns.length).map(({ at, node }) => ({ at, node }))).toEqual(
            turns.map(({ at, node }) => ({ at, node })),
          );
      }),
    );
  });
});
