import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isRegressionFile, readRegression } from '../campaign/regression.js';
import { shows } from '../campaign/reproduce.js';
import { judgeSimulated } from '../run/judge-simulated.js';
import { RunFolder } from '../run/run-folder.js';

const GOOD = 0;
const BAD = 1;
/** Tells `git bisect run` to try another commit. */
const SKIP = 125;

/**
 * Simulates the plan of a run or of a regression, and says what `git bisect run` wants to hear. Of a regression it is its
 * anomaly that counts; of a run, any broken promise. What cannot be run or judged at this commit is skipped.
 */
export async function bisectExitCode(path: string): Promise<number> {
  try {
    if (isRegressionFile(planFileIn(path))) {
      const { plan, failure } = readRegression(path);
      const { verdict } = await judgeSimulated(plan, { promisedOnly: true });
      if (shows(verdict, failure)) return told(BAD, `${failure.kind} is there`);
      // A plan that was cut down to a failure has too few operations for any other guarantee to be judged.
      if (verdict.valid !== false) return told(GOOD, `${failure.kind} is not there`);
      return told(SKIP, `${failure.kind} is not there, but: ${verdict.reasons.join(' ')}`);
    }
    const { verdict } = await judgeSimulated(RunFolder.open(path).readPlan(), { promisedOnly: true });
    if (verdict.valid === 'unknown') return told(SKIP, verdict.reasons.join(' '));
    return verdict.valid ? told(GOOD, 'every promise held') : told(BAD, verdict.reasons.join(' '));
  } catch (error) {
    return told(SKIP, (error as Error).message);
  }
}

function planFileIn(path: string): string {
  return statSync(path).isDirectory() ? join(path, 'plan.json') : path;
}

function told(exitCode: number, why: string): number {
  const word = exitCode === GOOD ? 'good' : exitCode === BAD ? 'bad' : 'skip';
  process.stderr.write(`${word}: ${why}\n`);
  return exitCode;
}
