import { ranks } from './ranks.js';
import type { Zones } from './zones.js';

/** Steps per value that a search for k > 2 may take before it gives up, and so many for few values. */
const STEPS_PER_VALUE = 8;
const LEAST_STEPS = 20_000;

/**
 * Looks for an order of a key's values in which every read returns one of the k latest: true when there is one, false
 * when there is none, undefined when neither was found out with reasonable effort, which happens only for k > 2.
 *
 * Only the writes need an order. It must respect zones: what was certainly there before another value was written
 * comes before that one. A read is then best placed behind all values that were certainly there when it was invoked,
 * and so its value may be at most k − 1 places before each of these.
 *
 * The order is built from its end, as by the algorithm LBT (Golab, Hurwitz and Li, "On the k-atomicity-verification
 * problem", ICDCS 2013), here for any k: whoever puts a value at the end owes all values whose last read it was
 * certain before, within the next k − 1 steps. When nothing is owed, what is left is a problem of its own that does
 * not depend on the steps so far, so these are never taken back. For k = 2 each step that owes leaves only one next
 * step; attempts are given up when others may be shorter, and tried again with twice the steps, so that the effort is
 * that of the shortest.
 * @param zones by indexes of events
 */
export function findOrder(zones: Zones, k: number): boolean | undefined {
  const search = new Search(zones, k);
  let left = k > 2 ? Math.max(LEAST_STEPS, STEPS_PER_VALUE * zones.written.length) : Infinity;
  while (!search.isDone) {
    let limit = 16;
    for (let found = search.stretch(limit); found !== true; found = search.stretch(limit)) {
      if (found === false) return false;
      left -= search.steps;
      if (left < 0) return undefined;
      limit *= 2;
    }
    left -= search.steps;
  }
  return true;
}

/** A step of the search: a value put before those so far, and what must be known to take it back. */
interface Step {
  readonly value: number;
  /** When the earliest of the values put so far was certain, before this step. */
  readonly earliest: number;
  /** What may come next, and how much of it was tried. */
  choices: readonly number[];
  tried: number;
}

class Search {
  readonly #k: number;
  readonly #zones: Zones;
  /** The values that are left, in three orders. */
  readonly #byWritten: Ring;
  readonly #byFirstEnd: Ring;
  readonly #byLastRead: Ring;
  /**
   * By value: the step until which it must have been put, if one of those put so far was certain before its last
   * read.
   */
  readonly #due: Int32Array;
  #earliest = Infinity;
  /** Steps that can no longer be taken back, and those that can. */
  #settled = 0;
  readonly #path: Step[] = [];
  /** Steps that the last call of `stretch` took, those taken back included. */
  steps = 0;

  constructor(zones: Zones, k: number) {
    this.#k = k;
    this.#zones = zones;
    this.#byWritten = new Ring(Int32Array.from(zones.written, (_, at) => at));
    this.#byFirstEnd = new Ring(ranks(zones.firstEnd));
    this.#byLastRead = new Ring(ranks(zones.lastRead));
    this.#due = new Int32Array(zones.written.length);
  }

  get isDone(): boolean {
    return this.#byWritten.isEmpty;
  }

  /**
   * Goes on until nothing is owed.
   * @param limit steps for each value that may come first
   * @returns false when there is no way; undefined when there may be one with more steps
   */
  stretch(limit: number): boolean | undefined {
    this.steps = 0;
    let mayBe = false;
    for (const value of this.#choices()) {
      const found = this.#stretchFrom(value, limit);
      if (found) return true;
      if (found === undefined) mayBe = true;
    }
    return mayBe ? undefined : false;
  }

  #stretchFrom(first: number, limit: number): boolean | undefined {
    const path = this.#path;
    const until = this.steps + limit;
    if (!this.#put(first)) return false;
    for (let step = path.at(-1); step; step = path.at(-1)) {
      if (!this.#owes()) {
        this.#settled += path.length;
        path.length = 0;
        this.#earliest = Infinity;
        return true;
      }
      if (this.steps >= until) {
        while (path.length > 0) this.#takeBack();
        return undefined;
      }
      const next = step.choices[step.tried++];
      if (next === undefined) this.#takeBack();
      else this.#put(next);
    }
    return false;
  }

