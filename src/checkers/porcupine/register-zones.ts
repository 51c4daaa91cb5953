import type { Decision } from './model.js';
import type { RegisterInput, RegisterOutput } from './models/register.js';
import type { TimedOperation } from './operation.js';
import { ValueNumbers } from './value-numbers.js';

type RegisterOperation<Value> = TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>;

const METHOD = 'zones';
const NONE = -1;

/** The number of the initial value, which nobody wrote. */
const INITIAL = 0;

const violated = (...conflict: number[]): Decision => ({
  linearizable: false,
  method: METHOD,
  conflict: [...new Set(conflict.filter((at) => at >= 0))],
});

/**
 * Decides a register with unique written values in O(n log n): Gibbons and Korach, "Testing shared memories" (SIAM J.
 * Comput. 1997), the cases with a read mapping, for reads, writes and compare-and-set; zones as in Golab, Li and Shah
 * (PODC 2011). Compare-and-sets chain the clusters of values to blocks. Undefined when a value is written twice, or a
 * compare-and-set is known to have found another value: these need the search.
 */
export function decideByZones<Value>(
  initial: Value,
  operations: readonly RegisterOperation<Value>[],
): Decision | undefined {
  const values = new ValueNumbers(2 * operations.length + 16);
  values.add(initial);
  const writers = [NONE];
  for (let at = 0; at < operations.length; at++) {
    const { input, outcome, output } = operations[at] as RegisterOperation<Value>;
    if (input.f === 'read') continue;
    if (outcome === 'ok' && output === false) return undefined;
    if (!values.add(input.value)) return undefined;
    writers.push(at);
  }
  const clusters = new Clusters(operations, values, Int32Array.from(writers));
  const conflict = clusters.join();
  if (conflict) return violated(...conflict);
  const blocks = clusters.blocks();
  return blocks instanceof Blocks ? blocks.decide() : violated(...blocks);
}

/** Values with the operations that wrote and read them, by the value's number. */
class Clusters<Value> {
  readonly #operations: readonly RegisterOperation<Value>[];
  readonly #values: ValueNumbers;
  readonly #writers: Int32Array;
  /** The earliest return and the latest call among a value's operations, and whose they are. */
  readonly #firstEnd: Float64Array;
  readonly #firstEndOf: Int32Array;
  readonly #lastCall: Float64Array;
  readonly #lastCallOf: Int32Array;
  /** The value that a compare-and-set made of a value, and whether one made it. */
  readonly #next: Int32Array;
  readonly #wasMade: Uint8Array;

  constructor(operations: readonly RegisterOperation<Value>[], values: ValueNumbers, writers: Int32Array) {
    const { count } = values;
    this.#operations = operations;
    this.#values = values;
    this.#writers = writers;
    this.#firstEnd = new Float64Array(count).fill(Infinity);
    this.#firstEndOf = new Int32Array(count).fill(NONE);
    this.#lastCall = new Float64Array(count).fill(-Infinity);
    this.#lastCallOf = new Int32Array(count).fill(NONE);
    this.#next = new Int32Array(count).fill(NONE);
    this.#wasMade = new Uint8Array(count);
  }

