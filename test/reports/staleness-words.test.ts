import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  feltStaleness,
  freshFrom,
  isFresh,
  percent,
  predictionWords,
  stalenessFigures,
  staleShares,
} from '../../reports/staleness-words.js';
import {
  type Staleness,
  type StalenessOptions,
  measureStaleness,
} from '../../src/checkers/staleness/measure-staleness.js';
import { type Draft, makeHistory, r, w } from '../checkers/make-history.js';

function measured(drafts: readonly Draft[], quorum?: StalenessOptions['quorum']): Staleness {
  const scaled = drafts.map((draft) => ({
    ...draft,
    invoked: draft.invoked * 1e6,
    ...(draft.ended !== undefined && { ended: draft.ended * 1e6 }),
  }));
  const staleness = measureStaleness(makeHistory(...scaled), { maxKeys: 5, ...(quorum && { quorum }) });
  expect(staleness).toBeDefined();
  return staleness as Staleness;
}

const twoBehind = [
  w(1, 'x', 1, 0, 5),
  w(1, 'x', 2, 10, 15),
  w(1, 'x', 3, 20, 25),
  r(2, 'x', 1, 30, 35),
  r(2, 'x', 3, 40, 45),
];

describe('words about staleness', () => {
  test('figures of a stale key', () => {
    expect(stalenessFigures(measured(twoBehind)).map(({ name, value }) => [name, value])).toEqual([
      ['k', '3'],
      ['Δ', '15 ms'],
      ['Γ', '5 ms'],
    ]);
    expect(stalenessFigures(measured(twoBehind))[0]?.meaning).toBe(
      'every read returned one of the 3 latest values, and not always one of fewer (worst on x)',
    );
  });

  test('how far k is known is said', () => {
    const staleness = { ...measured(twoBehind), k: { atLeast: 3, atMost: 5 } };
    const [k] = stalenessFigures(staleness);
    expect(k?.value).toBe('3 to 5');
    expect(k?.meaning).toContain('at least 3');
    expect(k?.meaning).toContain('would take too long');
  });

  test('what clients felt', () => {
    expect(feltStaleness(measured(twoBehind))).toEqual([
      '1 of 2 reads (50 %) missed newer writes that had been acknowledged before they began: 1 missed 2.',
      'What it missed had been acknowledged for 15 ms.',
    ]);
    expect(staleShares(measured(twoBehind))).toEqual([
      { after: '5–10 ms', reads: 1, stale: 1, observed: 1 },
      { after: '10–20 ms', reads: 1, stale: 0, observed: 0 },
    ]);
  });

  test('impossible reads are named, not counted', () => {
    const staleness = measured([w(1, 'x', 1, 0, 5), r(2, 'x', 1, 10, 15), r(2, 'x', 7, 20, 25)]);
    expect(isFresh(staleness)).toBe(true);
    expect(feltStaleness(staleness)).toEqual([
      '0 of 1 read missed a newer write that had been acknowledged before it began.',
      'Left out: 1 read of values that no write can have given.',
    ]);
  });

  test('observed beside predicted', () => {
    const random = (): number => 0;
    expect(predictionWords(measured(twoBehind))).toBeUndefined();
    expect(predictionWords(measured(twoBehind, { n: 3, w: 2, r: 2, random }))).toContain('no stale reads');
    expect(predictionWords(measured(twoBehind, { n: 3, w: 1, r: 1, random }))).toMatch(
      /n = 3, w = 1, r = 1: at most 67 % .* 44 % the 2 latest.* observed 50 % stale/,
    );
    const shares = staleShares(measured(twoBehind, { n: 3, w: 1, r: 1, random }));
    expect(shares.map(({ predicted }) => predicted)).toEqual([0, 0]);
  });

  test.each([
    [0, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.035, '3.5 %'],
    [0.5, '50 %'],
    [0.9999, '> 99.9 %'],
    [1, '100 %'],
  ])('%d is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('freshFrom', () => {
  const from = (shares: readonly number[]): number | undefined =>
    freshFrom({
      prediction: { staleShares: shares } as unknown as NonNullable<Staleness['prediction']>,
      visibility: shares.map((_, at) => ({ fromMs: at * 10 })) as unknown as NonNullable<
        Staleness['visibility']
      >,
    });

  test('is where from on fewer than 1 % of reads were predicted to be stale', () => {
    expect(from([0.4, 0.02, 0.009, 0.001])).toBe(20 * 1e6);
    expect(from([0.001, 0])).toBe(0);
    // It may grow again.
    expect(from([0.001, 0.02, 0.001])).toBe(20 * 1e6);
  });

  test('is unknown where that never comes, or nothing was predicted', () => {
    expect(from([0.4, 0.01])).toBeUndefined();
    expect(freshFrom()).toBeUndefined();
    expect(freshFrom({ visibility: [] })).toBeUndefined();
  });

  test('leaves no share of 1 % or more behind it, and one just before it', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.03, noNaN: true }), { minLength: 1 }), (shares) => {
        const found = from(shares);
        const first = shares.findIndex((_, at) => shares.slice(at).every((share) => share < 0.01));
        expect(found).toBe(first === -1 ? undefined : first * 10 * 1e6);
      }),
    );
  });
});
