import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import pc from 'picocolors';
import { countSightings, freshPlansOf, neighboursOf } from '../../campaign/count-sightings.js';
import { failuresOf } from '../../campaign/failure.js';
import { type Origin, originOf } from '../../campaign/origin.js';
import { Corpus, readRegression, type Regression, RegressionError } from '../../campaign/regression.js';
import { type FailureKind, shows } from '../../campaign/reproduce.js';
import { SeedPool } from '../../campaign/seed-pool.js';
import type { Plan } from '../../plan/plan.js';
import { planSize } from '../../plan/shrinking/plan-size.js';
import { currentCommit } from '../../run/current-commit.js';
import { judgeSimulated } from '../../run/judge-simulated.js';
import { RunFolder } from '../../run/run-folder.js';
import { counted } from '../../../reports/quantity.js';
import { alignColumns } from '../../../reports/terminal/text.js';
import { SettingsError } from '../../run/draw-plan.js';
import { ExitCode } from '../exit-code.js';
import { interruptible } from '../interrupt.js';
import { parsePositiveCount } from '../parse-values.js';
import { shortPath } from '../stages.js';

const withFolder = (name: string) =>
  new Command(name).option('--corpus <folder>', 'where the regressions are kept', 'corpus');

/** `splitbrain corpus`: failures that are to stay away. */
export function corpusCommand() {
  return new Command('corpus')
    .summary('keep failures as regressions, and replay them all')
    .description(
      'A corpus is a folder of regression files that a project commits. Each holds the plan of a failure in full, so that it outlives changes to what draws plans.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain corpus add store/latest
  $ npx splitbrain corpus add store/campaigns/…/failures/seed-7-lost-write --name lost-on-restart
  $ npx splitbrain corpus list
  $ npx splitbrain corpus run
  $ npx splitbrain corpus remove lost-on-restart`,
    )
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(runCommand())
    .addCommand(removeCommand());
}

function addCommand() {
  return withFolder('add')
    .summary('keep the failure of a run')
    .description(
      'Runs the plan once more, neighbours of it (the same operations and faults, other latencies and draws) and fresh plans of the settings that it was drawn from, to learn how often each fails, for `torture --confirm`.',
    )
    .argument('<run>', 'the folder of a run that broke a promise, such as store/latest, or its plan.json')
    .option('--name <name>', 'what to call it (default: made of the anomaly and the target)')
    .option(
      '--seeds <count>',
      'how many neighbours to run, and how many fresh plans',
      parsePositiveCount,
      200,
    )
    .option('--workers <count>', 'threads', parsePositiveCount, availableParallelism())
    .option('--replace', 'replace one of the same name')
    .action(async (run, { name, seeds, workers, replace, corpus }) => {
      const kept = RunFolder.open(run);
      const plan = kept.readPlan();
      const known = kept.readFailure() as (FailureKind & { readonly origin?: Origin }) | undefined;
      const { failure, hash } = await failureOf(plan, known);
      const origin = known?.origin ?? originOf(plan);
      const called = name ?? `${failure.kind}-${plan.target}-${hash.slice(0, 8)}`;
      const pool = new SeedPool({ workers, timeoutMs: 60_000, memoryMb: 1024 });
      try {
        const all = { failure, runner: pool, from: 0, count: seeds };
        const { seen, fresh } = await interruptible(async (signal) => ({
          seen: await countSightings({ ...all, sample: neighboursOf(plan), signal }),
          fresh: origin && (await countSightings({ ...all, sample: freshPlansOf(origin, called), signal })),
        }));
        const commit = currentCommit();
        const regression: Regression = {
          version: 1,
          name: called,
          failure,
          seen,
          ...(origin && fresh && { origin: { ...origin, seen: fresh } }),
          hash,
          ...(commit !== undefined && { commit }),
          addedAt: new Date().toISOString(),
          plan,
        };
        const file = new Corpus(corpus).add(regression, replace);
        process.stdout.write(
          `${shortPath(file)}: ${failure.kind} (${failure.guarantee}), in ${seen.failed} of ${seen.of} neighbours of the plan${fresh ? `, and in ${fresh.failed} of ${fresh.of} fresh plans of its settings` : ''}.\n`,
        );
      } finally {
        await pool.close();
      }
    });
}

/** @throws SettingsError when the plan does not break that promise, or none */
async function failureOf(
  plan: Plan,
  wanted: FailureKind | undefined,
): Promise<{ failure: FailureKind; hash: string }> {
  const { run, history, verdict } = await judgeSimulated(plan, { promisedOnly: true });
  const failure =
    wanted && shows(verdict, wanted) ? wanted : wanted ? undefined : failuresOf(verdict, history)[0];
  if (!failure) {
    throw new SettingsError(
      `This plan ${wanted ? `does not show ${wanted.kind}` : 'breaks no promise'} in simulation, so there is no failure to keep. \`splitbrain replay\` shows what it does.`,
    );
  }
  const { guarantee, kind } = failure;
  return { failure: { guarantee, kind }, hash: run.hash };
}

