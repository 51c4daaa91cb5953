import { EventQueue, type Scheduled } from '../src/cluster/simulation/event-queue.js';
import { simulate } from '../src/controller/simulate.js';
import { pair } from '../src/history/pair.js';
import { defaultFaults, drawPlan } from '../src/run/draw-plan.js';
import { judgeRun } from '../src/run/judge-run.js';
import { defaultSettings, type RunSettings } from '../src/run/settings.js';
import { targetNamed, targets } from '../targets/registry.js';
import type { Group, Measurement } from './group.js';
import { measure, median, ms, RUNS } from './measure.js';

/** Seeds of one size, as a campaign runs them, and the rate that they are meant to reach on one core. */
interface Case {
  readonly name: string;
  readonly target: string;
  readonly seeds: number;
  readonly settings: Pick<RunSettings, 'timeLimitMs' | 'rate'>;
  readonly goal: { readonly perSecond: number; readonly of: 'seeds' | 'operations' };
}

const sizes = [
  {
    size: 'small seeds',
    seeds: 40,
    settings: { timeLimitMs: 2_500, rate: 200 },
    goal: { perSecond: 60, of: 'seeds' },
  },
  {
    size: 'large seeds',
    seeds: 4,
    settings: { timeLimitMs: 20_000, rate: 500 },
    goal: { perSecond: 50_000, of: 'operations' },
  },
] as const;

const cases: readonly Case[] = targets.flatMap(({ name: target }) =>
  sizes.map(({ size, ...one }) => ({ ...one, target, name: `campaign of ${target}, ${size}` })),
);

/** What the seeds of a case took and came to. Times are milliseconds of all seeds together. */
interface Pass {
  readonly drawMs: number;
  readonly simulateMs: number;
  readonly judgeMs: number;
  readonly totalMs: number;
  readonly operations: number;
  readonly events: number;
  /** Seeds that broke a promise, which the target does not do. */
  readonly failed: readonly string[];
}

/** Five nodes, ten clients, majorities (w = r = 3), all faults. */
const settingsOf = ({ settings, name, target }: Case, number: number): RunSettings => ({
  ...defaultSettings,
  ...settings,
  target,
  faults: defaultFaults('simulation'),
  seed: `${name} ${number}`,
});

async function pass(one: Case): Promise<Pass> {
  let [drawMs, simulateMs, judgeMs, operations, events] = [0, 0, 0, 0, 0];
  const failed: string[] = [];
  for (let number = 0; number < one.seeds; number++) {
    const settings = settingsOf(one, number);
    const began = performance.now();
    const plan = drawPlan(settings);
    const drawn = performance.now();
    const run = await simulate(plan, targetNamed(plan.target));
    const simulated = performance.now();
    const history = pair(run.events);
    const { valid } = judgeRun(history, plan, run.revealed, { promisedOnly: true });
    judgeMs += performance.now() - simulated;
    simulateMs += simulated - drawn;
    drawMs += drawn - began;
    operations += history.operations.length;
    events += run.happenings;
    if (valid === false) failed.push(settings.seed);
  }
  return { drawMs, simulateMs, judgeMs, totalMs: drawMs + simulateMs + judgeMs, operations, events, failed };
}

interface BareEvent extends Scheduled<BareEvent> {
  readonly action: () => void;
}

/** As many events as a pass had, that do nothing: what a simulation cannot do without, on this machine and at this hour. */
function bareEvents(count: number): void {
  const queue = new EventQueue<BareEvent>();
  let sequence = 0;
  const schedule = (now: number): void => {
    const at = now + 1 + (Math.imul(sequence, 0x9e3779b9) >>> 12);
    queue.push({ at, sequence: sequence++, action: () => schedule(at) });
  };
  for (let waiting = 0; waiting < 100; waiting++) schedule(0);
  for (let event = 0; event < count; event++) queue.pop()?.action();
}

const columns = [
  'campaign, one core',
  'median rate',
  'goal',
  'met',
  'operations',
  'a seed takes',
  'draw',
  'simulate',
  'judge',
  '× bare events',
];

async function rowOf(one: Case): Promise<{ row: string[]; failures: string[] }> {
  const { name, seeds, goal } = one;
  const { operations, events, failed } = await pass(one);
  const passes: Pass[] = [];
  while (passes.length < RUNS) passes.push(await pass(one));
  const bareMs = median(await measure(() => bareEvents(events)));
  const of = (milliseconds: (pass: Pass) => number): number => median(passes.map(milliseconds));
  const totalMs = of((each) => each.totalMs);
  const share = (milliseconds: (pass: Pass) => number): string =>
    `${Math.round((of(milliseconds) / totalMs) * 100)} %`;
  const perSecond = ((goal.of === 'seeds' ? seeds : operations) / totalMs) * 1000;
  const row = [
    name,
    `${Math.round(perSecond).toLocaleString('en')} ${goal.of}/s`,
    `${goal.perSecond.toLocaleString('en')} ${goal.of}/s`,
    perSecond >= goal.perSecond ? 'yes' : 'no',
    Math.round(operations / seeds).toLocaleString('en'),
    ms(totalMs / seeds),
    share((each) => each.drawMs),
    share((each) => each.simulateMs),
    share((each) => each.judgeMs),
    (totalMs / bareMs).toFixed(1),
  ];
  return { row, failures: failed.map((seed) => `seed ${seed} breaks a promise that the target keeps`) };
}

/** How fast seeds are drawn, simulated and judged, as a campaign does it: one thread, warm. */
export const campaignGroup: Group = {
  names: cases.map(({ name }) => name),
  async measure(isWanted): Promise<Measurement> {
    const table: string[][] = [columns];
    const failures: string[] = [];
    for (const one of cases.filter(({ name }) => isWanted(name))) {
      const measured = await rowOf(one);
      table.push(measured.row);
      failures.push(...measured.failures);
    }
    return { table, failures };
  },
};
