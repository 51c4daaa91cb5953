import pc from 'picocolors';
import { chanceOfLuck, type Comparison, CONVINCING, runsToConvince } from '../campaign/confidence.js';
import { countSightings, freshPlansOf, neighboursOf, type Sample } from '../campaign/count-sightings.js';
import { type Frequency, readRegression, type Regression } from '../campaign/regression.js';
import { SeedPool, type SeedPoolOptions } from '../campaign/seed-pool.js';
import { counted, formatCount } from '../../reports/quantity.js';
import { interruptible } from './interrupt.js';

/** At most so often does the line of progress change. */
const REFRESH_MS = 200;

/** Runs of one kind that are made again: how they failed before, and which were made then. */
interface Kind {
  readonly what: string;
  readonly sample: Sample;
  readonly before: Frequency;
  readonly from: number;
}

/** Runs before and now, with what they are. */
export interface Comparing extends Comparison {
  readonly what: string;
}

/**
 * Runs a regression's plan, neighbours of it and fresh plans of its settings, none of which was run when it was added, and says
 * what runs without the failure are worth: how likely as few failures would be if nothing had been mended.
 * @param runs so many in all, half of them of each kind
 * @param before how often fresh plans failed before, when the regression's own figures are not to count: then only these are
 * run, or neighbours where nobody knows the settings
 * @returns `false` when it was seen again, `unknown` when too few runs were made to convince
 */
export async function confirmRegression(
  file: string,
  runs: number,
  poolOptions: SeedPoolOptions,
  before?: Frequency,
): Promise<boolean | 'unknown'> {
  const regression = readRegression(file);
  const { name, plan, failure } = regression;
  const kinds = kindsOf(regression, before);
  const pool = new SeedPool(poolOptions);
  let shownAt = performance.now();
  const show = (done: number, { failed, of }: Frequency): void => {
    if (!process.stderr.isTTY || performance.now() - shownAt < REFRESH_MS) return;
    shownAt = performance.now();
    process.stderr.write(`\r\x1b[2K${pc.dim(`${done + of} of ${runs} runs, ${failed} failed`)}`);
  };
  try {
    const comparisons = await interruptible(async (signal) => {
      const common = { failure, runner: pool, signal };
      const itself = await countSightings({ ...common, sample: neighboursOf(plan), from: 0, count: 1 });
      let done = itself.of;
      const all: Comparing[] = [];
      for (const [at, { what, sample, before: then, from }] of kinds.entries()) {
        const count = Math.floor((runs - done) / (kinds.length - at));
        const onProgress = (soFar: Frequency): void => show(done, soFar);
        const now = await countSightings({ ...common, sample, from, count, onProgress });
        done += now.of;
        all.push({ what, before: then, now: at === 0 ? together(itself, now) : now });
      }
      return all;
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    const { text, valid } = whatItIsWorth(comparisons);
    process.stdout.write(`${pc.bold(name)}: ${failure.kind}\n  ${text}\n`);
    return valid;
  } finally {
    await pool.close();
  }
}

/** The first of them counts the plan itself. */
function kindsOf({ name, plan, seen, origin }: Regression, before?: Frequency): readonly Kind[] {
  const neighbours = {
    what: 'neighbours',
    sample: neighboursOf(plan),
    before: before ?? seen,
    from: seen.of,
  };
  if (!origin) return [neighbours];
  const fresh = {
    what: 'fresh plans',
    sample: freshPlansOf(origin, name),
    before: before ?? origin.seen,
    from: origin.seen.of,
  };
  return before ? [fresh] : [neighbours, fresh];
}

const together = (one: Frequency, other: Frequency): Frequency => ({
  failed: one.failed + other.failed,
  of: one.of + other.of,
});

/** Runs with and without a failure, then and now, in words; and whether they show that it is gone. */
export function whatItIsWorth(comparisons: readonly Comparing[]): {
  readonly text: string;
  readonly valid: boolean | 'unknown';
} {
  const chance = chanceOfLuck(comparisons);
  const than = chance < 0.0001 ? 'p < 0.0001' : `p = ${chance.toPrecision(2)}`;
  const counts = comparisons.map(
    ({ what, before, now }) =>
      `${formatCount(before.failed)} of ${comparisons.length > 1 ? `${formatCount(before.of)} ${what}` : counted(before.of, 'run')} failed before, ${formatCount(now.failed)} of ${formatCount(now.of)} now`,
  );
  const figures = `${counts.join(';\n  ')}: ${than}`;
  if (comparisons.some(({ now }) => now.failed > 0)) {
    const rarer = chance < CONVINCING ? ', rarer than before' : '';
    return { text: `${figures}. It is still there${rarer}.`, valid: false };
  }
  if (chance < CONVINCING) {
    return { text: `${figures}. Luck alone does not explain that: it is gone.`, valid: true };
  }
  const needed = runsToConvince(comparisons.map(({ before }) => before));
  const all = needed * comparisons.length;
  const advice = Number.isFinite(needed)
    ? `It takes ${counted(all, 'run')} without a failure to convince (p < ${CONVINCING}): --seeds ${all}.`
    : 'It failed too seldom before for any number of runs to convince: a plan that fails more often can.';
  return { text: `${figures}. That may be luck. ${advice}`, valid: 'unknown' };
}
