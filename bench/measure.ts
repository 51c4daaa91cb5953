/** How often each thing is measured. */
export const RUNS = 7;

/** Milliseconds of each of some runs, after one that warms up. */
export async function measure(action: () => unknown): Promise<number[]> {
  await action();
  const runsMs: number[] = [];
  for (let run = 0; run < RUNS; run++) runsMs.push(await timed(action));
  return runsMs;
}

/** Milliseconds that something takes. */
export async function timed(action: () => unknown): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

const quantile = (numbers: readonly number[], share: number): number =>
  sorted(numbers)[Math.floor(numbers.length * share)] as number;

/** The middle one of some numbers. */
export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

const digits = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 2 : 1);

/** Milliseconds for a table. */
export const ms = (milliseconds: number): string => `${digits(milliseconds)} ms`;

/** The least and the greatest of some milliseconds. */
export const range = (runsMs: readonly number[]): string =>
  `${digits(Math.min(...runsMs))}–${digits(Math.max(...runsMs))} ms`;

/** Between what milliseconds the middle half of some lies. */
export const middleHalf = (runsMs: readonly number[]): string =>
  `${digits(quantile(runsMs, 0.25))}–${digits(quantile(runsMs, 0.75))} ms`;
