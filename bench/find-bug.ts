// Works through finds that it is asked for, one at a time, in a process of its own: CPU time is counted by process.
import { type Campaign, tasksOf } from '../src/campaign/campaign.js';
import type { Failure } from '../src/campaign/failure.js';
import { cellsOf } from '../src/campaign/matrix.js';
import { reproduce } from '../src/campaign/reproduce.js';
import { runSeed } from '../src/campaign/run-seed.js';
import { type CandidateRunner, shrink } from '../src/campaign/shrink.js';
import type { Plan } from '../src/plan/plan.js';
import { planSize } from '../src/plan/shrinking/plan-size.js';
import { defaultFaultsWith, drawPlan, serves } from '../src/run/draw-plan.js';
import { defaultSettings } from '../src/run/settings.js';
import { targetNamed } from '../targets/registry.js';
import { workloads } from '../workloads/registry.js';

/** A bug that so many seeds do not show counts as missed. */
export const MOST_SEEDS = 2_000;
/** A failure that so many runs have not shrunk to its end stays as large as it is. */
export const MOST_RUNS = 5_000;

/** What is looked for: a planted bug, by a campaign with seeds of its own. */
export interface Search {
  readonly target: string;
  readonly bug: string;
  readonly campaign: number;
  /** Whether what is found is also shrunk. */
  readonly shrinks: boolean;
}

/** A bug as one campaign found it, and what shrinking left of that. */
export interface Find {
  readonly seeds: number;
  readonly kind: string;
  readonly shrunk?: { readonly operations: number; readonly faults: number; readonly seconds: number };
}

const inline: CandidateRunner = { workers: 1, reproduce };

/** What `splitbrain torture --bug` runs, over all workloads, with runs half as long. */
function campaignOf({ target, bug, campaign }: Search): Campaign {
  const settings = {
    ...defaultSettings,
    target,
    bugs: [bug],
    timeLimitMs: 5_000,
    seed: '',
  };
  const served = workloads.filter((workload) => serves(targetNamed(target), workload));
  const cells = cellsOf(
    { ...settings, faults: defaultFaultsWith(settings) },
    { workloads: served.map((workload) => workload.name) },
  );
  return { seed: `planted ${campaign}`, cells, seeds: MOST_SEEDS, swarm: true };
}

/** The first seed that breaks a promise, with the number of seeds that it took. */
async function firstFailure(
  campaign: Campaign,
): Promise<{ readonly seeds: number; readonly plan: Plan; readonly failure: Failure } | undefined> {
  let seeds = 0;
  for (const task of tasksOf(campaign, { index: 1, count: 1 })) {
    seeds++;
    const [failure] = (await runSeed(task)).failures;
    if (failure) return { seeds, plan: drawPlan(task.settings), failure };
  }
  return undefined;
}

async function find(search: Search): Promise<Find | null> {
  const found = await firstFailure(campaignOf(search));
  if (!found) return null;
  const { seeds, plan, failure } = found;
  if (!search.shrinks) return { seeds, kind: failure.kind };
  const began = process.cpuUsage();
  const shrunk = await shrink({ plan, failure, runner: inline, maxRuns: MOST_RUNS });
  if (!shrunk) throw new Error(`${search.bug}: seed ${plan.seed} did not fail a second time`);
  const { user, system } = process.cpuUsage(began);
  const { operations, faults } = planSize(shrunk.plan);
  return { seeds, kind: failure.kind, shrunk: { operations, faults, seconds: (user + system) / 1e6 } };
}

process.on('message', (search: Search) => {
  find(search).then(
    (found) => process.send?.({ found }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
