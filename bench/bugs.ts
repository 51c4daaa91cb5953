import { type Campaign, tasksOf } from '../src/campaign/campaign.js';
import type { Failure } from '../src/campaign/failure.js';
import { cellsOf } from '../src/campaign/matrix.js';
import { reproduce } from '../src/campaign/reproduce.js';
import { runSeed } from '../src/campaign/run-seed.js';
import { type CandidateRunner, shrink } from '../src/campaign/shrink.js';
import type { Plan } from '../src/plan/plan.js';
import { planSize } from '../src/plan/shrinking/plan-size.js';
import { defaultFaults, drawPlan, serves } from '../src/run/draw-plan.js';
import { defaultSettings } from '../src/run/settings.js';
import { targetNamed, targets } from '../targets/registry.js';
import { workloads } from '../workloads/registry.js';
import type { Group, Measurement } from './group.js';
import { median } from './measure.js';

/** Campaigns with seeds of their own, for each bug. */
const CAMPAIGNS = 5;
/** A bug that so many seeds do not show counts as missed. */
const MOST_SEEDS = 2_000;
/** A failure that so many runs have not shrunk to its end stays as large as it is. */
const MOST_RUNS = 10_000;
/** What each minimum should have at most, in the median over bugs, and how long it may take to find. */
const GOAL = { operations: 6, faults: 2, seconds: 30 } as const;

const inline: CandidateRunner = { workers: 1, reproduce };

interface Bug {
  readonly target: string;
  readonly name: string;
}

/** A bug as one campaign found it, and what shrinking left of that. */
interface Find {
  readonly seeds: number;
  readonly kind: string;
  readonly operations: number;
  readonly faults: number;
  readonly seconds: number;
}

const bugs: readonly Bug[] = targets.flatMap(({ name: target, bugs: planted }) =>
  planted.map(({ name }) => ({ target, name })),
);

const nameOf = ({ target, name }: Bug): string => `${target} ${name}`;

/** What `splitbrain torture --bug` runs, over all workloads, with runs half as long. */
function campaignOf({ target, name }: Bug, number: number): Campaign {
  const settings = {
    ...defaultSettings,
    target,
    bugs: [name],
    timeLimitMs: 5_000,
    faults: defaultFaults('simulation'),
    seed: '',
  };
  const served = workloads.filter((workload) => serves(targetNamed(target), workload));
  const cells = cellsOf(settings, { workloads: served.map((workload) => workload.name) });
  return { seed: `planted ${number}`, cells, seeds: MOST_SEEDS, swarm: true };
}

/** The first seed that breaks a promise, with the number of seeds that it took. */
async function search(
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

async function find(bug: Bug, number: number): Promise<Find | undefined> {
  const found = await search(campaignOf(bug, number));
  if (!found) return undefined;
  const { seeds, plan, failure } = found;
  const began = process.cpuUsage();
  const shrunk = await shrink({ plan, failure, runner: inline, maxRuns: MOST_RUNS });
  if (!shrunk) throw new Error(`${bug.name}: seed ${plan.seed} did not fail a second time`);
  const { user, system } = process.cpuUsage(began);
  const { operations, faults } = planSize(shrunk.plan);
  return { seeds, kind: failure.kind, operations, faults, seconds: (user + system) / 1e6 };
}

/** Of each figure the middle one and the greatest. */
const figures: readonly {
  readonly name: string;
  readonly of: (find: Find) => number;
  readonly digits: number;
}[] = [
  { name: 'seeds to find it', of: ({ seeds }) => seeds, digits: 0 },
  { name: 'operations', of: ({ operations }) => operations, digits: 0 },
  { name: 'faults', of: ({ faults }) => faults, digits: 0 },
  { name: 'CPU seconds to shrink', of: ({ seconds }) => seconds, digits: 1 },
];

const columns = [
  'planted bug, one core',
  'found',
  ...figures.flatMap(({ name }) => [name, 'most']),
  'seen as',
];

const figuresOf = (finds: readonly Find[]): string[] =>
  figures.flatMap(({ of, digits }) => {
    const numbers = finds.map(of);
    return numbers.length === 0
      ? ['–', '–']
      : [median(numbers), Math.max(...numbers)].map((number) => number.toFixed(digits));
  });

/** All finds of a bug as one, by their medians. */
const medianFind = (finds: readonly Find[]): Find => ({
  seeds: median(finds.map(({ seeds }) => seeds)),
  kind: '',
  operations: median(finds.map(({ operations }) => operations)),
  faults: median(finds.map(({ faults }) => faults)),
  seconds: median(finds.map(({ seconds }) => seconds)),
});

function shortfalls(medians: readonly Find[]): string[] {
  if (medians.length === 0) return [];
  const { operations, faults } = medianFind(medians);
  const slowest = Math.max(...medians.map(({ seconds }) => seconds));
  return [
    ...(operations > GOAL.operations || faults > GOAL.faults
      ? [`the minima have ${operations} operations and ${faults} faults, in the median over bugs`]
      : []),
    ...(slowest >= GOAL.seconds
      ? [`a bug took ${GOAL.seconds} s to shrink, in the median of its finds`]
      : []),
  ];
}

/**
 * How soon a campaign finds each planted bug, and how small its failures become: one thread. Takes a quarter of an hour:
 * measured when asked for.
 */
export const bugsGroup: Group = {
  names: bugs.map(nameOf),
  onlyWhenAsked: true,
  async measure(isWanted): Promise<Measurement> {
    const table: string[][] = [columns];
    const failures: string[] = [];
    const medians: Find[] = [];
    for (const bug of bugs.filter((one) => isWanted(nameOf(one)))) {
      const finds: Find[] = [];
      for (let number = 0; number < CAMPAIGNS; number++) {
        const found = await find(bug, number);
        if (found) finds.push(found);
        else failures.push(`${nameOf(bug)} was not found in ${MOST_SEEDS} seeds of campaign ${number}`);
      }
      const kinds = [...new Set(finds.map(({ kind }) => kind))].sort();
      const row = [nameOf(bug), `${finds.length} of ${CAMPAIGNS}`, ...figuresOf(finds), kinds.join(', ')];
      // All of it takes long: what is measured is said at once.
      process.stderr.write(`${row.join('  ')}\n`);
      table.push(row);
      if (finds.length > 0) medians.push(medianFind(finds));
    }
    table.push(['all, by their medians', '', ...figuresOf(medians), '']);
    return { table, failures: [...failures, ...shortfalls(medians)] };
  },
};
