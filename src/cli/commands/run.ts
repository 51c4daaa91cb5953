import { readFileSync } from 'node:fs';
import { Command, Option } from '@commander-js/extra-typings';
import { parsePlan } from '../../plan/parse-plan.js';
import { interruptible } from '../interrupt.js';
import { runStage, shortPath } from '../stages.js';
import { shellWord } from '../../../reports/shell-word.js';

/** `splitbrain run`: plan → history. */
export function runCommand() {
  return new Command('run')
    .summary('plan → history: run a stored plan on a cluster')
    .description('Runs a plan and records its history, without judging it.')
    .argument('<plan.json>', 'a plan, as `splitbrain plan` writes it')
    .addOption(
      new Option('-c, --cluster <kind>', 'where it runs')
        .choices(['simulation', 'processes', 'docker'] as const)
        .default('simulation' as const),
    )
    .option('--store <folder>', 'where runs are kept', 'store')
    .addHelpText('after', '\nExample:\n  $ npx splitbrain run plan.json --cluster docker')
    .action(async (file, { cluster, store }) => {
      const plan = parsePlan(readFileSync(file, 'utf8'));
      const { folder } = await interruptible((signal) => runStage(plan, cluster, store, signal));
      process.stdout.write(
        `${shortPath(folder.historyFile)}\nJudge it: npx splitbrain check ${shellWord(shortPath(folder.path))}\n`,
      );
    });
}
