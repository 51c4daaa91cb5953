import { describe, expect, test } from 'vitest';
import { type FailureKind, reproduce } from '../../src/campaign/reproduce.js';
import { searchSimulation } from '../../src/campaign/search-simulation.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';

const settings = { ...defaultSettings, workload: 'session', timeLimitMs: 2_000, faults: ['partition'] };
const failure: FailureKind = { guarantee: 'monotonic-reads', kind: 'non-monotonic-read' };
/** Shows itself in some schedules of a plan, and not in others. */
const rare = (seed: string) => drawPlan({ ...settings, seed, bugs: ['skip-write-back'], rate: 400 });

const search = (plan: ReturnType<typeof drawPlan>, workers: number, maxRuns: number) =>
  searchSimulation({ plan, failure, runner: { workers, reproduce }, maxRuns, budgetMs: 20_000 });

describe('the search in simulation for what a real cluster showed', () => {
  test('finds a schedule that fails in the same way, the same with one thread or three', async () => {
    const one = await search(rare('search'), 1, 200);
    expect(one.plan).toBeDefined();
    const found = one.plan as NonNullable<typeof one.plan>;
    expect(await reproduce({ plan: found, failure, neighbours: [0] })).toBeDefined();
    expect(await search(rare('search'), 3, 200)).toEqual(one);
  });

  test('of a store without the bug it says how many schedules it tried', async () => {
    const sound = drawPlan({ ...settings, seed: 'search', rate: 100 });
    expect(await search(sound, 2, 10)).toEqual({ runs: 10 });
  });

  test('ends when it is interrupted', async () => {
    const signal = AbortSignal.abort();
    const result = await searchSimulation({
      plan: rare('search'),
      failure,
      runner: { workers: 1, reproduce },
      maxRuns: 100,
      budgetMs: 20_000,
      signal,
    });
    expect(result).toEqual({ runs: 0 });
  });
});
