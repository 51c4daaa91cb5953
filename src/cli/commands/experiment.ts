import { relative, sep } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import pc from 'picocolors';
import type { Experiment } from '../../../experiments/experiment.js';
import { experimentGroups, experimentNamed, experiments } from '../../../experiments/registry.js';
import {
  type CampaignOutcome,
  judgeExperiment,
  runCampaign,
  witnessPlan,
} from '../../../experiments/run-experiment.js';
import { neverWords, showsWords } from '../../../reports/experiment-words.js';
import {
  campaignSentence,
  experimentLines,
  experimentList,
  witnessLines,
} from '../../../reports/terminal/experiment.js';
import { readHistory } from '../../history/jsonl.js';
import { readTruth } from '../../history/revelation.js';
import { SettingsError } from '../../run/draw-plan.js';
import { executeRun } from '../../run/execute-run.js';
import { readNodeLogs } from '../../run/read-node-logs.js';
import { RunFolder } from '../../run/run-folder.js';
import { exitCodeOf } from '../exit-code.js';
import { interruptible } from '../interrupt.js';
import { TruthTableKeeper } from '../keep-truth-table.js';
import { parseCount } from '../parse-values.js';
import { printing } from '../printing.js';
import type { ExperimentOutcome } from '../../store/experiment-outcomes.js';
import { recordOf, reportStage, shortPath } from '../stages.js';

/** At most so often does the line of progress change. */
const REFRESH_MS = 200;

interface ExperimentSettings {
  readonly store: string;
  readonly seeds: number | undefined;
  readonly seed: string;
  readonly signal: AbortSignal;
}

/** `splitbrain experiment`: rows of the truth table, one by one. */
export function experimentCommand() {
  return new Command('experiment')
    .summary('see what a replication design does under faults: the rows of the truth table')
    .description(
      'Each experiment is a design and a fault. A directed schedule shows at once what comes of it; random plans must find the same, and must never find what the design excludes. Without a name, lists them.',
    )
    .argument('[names...]', 'experiments, such as SL1, or beginnings of names, such as SL9')
    .option('--all', 'run every experiment')
    .option('--seeds <count>', 'how many random plans for each; 0: only the directed schedule', parseCount)
    .option('-s, --seed <seed>', 'of the random plans', 'experiment')
    .option('--store <folder>', 'where runs are kept', 'store')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain experiment
  $ npx splitbrain experiment SL1
  $ npx splitbrain experiment SL9 --seeds 1000
  $ npx splitbrain experiment --all --seeds 50

Exit codes: 0 all is as the table says, 1 something is not, 254 bad arguments, 255 crash.`,
    )
    .action(async (names, { all, seeds, seed, store }) => {
      const chosen = all ? experiments : chosenBy(names);
      if (chosen.length === 0) {
        process.stdout.write(`${experimentList(experimentGroups, printing)}\n`);
        return;
      }
      const isAsSaid = await interruptible(async (signal) => {
        let fine = true;
        // One row is shown by the report of its schedule.
        const about = { store, seed, cluster: 'simulation', asked: chosen.length };
        const keeper = chosen.length > 1 ? new TruthTableKeeper(about) : undefined;
        for (const experiment of chosen) {
          const outcome = await perform(experiment, { store, seeds, seed, signal });
          keeper?.note(outcome);
          fine &&= outcome.asSaid;
        }
        if (keeper) process.stdout.write(`\n${shortPath(keeper.path)}/index.html\n`);
        return fine;
      });
      process.exitCode = exitCodeOf(isAsSaid);
    });
}

/** @throws UnknownNameError that lists the experiments there are */
function chosenBy(names: readonly string[]): readonly Experiment[] {
  return names.flatMap((name) => {
    const begun = experiments.filter(({ id }) => id.startsWith(name));
    return begun.length > 0 ? begun : [experimentNamed(name)];
  });
}

async function perform(experiment: Experiment, settings: ExperimentSettings): Promise<ExperimentOutcome> {
  process.stdout.write(`\n${experimentLines(experiment, printing)}\n\n`);
  const witness = await performWitness(experiment, settings);
  const { id, design, story, shows, never } = experiment;
  const asSaid = witness.broken.length === 0 && witness.shown === (shows !== undefined);
  const about = {
    id,
    design,
    story,
    ...(shows && { shows: showsWords(shows) }),
    never: never.map(neverWords),
    witness,
  };
  const count = settings.seeds ?? experiment.campaign.seeds;
  if (count === 0) return { ...about, asSaid };
  let shownAt = performance.now();
  const show = ({ seeds, shown }: CampaignOutcome): void => {
    if (!process.stderr.isTTY || performance.now() - shownAt < REFRESH_MS) return;
    shownAt = performance.now();
    process.stderr.write(`\r\x1b[2K${pc.dim(`${seeds} of ${count} random plans, ${shown} showed it`)}`);
  };
  const outcome = await runCampaign(experiment, settings.seed, {
    seeds: count,
    onSeed: show,
    signal: settings.signal,
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  process.stdout.write(`${campaignSentence(experiment, outcome, printing)}\n`);
  const { broken, ...random } = outcome;
  return {
    ...about,
    asSaid: asSaid && !broken,
    random: {
      ...random,
      ...(broken && { broken: { seed: broken.plan.seed, what: broken.broken.map(neverWords) } }),
    },
  };
}

/** Runs the directed schedule with all its files and its report. */
async function performWitness(
  experiment: Experiment,
  { store, signal }: ExperimentSettings,
): Promise<NonNullable<ExperimentOutcome['witness']>> {
  const plan = witnessPlan(experiment);
  if (!plan) throw new SettingsError(`The experiment ${experiment.id} has no directed schedule.`);
  const folder = RunFolder.create(store, plan, new Date());
  const environment = await executeRun({ plan, cluster: 'simulation', folder, signal });
  const history = await readHistory(folder.historyFile);
  const logs = readNodeLogs(folder.logs).flatMap(({ node, text }) =>
    text.split('\n').map((line) => ({ node, text: line })),
  );
  const run = judgeExperiment(experiment, plan, { history, truth: readTruth(folder.truthFile), logs });
  folder.write(folder.verdictFile, run.verdict);
  const record = recordOf(folder, plan, history, run.verdict, environment);
  reportStage(folder, {
    ...record,
    title: `${experiment.id}: ${experiment.design}`,
    replay: `npx splitbrain experiment ${experiment.id} --seeds 0`,
  });
  process.stdout.write(`${witnessLines(experiment, run, shortPath(folder.reportFile), printing)}\n`);
  return {
    shown: run.shown,
    broken: run.broken.map(neverWords),
    report: relative(store, folder.reportFile).split(sep).join('/'),
  };
}
