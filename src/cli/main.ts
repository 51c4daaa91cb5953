import { CommanderError } from '@commander-js/extra-typings';
import pc from 'picocolors';
import { describeError } from './describe-error.js';
import { splitbrainProgram } from './program.js';

// Whoever reads the output may have had enough of it, as `head` has; the work goes on, and so does its exit code.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await splitbrainProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 254;
  } else {
    const { text, exitCode } = describeError(error);
    process.stderr.write(`${pc.red('error:')} ${text}\n`);
    process.exitCode = exitCode;
  }
}