  /** Puts each operation into its cluster; the positions of operations that contradict each other, if some do. */
  join(): number[] | undefined {
    const seen = this.#seen();
    for (let at = 0; at < this.#operations.length; at++) {
      const { input, output, outcome, call, return: end } = this.#operations[at] as RegisterOperation<Value>;
      const isKnown = outcome === 'ok';
      if (input.f === 'read') {
        const cluster = this.#values.of(output);
        if (cluster < 0) return [at];
        const writer = this.#writers[cluster] as number;
        if (writer >= 0 && (end as number) < this.#operation(writer).call) return [writer, at];
        this.#extend(cluster, at, call, end as number);
        continue;
      }
      const cluster = this.#values.of(input.value);
      if (!isKnown && !seen?.[cluster]) continue;
      this.#extend(cluster, at, call, isKnown ? (end as number) : Infinity);
      if (input.f === 'write') continue;
      const from = this.#values.of(input.expected);
      if (from < 0) return [at];
      const rival = this.#next[from] as number;
      if (rival >= 0) return [this.#writers[rival] as number, at];
      this.#next[from] = cluster;
      this.#wasMade[cluster] = 1;
    }
    return undefined;
  }

  /**
   * Which values somebody saw, by reading them or by making another of them: their writers took effect, even those of
   * unknown outcome. Undefined when there are none of these.
   */
  #seen(): Uint8Array | undefined {
    if (this.#operations.every(({ outcome }) => outcome === 'ok')) return undefined;
    const seen = new Uint8Array(this.#values.count);
    const queue: number[] = [];
    const see = (value: number): void => {
      if (value < 0 || seen[value]) return;
      seen[value] = 1;
      queue.push(value);
    };
    for (const { input, output, outcome } of this.#operations) {
      if (outcome === 'ok') see(this.#values.of(input.f === 'read' ? output : input.value));
    }
    for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
      const writer = this.#writers[value] as number;
      const input = writer >= 0 ? this.#operation(writer).input : undefined;
      if (input?.f === 'cas') see(this.#values.of(input.expected));
    }
    return seen;
  }

  #extend(cluster: number, at: number, call: number, end: number): void {
    if (end < (this.#firstEnd[cluster] as number)) {
      this.#firstEnd[cluster] = end;
      this.#firstEndOf[cluster] = at;
    }
    if (call > (this.#lastCall[cluster] as number)) {
      this.#lastCall[cluster] = call;
      this.#lastCallOf[cluster] = at;
    }
  }

  /**
   * Joins clusters of which each was made of the one before; or the positions of operations that contradict each other.
   * Clusters that nobody saw are left out.
   */
  blocks(): Blocks | number[] {
    const count = this.#values.count;
    const blocks = new Blocks(count);
    const chain: number[] = [];
    let joined = 0;
    for (let head = 0; head < count; head++) {
      if (this.#wasMade[head] || !this.#isAlive(head)) continue;
      chain.length = 0;
      for (let at = head; at >= 0; at = this.#next[at] as number) chain.push(at);
      joined += chain.length;
      // Nothing of a later cluster may have returned before something of an earlier one was called.
      let [first, firstOf, last, lastOf] = [Infinity, NONE, -Infinity, NONE];
      for (let at = chain.length - 1; at >= 0; at--) {
        const cluster = chain[at] as number;
        if (first < (this.#lastCall[cluster] as number))
          return [this.#lastCallOf[cluster] as number, firstOf];
        if ((this.#firstEnd[cluster] as number) < first) {
          first = this.#firstEnd[cluster] as number;
          firstOf = this.#firstEndOf[cluster] as number;
        }
        if ((this.#lastCall[cluster] as number) > last) {
          last = this.#lastCall[cluster] as number;
          lastOf = this.#lastCallOf[cluster] as number;
        }
      }
      // The initial value was written before everything else.
      blocks.add(head === INITIAL ? -Infinity : first, firstOf, last, lastOf);
    }
    // What no head leads to runs in a circle: each value was made of another of them.
    const alive = Array.from({ length: count }, (_, at) => at).filter((at) => this.#isAlive(at));
    if (joined === alive.length) return blocks;
    return alive
      .filter((at) => this.#wasMade[at] && (this.#next[at] as number) >= 0)
      .map((at) => this.#writers[at] as number);
  }

  #isAlive(cluster: number): boolean {
    return cluster === INITIAL || (this.#lastCallOf[cluster] as number) >= 0;
  }

  #operation(at: number): RegisterOperation<Value> {
    return this.#operations[at] as RegisterOperation<Value>;
  }
}

/**
 * Clusters that follow each other without anything between, as zones on the axis of time: from the first return to the
 * last call among their operations, or, backward, the other way round.
 */
class Blocks {
  readonly #first: Float64Array;
  readonly #firstOf: Int32Array;
  readonly #last: Float64Array;
  readonly #lastOf: Int32Array;
  #count = 0;

  constructor(most: number) {
    this.#first = new Float64Array(most);
    this.#firstOf = new Int32Array(most);
    this.#last = new Float64Array(most);
    this.#lastOf = new Int32Array(most);
  }

  add(first: number, firstOf: number, last: number, lastOf: number): void {
    this.#first[this.#count] = first;
    this.#firstOf[this.#count] = firstOf;
    this.#last[this.#count] = last;
    this.#lastOf[this.#count] = lastOf;
    this.#count++;
  }

  /** One block must come before another when it had begun to be seen before the other was last asked for. */
  decide(): Decision {
    const [first, last] = [this.#first, this.#last];
    const forward = this.#forward();
    for (let at = 1; at < forward.length; at++) {
      const [before, after] = [forward[at - 1] as number, forward[at] as number];
      if ((first[after] as number) < (last[before] as number)) return this.#conflict(before, after);
    }
    const begins = Float64Array.from(forward, (block) => first[block] as number);
    for (let block = 0; block < this.#count; block++) {
      const [end, begin] = [first[block] as number, last[block] as number];
      if (end < begin) continue;
      const around = forward[countBelow(begins, begin) - 1];
      if (around !== undefined && end < (last[around] as number)) return this.#conflict(around, block);
    }
    return { linearizable: true, method: METHOD };
  }

  /** The blocks seen before they were last asked for, by when they were first seen. */
  #forward(): Int32Array {
    const forward = new Int32Array(this.#count);
    let count = 0;
    for (let block = 0; block < this.#count; block++) {
      if ((this.#first[block] as number) < (this.#last[block] as number)) forward[count++] = block;
    }
    const first = this.#first;
    return forward.subarray(0, count).sort((a, b) => (first[a] as number) - (first[b] as number) || a - b);
  }

  #conflict(a: number, b: number): Decision {
    return violated(
      this.#firstOf[a] as number,
      this.#lastOf[a] as number,
      this.#firstOf[b] as number,
      this.#lastOf[b] as number,
    );
  }
}

/** How many of sorted numbers are below a limit. */
function countBelow(numbers: Float64Array, limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
