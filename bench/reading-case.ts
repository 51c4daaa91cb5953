// Measures how long it takes to read a history file, in a process of its own, and prints JSON.
import { readFileSync } from 'node:fs';
import { type ObjectHistory, objectHistory } from '../src/checkers/objects/object-history.js';
import { checkOperations } from '../src/checkers/porcupine/index.js';
import { readHistory } from '../src/history/jsonl.js';
import { timed } from './measure.js';
import { peakMemoryMb } from './own-process.js';

/** What is measured of one file. */
export interface Measured {
  readonly verdict: boolean | 'unknown';
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  /** The same text, each line read as JSON and let go: what any reader has to do at least. */
  readonly passMs: readonly number[];
  /** Up to the end of the first reading. */
  readonly peakMb: number;
}

const RUNS = 3;
const path = process.argv[2] as string;

async function repeated(action: () => unknown): Promise<number[]> {
  const runs: number[] = [];
  while (runs.length < RUNS) runs.push(await timed(action));
  return runs;
}

const read = async (): Promise<ObjectHistory> => objectHistory(await readHistory(path), 'register');

/** Holds what was read no longer than it has to: later readings would pay for it. */
async function firstReading(): Promise<Pick<Measured, 'verdict' | 'coldMs' | 'peakMb'>> {
  const began = performance.now();
  const { model, operations } = await read();
  const coldMs = performance.now() - began;
  const peakMb = peakMemoryMb();
  return { verdict: checkOperations(model, operations).verdict, coldMs, peakMb };
}

const measured: Measured = {
  ...(await firstReading()),
  warmMs: await repeated(read),
  passMs: await repeated(() => {
    for (const line of readFileSync(path, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
  }),
};
console.log(JSON.stringify(measured));