  /** Puts a value before those so far; false, and undone, when then something could not be put in time. */
  #put(value: number): boolean {
    this.steps++;
    const step: Step = { value, earliest: this.#earliest, choices: [], tried: 0 };
    this.#byWritten.remove(value);
    this.#byFirstEnd.remove(value);
    this.#byLastRead.remove(value);
    this.#path.push(step);
    const certain = this.#zones.firstEnd[value] as number;
    if (certain < this.#earliest) this.#earliest = certain;
    const urgent = this.#urgent(step.earliest);
    if (urgent === undefined) {
      this.#takeBack();
      return false;
    }
    step.choices = urgent.length > 0 ? urgent.filter((next) => this.#mayBeLast(next)) : this.#choices();
    return true;
  }

  #takeBack(): void {
    const { value, earliest } = this.#path.pop() as Step;
    this.#earliest = earliest;
    this.#byLastRead.restore(value);
    this.#byFirstEnd.restore(value);
    this.#byWritten.restore(value);
  }

  /** True when some value that is left must follow soon. */
  #owes(): boolean {
    const { last } = this.#byLastRead;
    return last >= 0 && (this.#zones.lastRead[last] as number) > this.#earliest;
  }

  /**
   * The values of which one must be the next, none if there is still time, undefined when time is too short. What is
   * owed comes in the order in which it is due, because the value read last was owed first.
   * @param before up to when values were certain before the latest step
   */
  #urgent(before: number): readonly number[] | undefined {
    const { lastRead } = this.#zones;
    const now = this.#settled + this.#path.length;
    const owed: number[] = [];
    let urgent = 0;
    for (let at = this.#byLastRead.last; at >= 0; at = this.#byLastRead.before(at)) {
      const read = lastRead[at] as number;
      if (read <= this.#earliest) break;
      if (read <= before) this.#due[at] = now + this.#k - 1;
      owed.push(at);
      const slack = (this.#due[at] as number) - now - owed.length;
      if (slack < 0) return undefined;
      if (slack === 0 && urgent === 0) urgent = owed.length;
    }
    return owed.slice(0, urgent);
  }

  /** What may come last of the values that are left, that which was certain last first: it owes least. */
  #choices(): readonly number[] {
    const choices: number[] = [];
    for (let at = this.#byFirstEnd.last; at >= 0 && this.#mayBeLast(at); at = this.#byFirstEnd.before(at)) {
      choices.push(at);
    }
    return choices;
  }

  /** True when no value that is left was written after this one had been there. */
  #mayBeLast(value: number): boolean {
    return (this.#zones.firstEnd[value] as number) >= (this.#zones.written[this.#byWritten.last] as number);
  }
}

/** Values in a fixed order, some of them removed; they are restored in the reverse order (Knuth's dancing links). */
class Ring {
  readonly #end: number;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  constructor(order: Int32Array) {
    this.#end = order.length;
    this.#next = new Int32Array(order.length + 1);
    this.#previous = new Int32Array(order.length + 1);
    let previous = this.#end;
    for (const at of order) {
      this.#previous[at] = previous;
      this.#next[previous] = at;
      previous = at;
    }
    this.#next[previous] = this.#end;
    this.#previous[this.#end] = previous;
  }

  get isEmpty(): boolean {
    return this.#next[this.#end] === this.#end;
  }

  /** -1 when there is none. */
  get last(): number {
    return this.before(this.#end);
  }

  /** The value before another one; -1 when there is none. */
  before(value: number): number {
    const found = this.#previous[value] as number;
    return found === this.#end ? -1 : found;
  }

  remove(value: number): void {
    const [next, previous] = [this.#next[value] as number, this.#previous[value] as number];
    this.#next[previous] = next;
    this.#previous[next] = previous;
  }

  restore(value: number): void {
    this.#next[this.#previous[value] as number] = value;
    this.#previous[this.#next[value] as number] = value;
  }
}
