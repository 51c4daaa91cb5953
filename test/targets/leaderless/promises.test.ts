import { describe, expect, test } from 'vitest';
import { judgedSeeds } from '../../run/judged-seeds.js';
import type { Guarantee } from '../../../src/checkers/checker.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { leaderless } from '../../../targets/leaderless/target.js';

const promised = (n: number, given: object): Guarantee[] =>
  leaderless.promises(leaderless.options(n).parse(given), n).map(({ guarantee }) => guarantee);

const causal = [
  'causal-consistency',
  'causal-convergence',
  'causal-memory',
  'monotonic-writes',
  'pram',
  'sequential-consistency',
  'writes-follow-reads',
];
const any = ['integrity', 'liveness', 'strong-eventual-consistency'];
const overlapping = [
  ...any,
  'terry-read-your-writes',
  'durability',
  'read-your-writes',
  'regular-register',
  'safe-register',
  'user-read-your-writes',
  'write-quorum',
];
const withoutSnapshots = [
  ...overlapping,
  ...causal,
  'linearizability',
  'monotonic-reads',
  'terry-monotonic-reads',
];
const all = [...withoutSnapshots, 'consistent-prefix'];

describe('promises follow from the options (rows of the truth table)', () => {
  test.each([
    ['the defaults', 5, {}, all],
    ['LL1: w=1 r=1', 3, { w: 1, r: 1 }, any],
    ['LL2: w + r = n', 3, { w: 2, r: 1 }, any],
    ['LL4: overlap without repair', 3, { w: 2, r: 2, repair: 'none' }, overlapping],
    ['LL5: overlap with asynchronous repair', 3, { w: 2, r: 2, repair: 'async' }, overlapping],
    ['LL6: majorities with repair of the responders', 3, { w: 2, r: 2, repair: 'responders' }, all],
    ['LL9: w=n r=1 with repair of the responder', 3, { w: 3, r: 1, repair: 'responders' }, overlapping],
    ['LL10: w=n r=1 with write-back', 3, { w: 3, r: 1 }, all],
    ['LL11: r=n without repair', 3, { w: 1, r: 3, repair: 'none' }, all],
    ['LL12: repair leaves too few copies', 5, { w: 4, r: 2, repair: 'responders' }, overlapping],
    ['LL13: write-back to w', 5, { w: 4, r: 2 }, all],
    [
      'LL16: versions by wall clock',
      3,
      { order: 'last-write-wins' },
      [...any, 'terry-read-your-writes', 'terry-monotonic-reads'],
    ],
    ['one look at several keys', 3, { snapshot: 'single-collect' }, withoutSnapshots],
  ])('%s', (_name, n, given, expected) => {
    expect(promised(n, given).sort()).toEqual([...expected].sort());
  });
});

/** What a few seeds show, promised or not. */
async function seen(over: Partial<RunSettings>, seeds: number): Promise<Set<string>> {
  const settings: RunSettings = {
    ...defaultSettings,
    workload: 'session',
    faults: ['partition', 'clock', 'kill', 'pause'],
    seed: 'promises',
    timeLimitMs: 5_000,
    rate: 400,
    ...over,
  };
  const kinds = new Set<string>();
  for await (const { seed, verdict } of judgedSeeds(settings, seeds)) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
    for (const { anomalies } of verdict.judgements) for (const { kind } of anomalies) kinds.add(kind);
  }
  return kinds;
}

describe('what is not promised is seen, and nothing that is promised breaks', () => {
  test('w=1 r=1 shows stale reads and session violations', async () => {
    const kinds = await seen({ nodes: 3, options: { w: 1, r: 1 } }, 3);
    for (const kind of [
      'stale-read',
      'read-your-writes-violation',
      'non-monotonic-read',
      'prefix-violation',
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  test('last-write-wins under wrong clocks loses acknowledged writes', async () => {
    expect(await seen({ options: { order: 'last-write-wins' } }, 10)).toContain('lost-write');
  });

  test('overlapping quorums without repair are not linearizable, but regular', async () => {
    const kinds = await seen({ nodes: 3, options: { w: 2, r: 2, repair: 'none' } }, 20);
    expect(kinds.has('new-old-inversion') || kinds.has('non-linearizable')).toBe(true);
  });

  test.each([
    ['repair of the responders', { nodes: 5, options: { repair: 'responders' } }],
    ['w=n r=1 with write-back', { nodes: 3, options: { w: 3, r: 1 } }],
    ['r=n without repair', { nodes: 3, options: { w: 1, r: 3, repair: 'none' } }],
    ['w=4 r=2 with write-back', { nodes: 5, options: { w: 4, r: 2 } }],
  ])('%s keeps all its promises', async (_name, over) => {
    await seen(over, 15);
  });
});
