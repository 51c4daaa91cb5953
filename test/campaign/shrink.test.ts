import { describe, expect, test } from 'vitest';
import { type FailureKind, reproduce } from '../../src/campaign/reproduce.js';
import { type CandidateRunner, shrink } from '../../src/campaign/shrink.js';
import { simulate } from '../../src/controller/simulate.js';
import { parsePlan } from '../../src/plan/parse-plan.js';
import type { Plan } from '../../src/plan/plan.js';
import { planSize } from '../../src/plan/shrinking/plan-size.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';
import { targetNamed } from '../../targets/registry.js';

const settings = {
  ...defaultSettings,
  workload: 'session',
  faults: ['partition', 'clock', 'kill', 'pause'],
  seed: 'shrinks',
  timeLimitMs: 3_000,
};
const inline: CandidateRunner = { workers: 1, reproduce };

/** Four at once, which end in an order of their own. */
const four: CandidateRunner = {
  workers: 4,
  reproduce: async (task) => {
    const sighting = await reproduce(task);
    await new Promise((resolve) => setTimeout(resolve, JSON.stringify(task.plan).length % 7));
    return sighting;
  },
};

async function failing(bug: string, failure: FailureKind): Promise<Plan> {
  for (let number = 0; number < 60; number++) {
    const plan = drawPlan({ ...settings, bugs: [bug], seed: `${settings.seed}-${number}` });
    if (await reproduce({ plan, failure, neighbours: [0] })) return plan;
  }
  throw new Error(`${bug} was not found`);
}

const amnesia: FailureKind = { guarantee: 'durability', kind: 'lost-write' };
const oneTooFew: FailureKind = { guarantee: 'read-your-writes', kind: 'read-your-writes-violation' };

describe('a failing plan', () => {
  test.each([
    ['amnesia', amnesia],
    ['local-counter', oneTooFew],
  ] as const)(
    'of %s shrinks to a few operations, which still fail, and replays to the same hash',
    async (bug, failure) => {
      const plan = await failing(bug, failure);
      const shrunk = await shrink({ plan, failure, runner: inline });
      expect(shrunk?.cutOffBy).toBeUndefined();
      const least = shrunk?.plan as Plan;
      expect(planSize(least).operations).toBeLessThanOrEqual(4);
      expect(planSize(least).faults).toBeLessThanOrEqual(2);
      // Neither needs the replicas to have time afterwards.
      expect(least.quietMs).toBeLessThanOrEqual(100);
      const stored = parsePlan(JSON.stringify(least));
      expect(stored).toEqual(least);
      expect((await simulate(stored, targetNamed(stored.target))).hash).toBe(shrunk?.hash);
      expect(await reproduce({ plan: stored, failure, neighbours: [0] })).toEqual({
        neighbour: 0,
        hash: shrunk?.hash,
      });
    },
  );

  test('shrinks to the same with one worker and with four', async () => {
    const plan = await failing('amnesia', amnesia);
    const results = await Promise.all(
      [inline, four].map((runner) => shrink({ plan, failure: amnesia, runner, maxRuns: 300 })),
    );
    const [one, other] = results.map((result) => ({ ...result, wallMs: 0 }));
    expect(other).toEqual(one);
    expect(one?.cutOffBy).toBe('runs');
  });

  test('gives the best so far when its budget is spent or it is interrupted', async () => {
    const plan = await failing('amnesia', amnesia);
    const ends = new AbortController();
    const seen: Plan[] = [];
    const onProgress = ({ plan: now }: { plan: Plan }): void => {
      if (seen.push(now) === 3) ends.abort();
    };
    const shrunk = await shrink({ plan, failure: amnesia, runner: inline, signal: ends.signal, onProgress });
    expect(shrunk?.cutOffBy).toBe('interrupt');
    expect(shrunk?.plan).toEqual(seen.at(-1));
    expect(seen).toHaveLength(3);
  });

  test('is not shrunk when it does not fail', async () => {
    const plan = drawPlan({ ...settings, timeLimitMs: 500 });
    expect(await shrink({ plan, failure: amnesia, runner: inline })).toBeUndefined();
  });
});
