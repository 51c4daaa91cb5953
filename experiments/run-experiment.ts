import { targetNamed } from '../targets/registry.js';
import { workloadNamed } from '../workloads/registry.js';
import type { Guarantee } from '../src/checkers/checker.js';
import { judge } from '../src/checkers/judge.js';
import type { Verdict } from '../src/checkers/verdict.js';
import { drawSwarm } from '../src/campaign/swarm.js';
import { simulate } from '../src/controller/simulate.js';
import type { History } from '../src/history/operation.js';
import type { Revelation } from '../src/history/revelation.js';
import { pair } from '../src/history/pair.js';
import type { Plan } from '../src/plan/plan.js';
import { defaultFaults, drawPlan } from '../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../src/run/settings.js';
import type { Experiment, Never, Shows, Traces } from './experiment.js';

/** A run of an experiment, judged by what must and what must never be seen. */
export interface ExperimentRun {
  readonly plan: Plan;
  readonly history: History;
  readonly verdict: Verdict;
  /** The anomaly that the design must show was seen. */
  readonly shown: boolean;
  /** What must never be broken or seen, and was. */
  readonly broken: readonly Never[];
}

/** What a run of an experiment left behind. */
export interface Recorded {
  readonly history: History;
  /** What the replicas revealed. */
  readonly truth: readonly Revelation[] | undefined;
  readonly logs: Traces['logs'];
}

/** Enough to see every write that was lost. */
const MOST_ANOMALIES = 1_000;

/** Simulates a plan of an experiment, and judges what happened. */
export async function runExperiment(experiment: Experiment, plan: Plan): Promise<ExperimentRun> {
  const logs: Traces['logs'][number][] = [];
  const { events, revealed } = await simulate(plan, targetNamed(plan.target), {
    onLog: (node, _, text) => logs.push({ node, text }),
  });
  return judgeExperiment(experiment, plan, { history: pair(events), truth: revealed, logs });
}

/** Judges a run of an experiment by what must and what must never be seen. */
export function judgeExperiment(
  { shows, never, maxStaleMs }: Experiment,
  plan: Plan,
  { history, truth, logs }: Recorded,
): ExperimentRun {
  const guarantees = [
    ...new Set([
      ...(shows && 'guarantee' in shows ? [shows.guarantee] : (shows?.judged ?? [])),
      ...never.flatMap((one) => (typeof one === 'string' ? [one] : (one.judged ?? []))),
    ]),
  ];
  const verdict = judge(history, {
    promises: guarantees.map((guarantee) => ({
      guarantee,
      because: 'the experiment asks',
      ...(maxStaleMs !== undefined && { maxStaleMs }),
    })),
    asked: true,
    guarantees,
    model: workloadNamed(plan.workload).model,
    minEvidence: 0,
    maxAnomalies: MOST_ANOMALIES,
    ...(truth && { truth }),
  });
  return {
    plan,
    history,
    verdict,
    shown: shows !== undefined && isShown(shows, history, { verdict, logs }),
    broken: never.filter((one) =>
      typeof one === 'string'
        ? judged(verdict, one)?.holds === false
        : one.isSeen(history, { verdict, logs }),
    ),
  };
}

function isShown(shows: Shows, history: History, traces: Traces): boolean {
  if ('isSeen' in shows) return shows.isSeen(history, traces);
  const { guarantee, kinds } = shows;
  return judged(traces.verdict, guarantee)?.anomalies.some(({ kind }) => kinds.includes(kind)) ?? false;
}

const judged = ({ judgements }: Verdict, guarantee: Guarantee) =>
  judgements.find((one) => one.guarantee === guarantee);

/** What a campaign of random plans came to. */
export interface CampaignOutcome {
  readonly seeds: number;
  /** How many seeds showed the anomaly, and how many it took to see it first. */
  readonly shown: number;
  readonly first?: number;
  /** The first run that broke what must never be broken; the campaign ends there. */
  readonly broken?: ExperimentRun;
}

/**
 * Runs random plans, as many as the experiment says.
 * @param seed the campaign's
 */
export async function runCampaign(
  experiment: Experiment,
  seed: string,
  { seeds = experiment.campaign.seeds, onSeed, signal }: CampaignOptions = {},
): Promise<CampaignOutcome> {
  let shown = 0;
  let first: number | undefined;
  for (let number = 0; number < seeds; number++) {
    signal?.throwIfAborted();
    const run = await runExperiment(experiment, randomPlan(experiment, `${seed}-${number}`));
    if (run.shown) {
      shown++;
      first ??= number + 1;
    }
    const outcome = { seeds: number + 1, shown, ...(first !== undefined && { first }) };
    if (run.broken.length > 0) return { ...outcome, broken: run };
    onSeed?.(outcome);
  }
  return { seeds, shown, ...(first !== undefined && { first }) };
}

/** How a campaign is run. */
export interface CampaignOptions {
  /** How many plans, instead of what the experiment says. */
  readonly seeds?: number;
  readonly onSeed?: (soFar: CampaignOutcome) => void;
  readonly signal?: AbortSignal;
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