function listCommand() {
  return withFolder('list')
    .summary('list the regressions')
    .action(({ corpus }) => {
      const files = new Corpus(corpus).files();
      if (files.length === 0) {
        process.stdout.write(
          `There are no regressions in ${corpus}. \`splitbrain corpus add RUN\` keeps one.\n`,
        );
        return;
      }
      const rows = files.map((file) => {
        try {
          const { name, failure, seen, commit, addedAt, plan } = readRegression(file);
          const { operations, faults } = planSize(plan);
          return [
            name,
            `${failure.kind} (${failure.guarantee})`,
            plan.target,
            `${counted(operations, 'operation')}, ${counted(faults, 'fault')}`,
            `${seen.failed} of ${seen.of}`,
            `${addedAt.slice(0, 10)}${commit === undefined ? '' : ` at ${commit.slice(0, 10)}`}`,
          ];
        } catch (error) {
          return [pc.red(shortPath(file)), (error as Error).message.split('\n')[0] ?? ''];
        }
      });
      process.stdout.write(`${alignColumns(rows, { indent: '', width: Infinity }).join('\n')}\n`);
    });
}

/** What became of a regression. */
type Outcome =
  /** Its anomaly is back. */
  | 'back'
  /** Another promise broke. */
  | 'other'
  | 'gone'
  /** The file or its plan cannot be run. */
  | 'broken';

function runCommand() {
  return withFolder('run')
    .summary('replay them all; fail if an anomaly is back')
    .argument('[names...]', 'only these')
    .addHelpText(
      'after',
      '\nExit codes: 0 none is back, 1 an anomaly is back or another promise broke, 254 a file cannot be run.',
    )
    .action(async (names, { corpus: path }) => {
      const corpus = new Corpus(path);
      const files = names.length > 0 ? names.map((name) => fileNamed(corpus, name)) : corpus.files();
      const outcomes: Outcome[] = [];
      await interruptible(async (signal) => {
        for (const file of files) {
          signal.throwIfAborted();
          const { outcome, text } = await replayRegression(file);
          outcomes.push(outcome);
          process.stdout.write(`${text}\n`);
        }
      });
      const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length;
      const parts = [
        `${count('back')} back`,
        count('other') > 0 && `${count('other')} with another broken promise`,
        `${count('gone')} no longer reproduced`,
        count('broken') > 0 && `${count('broken')} that cannot be run`,
      ].filter((part) => part !== false);
      process.stdout.write(`${counted(outcomes.length, 'regression')}: ${parts.join(', ')}.\n`);
      if (count('back') + count('other') > 0) process.exitCode = ExitCode.invalid;
      else if (count('broken') > 0) process.exitCode = ExitCode.badArguments;
    });
}

function fileNamed(corpus: Corpus, name: string): string {
  return existsSync(name) ? name : corpus.fileOf(name);
}

async function replayRegression(file: string): Promise<{ outcome: Outcome; text: string }> {
  try {
    const { name, failure, hash, plan } = readRegression(file);
    const { run, verdict } = await judgeSimulated(plan, { promisedOnly: true });
    if (shows(verdict, failure)) {
      const how = run.hash === hash ? 'event for event the same run' : 'by another run than then';
      return { outcome: 'back', text: `${pc.red('✗ back')}   ${name}: ${failure.kind}, ${how}` };
    }
    if (verdict.valid === false) {
      return { outcome: 'other', text: `${pc.red('✗ other')}  ${name}: ${verdict.reasons.join(' ')}` };
    }
    const why =
      run.hash === hash
        ? ', though the run is the same: what judges it has changed'
        : ', in a run that goes another way than then. Mended, or only missed? torture --confirm says what that is worth';
    return {
      outcome: 'gone',
      text: `${pc.green('✓ gone')}   ${name}: ${failure.kind} no longer reproduces${why}`,
    };
  } catch (error) {
    const { message } = error as Error;
    const text = error instanceof RegressionError ? message : `${shortPath(file)}: ${message}`;
    return { outcome: 'broken', text: `${pc.red('! error')}  ${text}` };
  }
}

function removeCommand() {
  return withFolder('remove')
    .summary('remove regressions')
    .argument('<names...>', 'which')
    .action((names, { corpus }) => {
      for (const name of names) new Corpus(corpus).remove(name);
    });
}
