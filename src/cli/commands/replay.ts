import type { ClusterKind } from '../../cluster/cluster.js';
import { isRegressionFile, readRegression } from '../../campaign/regression.js';
import { bisectExitCode } from '../bisect-exit-code.js';
import { drawPlan, SettingsError } from '../../run/draw-plan.js';
import { describeParting } from '../../run/verify-determinism.js';
import { RunFolder } from '../../run/run-folder.js';
import { loadConfigFile } from '../config-file.js';
import { exitCodeOf } from '../exit-code.js';
import { commandLine, resolveSettings, withSettings } from '../settings-options.js';
import { shortPath } from '../stages.js';
import { testPlan } from './test.js';

/** `splitbrain replay`: the same plan again. */
export function replayCommand() {
  return withSettings('replay')
    .summary('run a stored run again, or a seed with the same options')
    .description(
      'Runs the plan of an earlier run again: in simulation exactly, elsewhere with the same operations and faults.',
    )
    .argument('[run]', 'the folder of a run, such as store/latest, its plan.json, or a regression')
    .option('--store <folder>', 'where runs are kept', 'store')
    .option(
      '--exit-code',
      'for `git bisect run`: only the exit code, 0 good, 1 bad, 125 where that cannot be told',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain replay store/latest
  $ npx splitbrain replay store/latest --cluster docker
  $ npx splitbrain replay --seed 42 --workload session
  $ npx splitbrain replay corpus/lost-on-restart.json
  $ git bisect run npx splitbrain replay corpus/lost-on-restart.json --exit-code`,
    )
    .action(async (run, { store, exitCode, ...given }) => {
      if (exitCode) {
        if (run === undefined)
          throw new SettingsError('Say what to replay: a run, a plan.json or a regression.');
        process.exitCode = await bisectExitCode(run);
        return;
      }
      if (run !== undefined && isRegressionFile(run)) {
        const { verdict } = await testPlan(readRegression(run).plan, given.cluster ?? 'simulation', {
          store,
        });
        process.exitCode = exitCodeOf(verdict.valid);
        return;
      }
      if (run === undefined) {
        if (given.seed === undefined) {
          throw new SettingsError(
            'Say what to replay: a run such as store/latest, or --seed with the same options.',
          );
        }
        const settings = resolveSettings(given, await loadConfigFile(given.config));
        const { verdict } = await testPlan(drawPlan(settings), settings.cluster, {
          store,
          replay: commandLine('test', settings),
        });
        process.exitCode = exitCodeOf(verdict.valid);
        return;
      }
      const before = RunFolder.open(run);
      const environment = before.readEnvironment();
      const cluster = given.cluster ?? ((environment?.cluster ?? 'simulation') as ClusterKind);
      const { verdict, folder } = await testPlan(before.readPlan(), cluster, { store });
      const { historyHash: hash, checkpoints = [] } = folder.readEnvironment() ?? {};
      if (cluster === 'simulation' && environment?.cluster === 'simulation' && !environment.interrupted) {
        process.stdout.write(
          hash === environment.historyHash
            ? `The same history, byte for byte (sha256 ${hash?.slice(0, 16)}…).\n`
            : `Another history than that of ${shortPath(before.path)}: the code has changed since (sha256 ${hash?.slice(0, 16)}… instead of ${environment.historyHash.slice(0, 16)}…). ${describeParting(environment.checkpoints ?? [], checkpoints) ?? ''}`.trimEnd() +
                '\n',
        );
      }
      process.exitCode = exitCodeOf(verdict.valid);
    });
}
