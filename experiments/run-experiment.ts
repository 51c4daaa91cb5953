import { targetNamed } from '../targets/registry.js';
import type { Guarantee } from '../src/checkers/checker.js';
import { judge } from '../src/checkers/judge.js';
import type { Verdict } from '../src/checkers/verdict.js';
import { drawSwarm } from '../src/campaign/swarm.js';
import { simulate } from '../src/controller/simulate.js';
import type { History } from '../src/history/operation.js';
import { pair } from '../src/history/pair.js';
import type { Plan } from '../src/plan/plan.js';
import { defaultFaults, drawPlan } from '../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../src/run/settings.js';
import type { Experiment, Shows } from './experiment.js';
import { planOf } from './script.js';

/** A run of an experiment, judged by what must and what must never be seen. */
export interface ExperimentRun {
  readonly plan: Plan;
  readonly history: History;
  readonly verdict: Verdict;
  /** The anomaly that the design must show was seen. */
  readonly shown: boolean;
  /** What must never be broken, and was. */
  readonly broken: readonly Guarantee[];
}

/** The plan of an experiment's witness; undefined where nothing is to be shown. */
export function witnessPlan(experiment: Experiment): Plan | undefined {
  const { witness, options, nodes } = experiment;
  if (!witness) return undefined;
  const complete = targetNamed(experiment.target).options(nodes).parse(options);
  return planOf(witness, { ...experiment, options: complete });
}

/** Simulates a plan of an experiment, and judges what happened. */
export async function runExperiment({ shows, never }: Experiment, plan: Plan): Promise<ExperimentRun> {
  const { events, revealed } = await simulate(plan, targetNamed(plan.target));
  const history = pair(events);
  const guarantees = [...new Set([...(shows && 'guarantee' in shows ? [shows.guarantee] : []), ...never])];
  const verdict = judge(history, {
    promises: guarantees.map((guarantee) => ({ guarantee, because: 'the experiment asks' })),
    asked: true,
    guarantees,
    minEvidence: 0,
    maxAnomalies: 20,
    truth: revealed,
  });
  return {
    plan,
    history,
    verdict,
    shown: shows !== undefined && isShown(shows, history, verdict),
    broken: never.filter((guarantee) => judged(verdict, guarantee)?.holds === false),
  };
}

function isShown(shows: Shows, history: History, verdict: Verdict): boolean {
  if ('isSeen' in shows) return shows.isSeen(history);
  const { guarantee, kinds } = shows;
  return judged(verdict, guarantee)?.anomalies.some(({ kind }) => kinds.includes(kind)) ?? false;
}

const judged = ({ judgements }: Verdict, guarantee: Guarantee) =>
  judgements.find((one) => one.guarantee === guarantee);

/** What a campaign of random plans came to. */
export interface CampaignOutcome {
  readonly seeds: number;
  /** How many seeds it took to see the anomaly; undefined when it was not seen. */
  readonly seedsToShow?: number;
  /** The first run that broke what must never be broken. */
  readonly broken?: ExperimentRun;
}

/**
 * Runs random plans: until the anomaly is seen, or for as many seeds as the experiment says, where there is none to be seen.
 * @param seed the campaign's
 * @param onSeed hears how many are done
 */
export async function runCampaign(
  experiment: Experiment,
  seed: string,
  { seeds = experiment.campaign.seeds, onSeed }: { seeds?: number; onSeed?: (done: number) => void } = {},
): Promise<CampaignOutcome> {
  for (let number = 0; number < seeds; number++) {
    const run = await runExperiment(experiment, randomPlan(experiment, `${seed}-${number}`));
    onSeed?.(number + 1);
    if (run.broken.length > 0) return { seeds: number + 1, broken: run };
    if (run.shown) return { seeds: number + 1, seedsToShow: number + 1 };
  }
  return { seeds };
}

/** One of the random plans. */
export function randomPlan(experiment: Experiment, seed: string): Plan {
  const { target, workload, nodes, options, bugs = [], campaign } = experiment;
  const settings: RunSettings = {
    ...defaultSettings,
    faults: defaultFaults('simulation'),
    timeLimitMs: 5_000,
    ...campaign.settings,
    target,
    workload,
    nodes,
    options: { ...options, ...campaign.options },
    bugs,
    seed,
  };
  return drawPlan(drawSwarm(settings));
}
