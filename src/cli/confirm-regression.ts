import pc from 'picocolors';
import { chanceOfLuck, CONVINCING, runsToConvince } from '../campaign/confidence.js';
import { countNeighbours } from '../campaign/count-neighbours.js';
import { type Frequency, readRegression } from '../campaign/regression.js';
import { SeedPool, type SeedPoolOptions } from '../campaign/seed-pool.js';
import { counted, formatCount } from '../../reports/quantity.js';
import { interruptible } from './interrupt.js';

/** At most so often does the line of progress change. */
const REFRESH_MS = 200;

/**
 * Runs a regression's plan, and neighbours of it that were not run when it was added, and says what runs without the
 * failure are worth: how likely as few failures would be if nothing had been mended.
 * @param before how often it failed before, when the regression's own figures are not to count
 * @returns `false` when it was seen again, `unknown` when too few runs were made to convince
 */
export async function confirmRegression(
  file: string,
  runs: number,
  poolOptions: SeedPoolOptions,
  before?: Frequency,
): Promise<boolean | 'unknown'> {
  const { name, plan, failure, seen } = readRegression(file);
  const pool = new SeedPool(poolOptions);
  let shownAt = performance.now();
  const onProgress = ({ failed, of }: Frequency): void => {
    if (!process.stderr.isTTY || performance.now() - shownAt < REFRESH_MS) return;
    shownAt = performance.now();
    process.stderr.write(`\r\x1b[2K${pc.dim(`${of} of ${runs} runs, ${failed} failed`)}`);
  };
  try {
    const now = await interruptible(async (signal) => {
      const itself = await countNeighbours({ plan, failure, runner: pool, from: 0, count: 1, signal });
      const count = runs - 1;
      const others = await countNeighbours({
        plan,
        failure,
        runner: pool,
        from: seen.of,
        count,
        signal,
        onProgress,
      });
      return { failed: itself.failed + others.failed, of: itself.of + others.of };
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    const { text, valid } = whatItIsWorth(before ?? seen, now);
    process.stdout.write(`${pc.bold(name)}: ${failure.kind}\n  ${text}\n`);
    return valid;
  } finally {
    await pool.close();
  }
}

/** Runs with and without a failure, then and now, in words; and whether they show that it is gone. */
export function whatItIsWorth(
  before: Frequency,
  now: Frequency,
): { readonly text: string; readonly valid: boolean | 'unknown' } {
  const chance = chanceOfLuck(before, now);
  const than = chance < 0.0001 ? 'p < 0.0001' : `p = ${chance.toPrecision(2)}`;
  const figures = `${formatCount(before.failed)} of ${counted(before.of, 'run')} failed before, ${formatCount(now.failed)} of ${formatCount(now.of)} now: ${than}`;
  if (now.failed > 0) {
    const rarer = chance < CONVINCING ? ', rarer than before' : '';
    return { text: `${figures}. It is still there${rarer}.`, valid: false };
  }
  if (chance < CONVINCING) {
    return { text: `${figures}. Luck alone does not explain that: it is gone.`, valid: true };
  }
  const needed = runsToConvince(before);
  const advice = Number.isFinite(needed)
    ? `It takes ${counted(needed, 'run')} without a failure to convince (p < ${CONVINCING}): --seeds ${needed}.`
    : 'It failed too seldom before for any number of runs to convince: a plan that fails more often can.';
  return { text: `${figures}. That may be luck. ${advice}`, valid: 'unknown' };
}
