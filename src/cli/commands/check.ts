import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { guarantees as allGuarantees, type Guarantee } from '../../checkers/checker.js';
import { judge } from '../../checkers/judge.js';
import { guaranteesNamed } from '../../checkers/registry.js';
import { readHistory } from '../../history/jsonl.js';
import { RunFolder } from '../../run/run-folder.js';
import { renderVerdict } from '../../../reports/terminal.js';
import { exitCodeOf } from '../exit-code.js';
import { parseCount, parseList, parsePositiveCount } from '../parse-values.js';
import { printing } from '../printing.js';
import { checkStage, recordOf, shortPath } from '../stages.js';

/** `splitbrain check`: history → verdict. */
export function checkCommand() {
  return new Command('check')
    .summary('history → verdict: judge a history')
    .description(
      'Judges a history. The folder of a run is judged by what its target promised; any other history by the guarantees named, or by all.',
    )
    .argument('<history>', 'a history.jsonl (also .gz), or the folder of a run')
    .option('-g, --guarantee <names>', 'guarantees, or the groups "session" and "quorum"', parseList)
    .option(
      '--copies <count>',
      'copies that an acknowledged write must have (for write-quorum)',
      parsePositiveCount,
    )
    .option(
      '--min-evidence <count>',
      'chances to fail that a guarantee needs to count as kept',
      parseCount,
      1,
    )
    .option('--json', 'print the verdict as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain check store/latest
  $ npx splitbrain check path/to/history.jsonl --guarantee read-your-writes,monotonic-reads
  $ npx splitbrain check history.jsonl --guarantee quorum --copies 2

Guarantees: ${allGuarantees.join(', ')}.
Exit codes: 0 all hold, 1 one is violated, 2 unknown, 254 the file is no history.`,
    )
    .action(async (path, { guarantee, copies, minEvidence, json }) => {
      const isRun = !guarantee && existsSync(join(path, 'plan.json'));
      const print = (verdict: object, text: () => string): void => {
        process.stdout.write(json ? `${JSON.stringify(verdict, undefined, 2)}\n` : `${text()}\n`);
      };
      if (isRun) {
        const folder = RunFolder.open(path);
        const plan = folder.readPlan();
        const { history, verdict } = await checkStage(folder, plan);
        print(verdict, () =>
          renderVerdict(recordOf(folder, plan, history, verdict, folder.readEnvironment()), printing),
        );
        process.exitCode = exitCodeOf(verdict.valid);
        return;
      }
      const named: readonly Guarantee[] = guarantee ? guaranteesNamed(guarantee) : allGuarantees;
      const file = existsSync(join(path, 'history.jsonl')) ? join(path, 'history.jsonl') : path;
      const history = await readHistory(file);
      const demanded = named.filter((name) => guarantee || name !== 'write-quorum' || copies !== undefined);
      const verdict = judge(history, {
        promises: demanded.map((name) => ({
          guarantee: name,
          because: 'asked for on the command line',
          ...(copies !== undefined && { copies }),
        })),
        guarantees: demanded,
        minEvidence,
        maxAnomalies: 20,
      });
      // Nobody asked for each of them: what the history has no chance to show is left out of the answer.
      const valid =
        guarantee || verdict.valid !== 'unknown' || !verdict.judgements.some(({ holds }) => holds === true)
          ? verdict.valid
          : true;
      print({ ...verdict, valid }, () =>
        renderVerdict(
          {
            title: shortPath(file),
            history,
            verdict: { ...verdict, valid, reasons: valid === true ? [] : verdict.reasons },
          },
          printing,
        ),
      );
      process.exitCode = exitCodeOf(valid);
    });
}
