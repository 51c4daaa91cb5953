import { relative, sep } from 'node:path';
import pc from 'picocolors';
import type { Experiment } from '../../experiments/experiment.js';
import {
  type CampaignOutcome,
  type ExperimentRun,
  judgeExperiment,
  runCampaign,
} from '../../experiments/run-experiment.js';
import { slowMotion } from '../../experiments/slow-motion.js';
import { witnessPlan } from '../../experiments/witness-plan.js';
import { experimentOutcome } from '../../reports/experiment-json.js';
import { shellWord } from '../../reports/shell-word.js';
import {
  campaignSentence,
  experimentLines,
  retryLine,
  stageLine,
  witnessLines,
} from '../../reports/terminal/experiment.js';
import type { ClusterKind } from '../cluster/cluster.js';
import { readHistory } from '../history/jsonl.js';
import { readTruth } from '../history/revelation.js';
import type { Plan } from '../plan/plan.js';
import { SettingsError } from '../run/draw-plan.js';
import { readNodeLogs } from '../run/read-node-logs.js';
import type { ExperimentOutcome } from '../store/experiment-outcomes.js';
import { exitCodeOf } from './exit-code.js';
import { interruptible } from './interrupt.js';
import { TruthTableKeeper } from './keep-truth-table.js';
import { printing } from './printing.js';
import type { RunRecord } from '../../reports/run-record.js';
import { recordOf, reportStage, runStage, shortPath } from './stages.js';
import { StatusLine } from './status-line.js';

/** How experiments are run. */
export interface ExperimentSettings {
  readonly cluster: ClusterKind;
  /** More nodes than an experiment speaks of. */
  readonly nodes?: number | undefined;
  /** On real clusters, how often an anomaly may fail to show. */
  readonly tries: number;
  /** Random plans for each; undefined: as many as the experiment says. */
  readonly seeds: number | undefined;
  readonly seed: string;
  readonly store: string;
  /** A line of JSON for each, and no text. */
  readonly json: boolean;
  /** Those asked for by their whole name; others that cannot be seen on this cluster with so many nodes are left out. */
  readonly named: ReadonlySet<string>;
}

/** A directed schedule as it went, perhaps after some tries. */
interface Witnessed {
  readonly run: ExperimentRun;
  /** Its file. */
  readonly report: string;
  readonly tries: number;
  /** How many times slower than the schedule says. */
  readonly slowness: number;
}

/** Runs experiments one after the other, prints what comes of each as soon as it is known, and sets the exit code. */
export async function runExperiments(
  chosen: readonly Experiment[],
  settings: ExperimentSettings,
): Promise<void> {
  const possible = possibleAmong(chosen, settings);
  const isAsSaid = await interruptible(async (signal) => {
    let fine = true;
    // One row is shown by the report of its schedule.
    const keeper =
      possible.length > 1 ? new TruthTableKeeper({ ...settings, asked: possible.length }) : undefined;
    for (const experiment of possible) {
      const outcome = await perform(experiment, settings, signal);
      keeper?.note(outcome);
      fine &&= outcome.asSaid;
    }
    if (keeper && !settings.json) process.stdout.write(`\n${shortPath(keeper.path)}/index.html\n`);
    return fine;
  });
  const left = chosen.filter((experiment) => !possible.includes(experiment));
  if (left.length > 0) {
    process.stderr.write(`\nNot on ${settings.cluster}: ${left.map(({ id }) => id).join(', ')}.\n`);
  }
  process.exitCode = exitCodeOf(isAsSaid);
}

/** @throws SettingsError where one that is asked for by its whole name cannot be seen, or none can */
function possibleAmong(chosen: readonly Experiment[], settings: ExperimentSettings): readonly Experiment[] {
  let refused: SettingsError | undefined;
  const possible = chosen.filter((experiment) => {
    try {
      if (witnessPlan(experiment, settings)) return true;
      throw new SettingsError(`The experiment ${experiment.id} has no directed schedule.`);
    } catch (error) {
      if (settings.named.has(experiment.id) || !(error instanceof SettingsError)) throw error;
      refused ??= error;
      return false;
    }
  });
  if (possible.length === 0 && refused) throw refused;
  return possible;
}

