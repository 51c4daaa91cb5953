import type { Host } from '../../src/replica/host.js';
import { RecordLog, type RecordLogOptions } from '../../src/replica/record-log.js';
import type { Payload } from './payload.js';

/** A place in the log: the term of the leader that appended the entry there, and its number from 1. */
export interface Position {
  readonly term: number;
  readonly at: number;
}

/** One change of the data, at its position. */
export interface Entry extends Position {
  readonly payload: Payload;
}

/** Before the first entry. */
export const BEGINNING: Position = { term: 0, at: 0 };

/** Positive when `a` is newer: terms first, then places (Raft, section 5.4.1). */
export function comparePositions(a: Position, b: Position): number {
  return a.term - b.term || a.at - b.at;
}

/** On disk the log only grows: what a node takes back is a record of its own. */
type LogRecord = Entry | { readonly cutAfter: number };

/** A node's copy of the replicated log. */
export class ReplicatedLog {
  readonly #records: RecordLog<LogRecord>;
  readonly #entries: Entry[] = [];
  /** Counts cuts: a sync that began before one says nothing of what now stands in the same place. */
  #cuts = 0;
  #durable = 0;

  constructor(host: Host, options?: RecordLogOptions) {
    this.#records = new RecordLog(host, 'log', options);
    for (const record of this.#records.recover()) {
      if ('cutAfter' in record) this.#entries.length = record.cutAfter;
      else this.#entries.push(record);
    }
    this.#durable = this.#entries.length;
  }

  /** The last entry's position. */
  get last(): Position {
    return this.#entries.at(-1) ?? BEGINNING;
  }

  /** Up to here the log survives any crash. */
  get durable(): number {
    return this.#durable;
  }

  entry(at: number): Entry | undefined {
    return this.#entries[at - 1];
  }

  /** The term of what stands there: 0 before the first entry, undefined beyond the last. */
  termAt(at: number): number | undefined {
    return at === 0 ? 0 : this.#entries[at - 1]?.term;
  }

  /** The first place of the term that stands at `at`. */
  firstOfTerm(at: number): number {
    const term = this.termAt(at);
    let first = at;
    while (first > 1 && this.termAt(first - 1) === term) first--;
    return first;
  }

  /** Up to `most` entries from `from` on. */
  from(from: number, most: number): readonly Entry[] {
    return this.#entries.slice(from - 1, from - 1 + most);
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
    this.#records.append(entry);
  }

  /** Takes back all that stands after `at`, and returns it. */
  cutAfter(at: number): readonly Entry[] {
    this.#cuts++;
    this.#durable = Math.min(this.#durable, at);
    this.#records.append({ cutAfter: at });
    return this.#entries.splice(at);
  }

  /** Calls back when all that has been appended is durable, unless it is taken back before. */
  sync(done: () => void): void {
    const { at } = this.last;
    const cuts = this.#cuts;
    this.#records.sync(() => {
      if (cuts !== this.#cuts) return;
      this.#durable = Math.max(this.#durable, at);
      done();
    });
  }
}
