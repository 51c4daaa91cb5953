/** How often each thing is measured. */
export const RUNS = 7;

/** Milliseconds of each of some runs, after one that warms up. */
export async function measure(action: () => unknown): Promise<number[]> {
  await action();
  const runsMs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await action();
    runsMs.push(performance.now() - began);
  }
  return runsMs;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

/** The middle one of some numbers. */
export const median = (numbers: readonly number[]): number =>
  sorted(numbers)[Math.floor(numbers.length / 2)] as number;

/** Milliseconds for a table. */
export const ms = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;

/** The least and the greatest of some milliseconds. */
export const range = (runsMs: readonly number[]): string =>
  `${Math.min(...runsMs).toFixed(1)}–${Math.max(...runsMs).toFixed(1)} ms`;