/** Runs one, prints what comes of it, and returns that. */
async function perform(
  asked: Experiment,
  settings: ExperimentSettings,
  signal: AbortSignal,
): Promise<ExperimentOutcome> {
  const { cluster, nodes = asked.nodes, json } = settings;
  const experiment = { ...asked, options: { ...asked.options, ...asked.optionsOn?.(nodes) } };
  const print = (text: string): void => {
    if (!json) process.stdout.write(`${text}\n`);
  };
  print(`\n${experimentLines(experiment, printing)}`);
  if (cluster !== 'simulation' || nodes !== asked.nodes) print(stageLine(cluster, nodes, printing));
  print('');
  const witnessed = await performWitness(experiment, settings, signal, print);
  const { run, report } = witnessed;
  print(witnessLines(experiment, run, { cluster, report: shortPath(report) }, printing));

  const count = cluster === 'simulation' ? (settings.seeds ?? experiment.campaign.seeds) : 0;
  const campaign = count > 0 ? await performCampaign(experiment, { ...settings, count }, signal) : undefined;
  if (campaign) print(campaignSentence(experiment, campaign, printing));

  const asSaid = isWitnessed(experiment, run) && !campaign?.broken && !isMissed(experiment, campaign);
  const outcome = experimentOutcome(experiment, {
    ...witnessed,
    report: relative(settings.store, report).split(sep).join('/'),
    cluster,
    nodes,
    campaign,
    asSaid,
  });
  if (json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  return outcome;
}

/** Runs the directed schedule with all its files and its report: on real clusters again, slower, while it does not show. */
async function performWitness(
  experiment: Experiment,
  settings: ExperimentSettings,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<Witnessed> {
  const plan = witnessPlan(experiment, settings) as Plan;
  const isReal = settings.cluster !== 'simulation';
  for (let tries = 1; ; tries++) {
    const slowness = isReal ? tries + 1 : 1;
    const witnessed = {
      ...(await witness(experiment, isReal ? slowMotion(plan, slowness) : plan, settings, signal)),
      tries,
      slowness,
    };
    const { run, report } = witnessed;
    const isDone = isWitnessed(experiment, run) || run.broken.length > 0;
    if (isDone || !isReal || tries === settings.tries) return witnessed;
    print(retryLine({ tries, of: settings.tries, slowness, report: shortPath(report) }, printing));
  }
}

async function witness(
  experiment: Experiment,
  plan: Plan,
  { cluster, nodes, store }: ExperimentSettings,
  signal: AbortSignal,
): Promise<{ run: ExperimentRun; report: string }> {
  const { folder, environment } = await runStage(plan, cluster, store, signal);
  const history = await readHistory(folder.historyFile);
  const logs = readNodeLogs(folder.logs).flatMap(({ node, text }) =>
    text.split('\n').map((line) => ({ node, text: line })),
  );
  const run = judgeExperiment(experiment, plan, { history, truth: readTruth(folder.truthFile), logs });
  folder.writeVerdict(run.verdict);
  const where = cluster === 'simulation' ? '--seeds 0' : `--cluster ${cluster}`;
  const record: RunRecord = {
    ...recordOf(folder, plan, history, run.verdict, environment),
    title: `${experiment.id}: ${experiment.design}`,
    replay: [
      `npx splitbrain experiment ${shellWord(experiment.id)} --exact ${where}`,
      ...(nodes ? [`--nodes ${nodes}`] : []),
    ].join(' '),
  };
  await reportStage(folder, record, signal);
  return { run, report: folder.reportFile };
}

async function performCampaign(
  experiment: Experiment,
  { count, seed }: ExperimentSettings & { readonly count: number },
  signal: AbortSignal,
): Promise<CampaignOutcome> {
  const status = new StatusLine();
  try {
    return await runCampaign(experiment, seed, {
      seeds: count,
      signal,
      onSeed: ({ seeds, shown }) =>
        status.show(() =>
          pc.dim(
            `${experiment.id}: ${seeds} of ${count} random plans${experiment.shows ? `, ${shown} showed it` : ''}`,
          ),
        ),
    });
  } finally {
    status.clear();
  }
}

/** The directed schedule showed what it must, and nothing that must never be. */
function isWitnessed({ shows }: Experiment, { shown, broken }: ExperimentRun): boolean {
  return broken.length === 0 && shown === (shows !== undefined);
}

/** As many random plans as the table gives did not find the anomaly. */
function isMissed({ shows, campaign: { seeds } }: Experiment, outcome: CampaignOutcome | undefined): boolean {
  return shows !== undefined && outcome !== undefined && outcome.shown === 0 && outcome.seeds >= seeds;
}
