import type { Host } from '../../src/replica/host.js';
import { CompactedLog } from '../../src/replica/compacted-log.js';
import type { PlacedConfiguration } from './configuration.js';
import type { SingleLeaderBug } from './options.js';
import type { Payload } from './payload.js';
import type { Seen } from './token.js';

/** A place in the log: the term of the leader that appended the entry there, and its number from 1. */
export interface Position {
  readonly term: number;
  readonly at: number;
}

/** One change of the data, at its position. */
export interface Entry extends Position {
  readonly payload: Payload;
  /** What its writer had seen in other partitions, where that is tracked: nobody who sees this may miss that. */
  readonly after?: Seen;
}

const NOTHING: readonly Entry[] = [];

/** Before the first entry. */
export const BEGINNING: Position = { term: 0, at: 0 };

/** Positive when `a` is newer: terms first, then places (Raft, section 5.4.1). */
export function comparePositions(a: Position, b: Position): number {
  return a.term - b.term || a.at - b.at;
}

/** Until the next base the log only grows on disk: what a node takes back is a record of its own. */
type LogRecord = Entry | { readonly cutAfter: number };

interface LogBase {
  readonly start: Position;
  readonly terms: readonly Position[];
  readonly entries: readonly Entry[];
  readonly configuration?: PlacedConfiguration | undefined;
}

/** A node's copy of the replicated log, or of its end: what a snapshot holds may be dropped from it. */
export class ReplicatedLog {
  readonly #records: CompactedLog<LogBase, LogRecord>;
  #entries: Entry[] = [];
  /** The last position that was dropped. */
  #start = BEGINNING;
  /** Where each term began up to there. It is short, and tells the term of every place that was dropped. */
  #terms: readonly Position[] = [];
  /** In order: the newest that was dropped, and those that stand in the log. */
  #configurations: PlacedConfiguration[] = [];
  /** Counts cuts: a sync that began before one says nothing of what now stands in the same place. */
  #cuts = 0;
  #durable = 0;

  constructor(host: Host, bugs: ReadonlySet<SingleLeaderBug> = new Set()) {
    this.#records = new CompactedLog(host, 'log', { ignoresErrors: bugs.has('ignore-disk-error') });
    const { base, records } = this.#records.recover();
    if (base) {
      this.#start = base.start;
      this.#terms = base.terms;
      this.#entries = [...base.entries];
      if (base.configuration) this.#configurations = [base.configuration];
    }
    for (const record of records) {
      if ('cutAfter' in record) this.#entries.length = Math.max(0, record.cutAfter - this.#start.at);
      else this.#entries.push(record);
    }
    this.#durable = this.last.at;
    if (!bugs.has('restart-forgets-members'))
      for (const entry of this.#entries) this.#noteConfiguration(entry);
  }

  /** The position before the first entry that is still there. */
  get start(): Position {
    return this.#start;
  }

  /** The last entry's position. */
  get last(): Position {
    return this.#entries.at(-1) ?? this.#start;
  }

  /** Up to here the log survives any crash. */
  get durable(): number {
    return this.#durable;
  }

  /** Undefined where nothing stands, or no longer. */
  entry(at: number): Entry | undefined {
    return this.#entries[at - 1 - this.#start.at];
  }

  /** The term of what stands, or stood, there: 0 before the first entry, undefined beyond the last. */
  termAt(at: number): number | undefined {
    if (at > this.#start.at) return this.entry(at)?.term;
    return this.#terms.findLast((first) => first.at <= at)?.term ?? 0;
  }

  /** The first place of the term that stands at `at`. */
  firstOfTerm(at: number): number {
    const term = this.termAt(at);
    let first = at;
    while (first > 1 && this.termAt(first - 1) === term) first--;
    return first;
  }

  /** Where each term begins, up to `at`. */
  termsUpTo(at: number): readonly Position[] {
    const terms = this.#terms.filter((first) => first.at <= at);
    for (const entry of this.#entries) {
      if (entry.at > at) break;
      if (terms.at(-1)?.term !== entry.term) terms.push({ term: entry.term, at: entry.at });
    }
    return terms;
  }

  /** The newest configuration, if there was any change. */
  get configuration(): PlacedConfiguration | undefined {
    return this.#configurations.at(-1);
  }

  /** The newest one up to `at`, which was not dropped. */
  configurationUpTo(at: number): PlacedConfiguration | undefined {
    return this.#configurations.findLast((configuration) => configuration.at <= at);
  }

  /** Up to `most` entries from `from` on. */
  from(from: number, most: number): readonly Entry[] {
    if (from > this.last.at || most === 0) return NOTHING;
    const first = Math.max(0, from - 1 - this.#start.at);
    return this.#entries.slice(first, first + most);
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
    this.#noteConfiguration(entry);
    this.#records.append(entry);
  }

  /** Takes back all that stands after `at`, which was not dropped, and returns it. */
  cutAfter(at: number): readonly Entry[] {
    this.#cuts++;
    this.#durable = Math.min(this.#durable, at);
    this.#records.append({ cutAfter: at });
    this.#configurations = this.#configurations.filter((configuration) => configuration.at <= at);
    return this.#entries.splice(at - this.#start.at);
  }

  /** Drops all up to `at`. */
  dropUpTo(at: number): void {
    const term = this.termAt(at);
    if (at <= this.#start.at || term === undefined) return;
    const terms = this.termsUpTo(at);
    this.#configurations = this.#configurations.filter(
      (one, index, all) => one.at > at || (all[index + 1]?.at ?? Infinity) > at,
    );
    this.#entries = this.#entries.slice(at - this.#start.at);
    this.#rebase({ term, at }, terms);
  }

  /** Becomes an empty log that goes on after a position: what comes before is known in another way, the configuration too. */
  beginAfter(
    position: Position,
    terms: readonly Position[],
    configuration: PlacedConfiguration | undefined,
  ): void {
    this.#cuts++;
    this.#durable = 0;
    this.#entries = [];
    this.#configurations = configuration ? [configuration] : [];
    this.#rebase(position, terms);
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

  #rebase(start: Position, terms: readonly Position[]): void {
    this.#start = start;
    this.#terms = terms;
    const configuration = this.configurationUpTo(start.at);
    this.#records.begin({ start, terms, entries: [...this.#entries], configuration });
  }

  #noteConfiguration({ at, payload }: Entry): void {
    if (payload.kind === 'members') this.#configurations.push({ ...payload.configuration, at });
  }
}
