import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';

interface TermRecord {
  readonly term: number;
  /** For whom this node voted in that term. */
  readonly votedFor: string | null;
}

/** The term that a node has reached, and its vote in it: on disk, for a node that forgets them can vote twice. */
export class TermStore {
  readonly #records: RecordLog<TermRecord>;
  #now: TermRecord;
  #unsynced = 0;

  constructor(host: Host) {
    this.#records = new RecordLog(host, 'term');
    this.#now = this.#records.recover().at(-1) ?? { term: 0, votedFor: null };
  }

  get term(): number {
    return this.#now.term;
  }

  get votedFor(): string | null {
    return this.#now.votedFor;
  }

  /** Moves on to a term, or votes in it. */
  set(term: number, votedFor: string | null): void {
    this.#now = { term, votedFor };
    this.#records.append(this.#now);
    this.#unsynced++;
    this.#records.sync(() => this.#unsynced--);
  }

  /** Calls back when what was set is durable: nothing may be said of it before. */
  whenDurable(then: () => void): void {
    if (this.#unsynced === 0) then();
    else this.#records.sync(then);
  }
}
