import type { ClusterKind } from '../../cluster/cluster.js';
import { drawPlan, SettingsError } from '../../run/draw-plan.js';
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
    .argument('[run]', 'the folder of a run, such as store/latest, or its plan.json')
    .option('--store <folder>', 'where runs are kept', 'store')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain replay store/latest
  $ npx splitbrain replay store/latest --cluster docker
  $ npx splitbrain replay --seed 42 --workload session`,
    )
    .action(async (run, { store, ...given }) => {
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
      const hash = folder.readEnvironment()?.historyHash;
      if (cluster === 'simulation' && environment?.cluster === 'simulation' && !environment.interrupted) {
        process.stdout.write(
          hash === environment.historyHash
            ? `The same history, byte for byte (sha256 ${hash?.slice(0, 16)}…).\n`
            : `Another history than that of ${shortPath(before.path)}: the code has changed since (sha256 ${hash?.slice(0, 16)}… instead of ${environment.historyHash.slice(0, 16)}…).\n`,
        );
      }
      process.exitCode = exitCodeOf(verdict.valid);
    });
}
