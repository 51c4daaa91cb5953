import { statSync } from 'node:fs';
import { seedOutcome } from '../campaign/evidence.js';
import { isRegressionFile, readRegression } from '../campaign/regression.js';
import { type FailureKind, shows } from '../campaign/reproduce.js';
import type { Plan } from '../plan/plan.js';
import { judgeSimulated } from '../run/judge-simulated.js';
import { RunFolder } from '../run/run-folder.js';

const GOOD = 0;
const BAD = 1;
/** Tells `git bisect run` to try another commit. */
const SKIP = 125;

/**
 * Simulates the plan of a run or of a regression, and says what `git bisect run` wants to hear. Of a regression, and of what
 * a campaign shrank, it is the anomaly that counts; of any other run, any broken promise. What cannot be run or judged at
 * this commit is skipped. That evidence is thin is no reason to: a shrunk plan has next to none.
 */
export async function bisectExitCode(path: string): Promise<number> {
  try {
    const { plan, failure } = whatToReplay(path);
    const { verdict } = await judgeSimulated(plan, { promisedOnly: true });
    const { valid } = seedOutcome(verdict, plan.minEvidence);
    if (failure && shows(verdict, failure)) return told(BAD, `${failure.kind} is there`);
    if (failure && valid === false)
      return told(SKIP, `not ${failure.kind}, but: ${verdict.reasons.join(' ')}`);
    if (valid === 'unknown') return told(SKIP, verdict.reasons.join(' '));
    return valid
      ? told(GOOD, failure ? `${failure.kind} is not there` : 'no promise was broken')
      : told(BAD, verdict.reasons[0] ?? '');
  } catch (error) {
    return told(SKIP, (error as Error).message);
  }
}

function whatToReplay(path: string): { readonly plan: Plan; readonly failure: FailureKind | undefined } {
  if (statSync(path).isFile() && isRegressionFile(path)) return readRegression(path);
  const run = RunFolder.open(path);
  return { plan: run.readPlan(), failure: run.readFailure() as FailureKind | undefined };
}

function told(exitCode: number, why: string): number {
  const word = exitCode === GOOD ? 'good' : exitCode === BAD ? 'bad' : 'skip';
  process.stderr.write(`${word}: ${why}\n`);
  return exitCode;
}
