// Measures the checkers of guarantees on one history, in a process of its own, and prints JSON.
import { checkerOf, guaranteesNamed } from '../src/checkers/registry.js';
import { measureStaleness } from '../src/checkers/staleness/measure-staleness.js';
import { laggingHistory } from './histories/lagging-history.js';
import { objectHistory } from './histories/object-history.js';
import { checksOf } from './guarantees-cases.js';
import { timed } from './measure.js';
import { peakMemoryMb } from './own-process.js';

/** What is measured of one case. */
export interface Measured {
  readonly holds: readonly (boolean | 'unknown')[];
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  readonly peakMb: number;
}

const RUNS = 3;
const SETTINGS = { minEvidence: 1, maxAnomalies: 20 };

const [name, count] = (process.argv[2] as string).split(' × ');
const guarantees = guaranteesNamed(checksOf(name as string));
const history = laggingHistory({
  seed: 'guarantees',
  operations: Number(count),
  keys: 100,
  sessions: 50,
  maxLag: 50,
});
// Of objects other than registers each has a history of its own; together they are as long.
const share = Math.floor(Number(count) / guarantees.length);
const objects = guarantees.map((guarantee) => objectHistory(guarantee, share));
// A copy of the history, because what is worked out of one is kept with it.
const check = () => {
  const again = { ...history };
  if (guarantees.length === 0) return [measureStaleness(again, { maxKeys: 20 })?.k.atMost === 1];
  return guarantees.map((guarantee, at) => checkerOf(guarantee).check(objects[at] ?? again, SETTINGS).holds);
};

const began = performance.now();
const holds = check();
const coldMs = performance.now() - began;
const peakMb = peakMemoryMb();
const warmMs: number[] = [];
while (warmMs.length < RUNS) warmMs.push(await timed(check));
const measured: Measured = { holds, coldMs, warmMs, peakMb };
console.log(JSON.stringify(measured));
