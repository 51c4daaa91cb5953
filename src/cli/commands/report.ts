import { Command } from '@commander-js/extra-typings';
import { readHistory } from '../../history/jsonl.js';
import { readTruth } from '../../history/revelation.js';
import { judgeRun } from '../../run/judge-run.js';
import { RunFolder } from '../../run/run-folder.js';
import { recordOf, reportStage, shortPath, storedVerdict } from '../stages.js';

/** `splitbrain report`: verdict → report. */
export function reportCommand() {
  return new Command('report')
    .summary('verdict → report: write the HTML report of a run')
    .description('Writes index.html into the folder of a run, from its plan, history and verdict.')
    .argument('<run>', 'the folder of a run, such as store/latest')
    .addHelpText('after', '\nExample:\n  $ npx splitbrain report store/latest')
    .action(async (run) => {
      const folder = RunFolder.open(run);
      const plan = folder.readPlan();
      const history = await readHistory(folder.historyFile);
      const verdict = storedVerdict(folder) ?? judgeRun(history, plan, readTruth(folder.truthFile));
      const file = await reportStage(
        folder,
        recordOf(folder, plan, history, verdict, folder.readEnvironment()),
      );
      process.stdout.write(`${shortPath(file)}\n`);
    });
}
