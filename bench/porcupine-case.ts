// Measures one case of `porcupine-cases.ts` in a process of its own, so that the first check is cold, and prints JSON.
import { checkOperations } from '../src/checkers/porcupine/index.js';
import { timed } from './measure.js';
import { peakMemoryMb } from './own-process.js';
import { cases } from './porcupine-cases.js';

/** What is measured of one case. */
export interface Measured {
  readonly operations: number;
  readonly verdict: boolean | 'unknown';
  readonly method: string;
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  /** A pass that only sorts the calls and counts inputs: what any check has to do at least. */
  readonly passMs: readonly number[];
  /** Up to the end of the first check. */
  readonly peakMb: number;
}

const TIMEOUT_MS = 10_000;
/** Short checks are repeated, so that the clock does not matter and the code is warm. */
const WARM_MS = 1_500;
const MOST_RUNS = 101;

/** A run for as long as there is time, at least three. */
async function repeated(action: () => unknown): Promise<number[]> {
  const runs: number[] = [];
  for (const began = performance.now(); runs.length < MOST_RUNS;) {
    runs.push(await timed(action));
    if (runs.length >= 3 && performance.now() - began > WARM_MS) break;
  }
  return runs;
}

const found = cases.find(({ name }) => name === process.argv[2]);
if (!found) throw new Error(`There is no case ${process.argv[2]}.`);
const { model, make } = found;
const operations = make();
let result = { verdict: 'unknown' as boolean | 'unknown', method: '' };
const check = (): void => {
  const { verdict, partitions } = checkOperations(model, operations, { timeoutMs: TIMEOUT_MS });
  result = { verdict, method: [...new Set(partitions.map(({ method }) => method))].join() };
};
const coldMs = await timed(check);
const peakMb = peakMemoryMb();
const measured: Measured = {
  ...result,
  operations: operations.length,
  coldMs,
  warmMs: result.verdict === 'unknown' ? [coldMs] : await repeated(check),
  passMs: await repeated(() => {
    const seen = new Map<unknown, number>();
    const calls = Float64Array.from(operations, ({ call }) => call).sort();
    for (const { input } of operations) seen.set(input, calls.length);
  }),
  peakMb,
};
console.log(JSON.stringify(measured));
