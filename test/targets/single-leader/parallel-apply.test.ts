import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../../src/replica/host.js';
import { defaultFaults } from '../../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';
import type { Change } from '../../../targets/single-leader/payload.js';
import { ParallelApply } from '../../../targets/single-leader/parallel-apply.js';
import { Store } from '../../../targets/single-leader/store.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

type Apply = 'commit-order' | 'parallel';

/** Workers of a follower, each of which is done when the test says so: by the place of its entry, from 1 on. */
function workersOf(apply: Apply, entries: readonly (readonly string[])[]) {
  const work: (() => void)[] = [];
  const host: Host = {
    id: 'n1',
    nodes: ['n1'],
    clock: { wall: () => 0, monotonic: () => 0 },
    disk: new SimulatedDisk((done) => done()),
    after: (_, action) => {
      let isOn = true;
      work.push(() => isOn && action());
      return { cancel: () => (isOn = false) };
    },
    send: () => {},
    random: () => 0.5,
    log: () => {},
  };
  const options = optionsFor(1).parse({ apply });
  const store = new Store(host, options);
  const workers = new ParallelApply(host, options, new Set(), store, () => {});
  for (const [place, keys] of entries.entries()) {
    const at = place + 1;
    const changes: Change[] = keys.map((key) => ({ key, row: at }));
    workers.give({ term: 1, at, payload: { kind: 'rows', changes } }, changes);
  }
  return {
    workers,
    store,
    done: (at: number) => work[at - 1]?.(),
    recovered: () => new Store(host, options),
  };
}

test('an entry is seen without an earlier one of another row, which the store waits for', () => {
  const { workers, store, done } = workersOf('parallel', [['x'], ['y'], ['y']]);
  done(2);
  expect([workers.shown.value('x'), workers.shown.value('y'), store.value('y')]).toEqual([null, 2, null]);
  expect(workers.seenIn(['x'])).toEqual(store.applied);
  expect(workers.seenIn(['x', 'y'])).toEqual({ term: 1, at: 2 });
  done(1);
  expect([workers.shown.value('x'), store.value('y'), store.applied.at, workers.last]).toEqual([1, 2, 2, 3]);
});

test('who leads has everything done at once, and what is taken back is never done', () => {
  const leading = workersOf('parallel', [['x'], ['y']]);
  leading.done(2);
  leading.workers.finish();
  leading.done(1);
  expect(leading.store.all()).toMatchObject({ x: { value: 1 }, y: { value: 2 } });
  expect(leading.store.applied.at).toBe(2);

  const back = workersOf('parallel', [['x'], ['y']]);
  back.done(2);
  back.workers.forget();
  back.done(1);
  expect([back.workers.shown.value('y'), back.store.applied.at, back.workers.last]).toEqual([null, 0, 0]);
});

test('what is shown follows from who is done, and what a crash leaves is a beginning of the log', () => {
  const key = fc.constantFrom<string>('x', 'y', 'z');
  const entries = fc.array(fc.uniqueArray(key, { maxLength: 3 }), { minLength: 1, maxLength: 6 });
  const withOrder = entries.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(
        all.map((_, place) => place + 1),
        { minLength: 1 },
      ),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom<Apply>('commit-order', 'parallel'), withOrder, (apply, [all, order]) => {
      const { workers, store, done, recovered } = workersOf(apply, all);
      const isDone = new Set<number>();
      const isShown = (at: number): boolean =>
        isDone.has(at) &&
        all.slice(0, at - 1).every((keys, place) => {
          const isBefore = apply === 'commit-order' || keys.some((one) => all[at - 1]?.includes(one));
          return !isBefore || isShown(place + 1);
        });
      for (const at of order) {
        done(at);
        isDone.add(at);
        const shown = all.map((_, place) => place + 1).filter(isShown);
        const prefix = all.findIndex((_, place) => !isShown(place + 1));
        expect(store.applied.at).toBe(prefix < 0 ? all.length : prefix);
        for (const one of ['x', 'y', 'z']) {
          const newest = (places: readonly number[]) =>
            places.findLast((place) => all[place - 1]?.includes(one)) ?? null;
          expect(workers.shown.value(one)).toBe(newest(shown));
          expect(store.value(one)).toBe(newest(shown.filter((place) => place <= store.applied.at)));
          expect(workers.given.value(one)).toBe(newest(all.map((_, place) => place + 1)));
        }
      }
      expect(recovered().all()).toEqual(store.all());
      expect(recovered().applied).toEqual(store.applied);
    }),
  );
});

const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  workload: 'session',
  nodes: 3,
  faults: defaultFaults('simulation'),
  seed: 'parallel',
  timeLimitMs: 2_500,
  faultIntervalMs: 500,
};

describe('what is promised of followers that apply several entries at once holds', () => {
  test.each([
    ['reads at the leader', { apply: 'parallel' }, 'linearizability'],
    ['tokens', { apply: 'parallel', reads: 'token' }, 'monotonic-reads'],
    ['a central token', { apply: 'parallel', reads: 'central-token', waitMs: 600 }, 'linearizability'],
    ['lag by echoes', { apply: 'parallel', reads: 'fresh', lag: 'echoes' }, 'bounded-staleness'],
    ['commit order', { apply: 'commit-order', reads: 'any' }, 'consistent-prefix'],
    ['commit order and tokens', { apply: 'commit-order', reads: 'token' }, 'sequential-consistency'],
    ['a log of statements', { apply: 'parallel', logForm: 'statements', reads: 'any' }, 'integrity'],
    ['a log of pages', { apply: 'commit-order', logForm: 'pages', reads: 'any' }, 'consistent-prefix'],
  ])('%s', async (_, options, promised) => {
    const all = { ...settings, options: { applyMs: 80, ...options } };
    for await (const { seed, verdict } of judgedSeeds(all, 8, { promisedOnly: true })) {
      expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
      const kept = verdict.judgements.filter(({ promise }) => promise).map(({ guarantee }) => guarantee);
      expect(kept).toContain(promised);
    }
  });
});
