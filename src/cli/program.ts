import { Command } from '@commander-js/extra-typings';
import { version } from '../run/version.js';
import { checkCommand } from './commands/check.js';
import { cleanCommand } from './commands/clean.js';
import { corpusCommand } from './commands/corpus.js';
import { demoCommand } from './commands/demo.js';
import { experimentCommand } from './commands/experiment.js';
import { exportCommand } from './commands/export.js';
import { listCommand } from './commands/list.js';
import { mergeCommand } from './commands/merge.js';
import { planCommand } from './commands/plan.js';
import { replayCommand } from './commands/replay.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { serveCommand } from './commands/serve.js';
import { testCommand } from './commands/test.js';
import { tortureCommand } from './commands/torture.js';

/** The command line: all commands, none of which ends the process. */
export function splitbrainProgram(): Command {
  const program = new Command('splitbrain')
    .description('Tortures replicated systems and checks what they promised.')
    .version(version)
    .addHelpText(
      'after',
      `
The road: seed → plan → run → check → report. \`test\` is all of it.

Examples:
  $ npx splitbrain demo
  $ npx splitbrain test --workload session --seed 42
  $ npx splitbrain replay store/latest
  $ npx splitbrain check history.jsonl --guarantee linearizability
  $ npx splitbrain check history.edn --model register
  $ npx splitbrain list targets

Exit codes: 0 true, 1 false, 2 unknown, 254 bad arguments, 255 crash.`,
    );

  for (const command of [
    demoCommand(),
    testCommand(),
    tortureCommand(),
    mergeCommand(),
    experimentCommand(),
    planCommand(),
    runCommand(),
    checkCommand(),
    reportCommand(),
    serveCommand(),
    replayCommand(),
    corpusCommand(),
    exportCommand(),
    listCommand(),
    cleanCommand(),
  ]) {
    program.addCommand(command);
  }
  exitInsteadOf(program);
  return program;
}

/** Commander ends with 1 for bad arguments, which here means "a promise was broken". */
function exitInsteadOf(command: { exitOverride(): unknown; commands: readonly unknown[] }): void {
  command.exitOverride();
  for (const child of command.commands) exitInsteadOf(child as typeof command);
}
