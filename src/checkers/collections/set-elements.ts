import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import { HistoryError } from '../../history/pair.js';
import { isList, scalarOf } from '../objects/values.js';
import type { Scalar } from '../porcupine/model.js';

/** A log has an order beside, which is another matter (`log-prefix`). */
export const adding = ['add', 'append'];
export const removing = ['remove', 'delete'];
export const reading = ['read', 'get'];

/** What a history shows of one element of a set. */
export interface SetElement {
  readonly value: Value;
  /** The first add of it that did not fail. */
  add?: Operation;
  /** The add that was acknowledged first. */
  acknowledged?: Operation;
  /** An add that failed, where none did not. */
  failed?: Operation;
  /** Whether anybody tried to remove it, and was not refused. */
  isRemoved: boolean;
  /** Of the acknowledged removals that began after all adds of it had ended, the one that ended first. */
  gone?: Operation;
  /** Of the reads that show it and ended after its add had begun, the one that ended first. */
  firstSeen?: Operation;
  /** Of the reads that show it, the one that began last, and the one that ended last. */
  lastSeenBegun?: Operation;
  lastSeenEnded?: Operation;
  /** Of the reads that lack it, the one that began last. */
  lastMissed?: Operation;
  /** The first read that shows it although no add of it that did not fail had begun when that read ended. */
  unexpected?: Operation;
  /** The first read that shows it more than once, and how often. */
  repeated?: { readonly read: Operation; copies: number };
}

/** One set, with what is known of each element. */
export interface SetHistory {
  /** Its key, if it has one. */
  readonly about: { readonly key?: string };
  readonly elements: readonly SetElement[];
  /** Those that were answered, in order of invocation. */
  readonly reads: readonly Operation[];
}

/**
 * Sorts a history of sets out, by key and by element, in time linear in the length of all that was read.
 * @throws HistoryError when a read did not answer a list
 */
export function setsOf({ operations }: History): SetHistory[] {
  const sets = new Map<string | undefined, SetBuilder>();
  const setOf = ({ key }: Operation): SetBuilder => {
    const set = sets.get(key) ?? new SetBuilder(key);
    sets.set(key, set);
    return set;
  };
  for (const operation of operations) {
    if (adding.includes(operation.f)) setOf(operation).added(operation);
    if (removing.includes(operation.f)) setOf(operation).removed(operation);
  }
  for (const operation of operations) {
    if (operation.type === 'ok' && reading.includes(operation.f)) setOf(operation).read(operation);
  }
  return [...sets.values()].map((set) => set.finish());
}

/** An element while reads are gone through in order of invocation. */
interface Followed extends SetElement {
  /** Positions of the last read that showed it, and of the last one before that which did not; -1 for none. */
  seenAt: number;
  missedAt: number;
  /** Where the last add of it ended that did not fail; infinite where that is unknown. */
  addedBy: number;
}

class SetBuilder {
  readonly #about: { readonly key?: string };
  readonly #elements = new Map<Scalar, Followed>();
  readonly #reads: Operation[] = [];

  constructor(key: string | undefined) {
    this.#about = key === undefined ? {} : { key };
  }

  added(operation: Operation): void {
    const element = this.#element(operation.input);
    if (operation.type === 'fail') {
      element.failed ??= operation;
      return;
    }
    element.add ??= operation;
    element.addedBy = Math.max(element.addedBy, operation.completedIndex);
    delete element.gone;
    if (operation.type !== 'ok') return;
    if (operation.completedIndex < (element.acknowledged?.completedIndex ?? Infinity)) {
      element.acknowledged = operation;
    }
  }

  removed(operation: Operation): void {
    if (operation.type === 'fail') return;
    const element = this.#element(operation.input);
    element.isRemoved = true;
    if (operation.type !== 'ok' || operation.index < element.addedBy) return;
    if (operation.completedIndex < (element.gone?.completedIndex ?? Infinity)) element.gone = operation;
  }

  read(read: Operation): void {
    const position = this.#reads.push(read) - 1;
    for (const value of elementsOf(read)) {
      const element = this.#element(value);
      if (element.seenAt === position) repeat(element, read);
      else see(element, read, position);
    }
  }

  finish(): SetHistory {
    const reads = this.#reads;
    for (const element of this.#elements.values()) {
      const last = reads.length - 1;
      const missed = reads[element.seenAt === last ? element.missedAt : last];
      if (missed) element.lastMissed = missed;
    }
    return { about: this.#about, elements: [...this.#elements.values()], reads };
  }

  #element(value: Value): Followed {
    const name = scalarOf(value);
    let element = this.#elements.get(name);
    if (!element) {
      element = { value, isRemoved: false, seenAt: -1, missedAt: -1, addedBy: -1 };
      this.#elements.set(name, element);
    }
    return element;
  }
}

function see(element: Followed, read: Operation, position: number): void {
  if (position > element.seenAt + 1) element.missedAt = position - 1;
  element.seenAt = position;
  element.lastSeenBegun = read;
  if (read.completedIndex > (element.lastSeenEnded?.completedIndex ?? -1)) element.lastSeenEnded = read;
  if (!element.add || element.add.index > read.completedIndex) element.unexpected ??= read;
  else if (read.completedIndex < (element.firstSeen?.completedIndex ?? Infinity)) element.firstSeen = read;
}

function repeat(element: SetElement, read: Operation): void {
  element.repeated ??= { read, copies: 1 };
  if (element.repeated.read === read) element.repeated.copies++;
}

/**
 * What a read of a whole set answered.
 * @throws HistoryError when it is not a list
 */
export function elementsOf({ f, index, output }: Operation): readonly Value[] {
  if (isList(output)) return output;
  // Nobody has made it yet.
  if (output === null) return [];
  throw new HistoryError(
    index + 1,
    `expected the answer of this ${f} to be a list of the elements of a set, but it is ${JSON.stringify(output)}.`,
  );
}

/** Whether elements are added, and reads answer lists of all of them; what is appended to a log must be so only once. */
export function isSetHistory({ operations }: History): boolean {
  const isFit = ({ f, type, input, output }: Operation): boolean =>
    type !== 'ok' || !reading.includes(f) || (isList(output ?? []) && !Number.isInteger(input));
  return (
    operations.some(({ f }) => adding.includes(f)) && operations.every(isFit) && appendsAreUnique(operations)
  );
}

function appendsAreUnique(operations: readonly Operation[]): boolean {
  const appended = operations.filter(({ f, type }) => f === 'append' && type !== 'fail');
  const names = appended.map(({ key, input }) => JSON.stringify([key ?? null, scalarOf(input)]));
  return new Set(names).size === names.length;
}
