import { judgeSimulated } from '../src/run/judge-simulated.js';
import { simulate } from '../src/controller/simulate.js';
import { pair } from '../src/history/pair.js';
import { drawPlan } from '../src/run/draw-plan.js';
import { judgeRun } from '../src/run/judge-run.js';
import { defaultSettings, type RunSettings } from '../src/run/settings.js';
import { targetNamed, targets } from '../targets/registry.js';
import type { Group, Measurement } from './group.js';
import { measure, median, ms, range, RUNS } from './measure.js';

/** One row: what is measured, and the milliseconds that it took, run by run. */
interface Row {
  readonly name: string;
  /** How many of `unit` one run stands for. */
  readonly amount: number;
  readonly unit: string;
  readonly runsMs: readonly number[];
}

/** A long run under partitions and wrong clocks: n=5, w=r=3, 10 clients. */
function longRun(target: string): RunSettings {
  return {
    ...defaultSettings,
    target,
    faults: ['partition', 'clock'],
    seed: 'bench',
    timeLimitMs: 20_000,
    rate: 2_000,
  };
}

async function rowsOf(target: string): Promise<Row[]> {
  const plan = drawPlan(longRun(target));
  const run = await simulate(plan, targetNamed(target));
  const history = pair(run.events);
  const amount = history.operations.length;
  return [
    {
      name: `${target}: simulate, record and check`,
      amount,
      unit: 'operations',
      runsMs: await measure(() => judgeSimulated(plan)),
    },
    {
      name: `${target}: simulate only`,
      amount,
      unit: 'operations',
      runsMs: await measure(() => simulate(plan, targetNamed(target))),
    },
    {
      name: `${target}: join and check only`,
      amount,
      unit: 'operations',
      runsMs: await measure(() => judgeRun(pair(run.events), plan)),
    },
    {
      name: `${target}: events of the simulation`,
      amount: run.happenings,
      unit: 'events',
      runsMs: await measure(() => simulate(plan, targetNamed(target))),
    },
  ];
}

/** How fast targets are simulated, recorded and checked: one thread, warm. */
export const simulationGroup: Group = {
  names: targets.map(({ name }) => name),
  async measure(isWanted): Promise<Measurement> {
    const rows: Row[] = [];
    for (const { name } of targets.filter((target) => isWanted(target.name)))
      rows.push(...(await rowsOf(name)));
    const columns = ['simulation', 'median rate', 'median time', `range of ${RUNS}`];
    const table = rows.map(({ name, amount, unit, runsMs }) => {
      const perSecond = (amount / median(runsMs)) * 1000;
      return [
        name,
        `${Math.round(perSecond).toLocaleString('en')} ${unit}/s`,
        ms(median(runsMs)),
        range(runsMs),
      ];
    });
    return { table: [columns, ...table], failures: [] };
  },
};
