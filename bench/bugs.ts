import { drawSwarm } from '../src/campaign/swarm.js';
import { failuresOf } from '../src/campaign/failure.js';
import { type FailureKind, reproduce } from '../src/campaign/reproduce.js';
import { shrink } from '../src/campaign/shrink.js';
import type { Plan } from '../src/plan/plan.js';
import { planSize } from '../src/plan/shrinking/plan-size.js';
import { defaultFaults, drawPlan } from '../src/run/draw-plan.js';
import { judgeSimulated } from '../src/run/judge-simulated.js';
import { defaultSettings } from '../src/run/settings.js';
import { targets } from '../targets/registry.js';
import type { Group, Measurement } from './group.js';
import { median } from './measure.js';

/** Campaigns, each with seeds of its own, and how many seeds each may take. */
const CAMPAIGNS = 5;
const MOST_SEEDS = 2_000;
/** A minimum is to be this small, and to be found within so long. */
const MOST_OPERATIONS = 6;
const MOST_FAULTS = 2;
const SHRINK_BUDGET_MS = 30_000;

const settings = {
  ...defaultSettings,
  workload: 'session',
  timeLimitMs: 5_000,
  faults: defaultFaults('simulation'),
};

interface Found {
  readonly seeds: number;
  readonly plan: Plan;
  readonly failure: FailureKind;
}

const bugs = targets.flatMap((target) => target.bugs.map(({ name }) => ({ target: target.name, bug: name })));

/** The first seed of a campaign that breaks a promise; undefined when none does. */
async function find(target: string, bug: string, campaign: number): Promise<Found | undefined> {
  for (let number = 0; number < MOST_SEEDS; number++) {
    const seed = `bugs ${campaign}-${number}`;
    const plan = drawPlan(drawSwarm({ ...settings, target, bugs: [bug], seed }));
    const { history, verdict } = await judgeSimulated(plan, { promisedOnly: true });
    const [failure] = verdict.valid === false ? failuresOf(verdict, history) : [];
    if (failure) return { seeds: number + 1, plan, failure };
  }
  return undefined;
}

const columns = [
  'planted bug',
  'seeds, median',
  'most',
  'seen as',
  'operations',
  'shrunk to',
  'faults',
  'nodes',
  'within',
];

/** How many seeds it takes to find each planted bug, and how small its failure gets. Takes minutes: measured when asked for. */
export const bugsGroup: Group = {
  names: bugs.map(({ target, bug }) => `${target} ${bug}`),
  onlyWhenAsked: true,
  async measure(isWanted): Promise<Measurement> {
    const failures: string[] = [];
    const rows: string[][] = [];
    const sizes: { operations: number; faults: number }[] = [];
    for (const { target, bug } of bugs.filter((one) => isWanted(`${one.target} ${one.bug}`))) {
      const found: Found[] = [];
      for (let campaign = 0; campaign < CAMPAIGNS; campaign++) {
        const one = await find(target, bug, campaign);
        if (one) found.push(one);
        else failures.push(`${target} ${bug} was not found in ${MOST_SEEDS} seeds of campaign ${campaign}`);
      }
      const seeds = found.map((one) => one.seeds).sort((a, b) => a - b);
      const [first] = found;
      if (!first) continue;
      const shrunk = await shrink({
        plan: first.plan,
        failure: first.failure,
        runner: { workers: 1, reproduce },
        budgetMs: SHRINK_BUDGET_MS,
      });
      if (!shrunk) {
        failures.push(`${target} ${bug}: its failure did not show a second time`);
        continue;
      }
      const size = planSize(shrunk.plan);
      sizes.push(size);
      rows.push([
        `${target} ${bug}`,
        String(median(seeds)),
        String(seeds.at(-1)),
        first.failure.kind,
        String(planSize(first.plan).operations),
        String(size.operations),
        String(size.faults),
        String(size.nodes),
        `${(shrunk.wallMs / 1000).toFixed(1)} s${shrunk.complete ? '' : ', cut off'}`,
      ]);
    }
    const [operations, faults] = [
      median(sizes.map((size) => size.operations)),
      median(sizes.map((size) => size.faults)),
    ];
    rows.push(['median', '', '', '', '', String(operations), String(faults), '', '']);
    if (operations > MOST_OPERATIONS || faults > MOST_FAULTS) {
      failures.push(`the median minimum has ${operations} operations and ${faults} faults`);
    }
    return { failures, table: [columns, ...rows] };
  },
};
