import type { Value } from '../history/event.js';
import type { Operation } from '../history/operation.js';
import { HistoryError } from '../history/pair.js';

/**
 * A value of a register: its initial one, or one that a write gave it. All positions are indexes of events, by which
 * what precedes what is decided.
 */
export class Version {
  readonly register: Register;
  /** Undefined for the initial value. */
  readonly write: Operation | undefined;
  readonly value: Value;
  /** Its place among the versions of all registers in order of invocation; -1 for the initial value and failed writes. */
  place = -1;
  /** When its write was invoked; -Infinity for the initial value. */
  readonly invoked: number;
  /** When its write was acknowledged; -Infinity for the initial value, Infinity if it never was. */
  readonly acknowledged: number;
  /** When it had certainly taken effect: its write was acknowledged, or a read that returned it ended. */
  firstSeen: number;
  /** The read that ended at `firstSeen`; undefined when that is when the write was acknowledged. */
  firstReader: Operation | undefined;
  /** The last invocation among its write and the reads that returned it. */
  lastAsked: number;
  /** The read that was invoked at `lastAsked`, if it is a read. */
  lastReader: Operation | undefined;

  constructor(register: Register, write: Operation | undefined) {
    this.register = register;
    this.write = write;
    this.value = write ? write.input : null;
    this.invoked = write ? write.index : -Infinity;
    this.acknowledged = write ? write.completedIndex : -Infinity;
    this.firstSeen = this.acknowledged;
    this.firstReader = undefined;
    this.lastAsked = this.invoked;
    this.lastReader = undefined;
  }

  /** Notes that a read returned it. Reads must come in order of invocation. */
  seenBy(read: Operation): void {
    if (read.completedIndex < this.firstSeen) {
      this.firstSeen = read.completedIndex;
      this.firstReader = read;
    }
    if (read.index > this.lastAsked) {
      this.lastAsked = read.index;
      this.lastReader = read;
    }
  }
}

/**
 * True when `a` is older than `b` in every order of writes that respects real time: the write of `a` had been
 * acknowledged before that of `b` was invoked. A write of unknown outcome may take effect at any time after its
 * invocation, so its value is older than nothing, even if somebody has read it: a store without write-back may show
 * such a value, lose sight of it, and show it again after a write that never met it. (Where that is forbidden too, see
 * `tookEffectBefore`.) An order that the system itself keeps, by skewed clocks, say, may differ from real time; then real time is what it breaks.
 */
export function isOlder(a: Version, b: Version): boolean {
  return a.acknowledged < b.invoked;
}

/**
 * True when the write of `a` must have taken effect before that of `b`, given that a write takes effect once, for all
 * readers: `a` had been acknowledged, or some read had returned it, before the write of `b` was invoked.
 */
export function tookEffectBefore(a: Version, b: Version): boolean {
  return a.firstSeen < b.invoked;
}

/** One key with all its versions. */
export class Register {
  readonly key: string | undefined;
  /** Its place among the registers of the history. */
  readonly number: number;
  readonly initial = new Version(this, undefined);
  /** Versions of writes that may have taken effect, in order of their invocation; the initial one is not among them. */
  readonly versions: Version[] = [];
  /** By value; objects and arrays apart, by their text. Includes failed writes. */
  readonly #scalars = new Map<Value, Version>([[null, this.initial]]);
  #composites: Map<string, Version> | undefined;
  #earliest: { acknowledged: Version[]; seen: Version[] } | undefined;

  constructor(key: string | undefined, number: number) {
    this.key = key;
    this.number = number;
  }

  /** The version with this value, also that of a failed write. */
  find(value: Value): Version | undefined {
    if (typeof value !== 'object' || value === null) return this.#scalars.get(value);
    return this.#composites?.get(canonical(value));
  }

  /**
   * Adds a write. Writes must come in order of invocation.
   * @throws HistoryError when its value was there before
   */
  write(operation: Operation): Version {
    const { input, index } = operation;
    const other = this.find(input);
    if (other) {
      throw new HistoryError(
        index + 1,
        `this write gives ${this.key === undefined ? 'the register' : JSON.stringify(this.key)} the value ${JSON.stringify(input)}, which is ${
          other.write ? `also written on line ${other.write.index + 1}` : 'its initial value'
        }. Reads are matched with writes by their values, so each value must be written only once per key.`,
      );
    }
    const version = new Version(this, operation);
    if (typeof input !== 'object' || input === null) this.#scalars.set(input, version);
    else (this.#composites ??= new Map()).set(canonical(input), version);
    if (operation.type !== 'fail') this.versions.push(version);
    return version;
  }

  /** Of the versions whose writes were invoked after a moment, the one whose write was acknowledged first, if any was. */
  firstAcknowledgedAfter(moment: number): Version | undefined {
    const found = this.#earliestFrom().acknowledged[this.invokedUpTo(moment)];
    return found && found.acknowledged < Infinity ? found : undefined;
  }

  /** Of the versions whose writes were invoked after a moment, the one that had certainly taken effect first, if any had. */
  firstSeenAfter(moment: number): Version | undefined {
    const found = this.#earliestFrom().seen[this.invokedUpTo(moment)];
    return found && found.firstSeen < Infinity ? found : undefined;
  }

  /** How many of the versions had been invoked by a moment. */
  invokedUpTo(moment: number): number {
    const { versions } = this;
    let low = 0;
    let high = versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((versions[middle] as Version).invoked > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** For each position, the earliest of the versions from there to the end. */
  #earliestFrom(): { acknowledged: Version[]; seen: Version[] } {
    if (this.#earliest) return this.#earliest;
    const acknowledged = [...this.versions];
    const seen = [...this.versions];
    for (let at = this.versions.length - 2; at >= 0; at--) {
      const later = acknowledged[at + 1] as Version;
      if (later.acknowledged < (acknowledged[at] as Version).acknowledged) acknowledged[at] = later;
      const laterSeen = seen[at + 1] as Version;
      if (laterSeen.firstSeen < (seen[at] as Version).firstSeen) seen[at] = laterSeen;
    }
    this.#earliest = { acknowledged, seen };
    return this.#earliest;
  }
}

/** The same text for equal values, whatever the order of their fields. */
function canonical(value: Value): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? // A list of pairs, because an object would not keep a field named __proto__.
        { fields: Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : part,
  );
}
