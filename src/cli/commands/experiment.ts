import { Command, Option } from '@commander-js/extra-typings';
import type { Experiment } from '../../../experiments/experiment.js';
import { experimentGroups, experimentNamed, experiments } from '../../../experiments/registry.js';
import { listedExperiment } from '../../../reports/experiment-json.js';
import { experimentList } from '../../../reports/terminal/experiment.js';
import { SettingsError } from '../../run/draw-plan.js';
import { parseCount, parsePositiveCount } from '../parse-values.js';
import { printing } from '../printing.js';
import { runExperiments } from '../run-experiments.js';

/** `splitbrain experiment`: rows of the truth table, one by one. */
export function experimentCommand() {
  return new Command('experiment')
    .summary('see what a replication design does under faults: the rows of the truth table')
    .description(
      'Each experiment is a design and a fault. A directed schedule shows at once what comes of it; random plans must find the same, and must never find what the design excludes. Without a name, lists them.',
    )
    .argument('[names...]', 'experiments, such as SL3a, or beginnings of names, such as SL3 or SL')
    .option('--exact', 'take the names as whole names, without variants')
    .option('--all', 'run every experiment')
    .addOption(
      new Option(
        '-c, --cluster <kind>',
        'where the directed schedule runs; on real clusters in slow motion, and without random plans',
      )
        .choices(['simulation', 'processes', 'docker'] as const)
        .default('simulation' as const),
    )
    .option('-n, --nodes <count>', 'more nodes than the experiment speaks of', parsePositiveCount)
    .option(
      '--tries <count>',
      'on real clusters: how often to try, slower each time, before the anomaly counts as not shown',
      parsePositiveCount,
      3,
    )
    .option('--seeds <count>', 'how many random plans for each; 0: only the directed schedule', parseCount)
    .option('-s, --seed <seed>', 'of the random plans', 'experiment')
    .option('--store <folder>', 'where runs are kept', 'store')
    .option('--json', 'print a line of JSON for each experiment instead of text')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain experiment
  $ npx splitbrain experiment SL1
  $ npx splitbrain experiment SL9 --seeds 1000
  $ npx splitbrain experiment SL1 SL9d --exact
  $ npx splitbrain experiment --all --seeds 50
  $ npx splitbrain experiment SL1 --cluster docker --nodes 5

Exit codes: 0 all is as the table says, 1 something is not, 130 interrupted, 254 bad arguments, 255 crash.`,
    )
    .action(async (names, { all, exact, json = false, cluster, seeds, ...rest }) => {
      if (all && names.length > 0) {
        throw new SettingsError(`Either names or --all, not both: ${names.join(', ')}.`);
      }
      if (cluster !== 'simulation' && seeds) {
        throw new SettingsError(
          `Random plans of an experiment run in simulation; on ${cluster} only its directed schedule does. Leave out --seeds, or see: npx splitbrain torture --help`,
        );
      }
      const whole = new Set(names.map(wholeName));
      const chosen = all ? experiments : exact ? [...whole].map(experimentNamed) : chosenBy(names);
      if (chosen.length === 0) {
        process.stdout.write(
          json
            ? experiments.map((one) => `${JSON.stringify(listedExperiment(one))}\n`).join('')
            : `${experimentList(experimentGroups, printing)}\n`,
        );
        return;
      }
      await runExperiments(chosen, { ...rest, json, cluster, named: whole, seeds });
    });
}

/** As the experiment of that name, if there is one, writes it. */
function wholeName(name: string): string {
  return experiments.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.id ?? name;
}

/**
 * The experiments that names stand for: `SL1` and its variants such as `SL1-late`, not `SL10`; `SL` all of them.
 * @throws UnknownNameError that lists the experiments there are
 */
function chosenBy(names: readonly string[]): readonly Experiment[] {
  const chosen = names.flatMap((name) => {
    const begun = experiments.filter(({ id }) => {
      const rest = id.slice(name.length);
      const goesOn = /\d$/.test(name) && /^\d/.test(rest);
      return id.toLowerCase().startsWith(name.toLowerCase()) && !goesOn;
    });
    return begun.length > 0 ? begun : [experimentNamed(name)];
  });
  return [...new Set(chosen)];
}
