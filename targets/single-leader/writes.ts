import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import { captureRow, lastCapture } from './change-table.js';
import { changesOf, commands } from './commands.js';
import type { Leadership } from './leadership.js';
import { payloadOf } from './log-forms.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Change, Statement } from './payload.js';
import type { Position, ReplicatedLog } from './replicated-log.js';
import type { Store } from './store.js';
import { surroundingsOf } from './surroundings.js';
import type { Seen } from './token.js';
import { UnshownRows } from './unshown-rows.js';

/** How a write ended: acknowledged at a position, or without anybody knowing whether it will last. */
export type WriteOutcome = { readonly position: Position; readonly result: Value } | 'indefinite';

/** How a client wants its write done. */
export interface WriteTerms {
  /** Whether it waits for its copies, or only for this node's own disk. */
  readonly waits: boolean;
  /** What the client had seen in other partitions, where that is tracked. */
  readonly after: Seen | undefined;
}

interface PendingWrite {
  readonly at: number;
  readonly result: Value;
  readonly done: (outcome: WriteOutcome) => void;
}

/** The writes of one leader's term, from its log to their acknowledgement. */
export class Writes {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #leadership: Leadership;
  readonly #store: Store;
  readonly #rows: UnshownRows;
  /** What its own entries did, until they are shown: it is not done again, for functions might return something else. */
  readonly #executed = new Map<number, readonly Change[]>();
  /** What was acknowledged without its copies and is not shown yet, by key: where the leader shows it all the same. */
  readonly #acknowledged = new Map<string, { readonly row: Value; readonly at: number }>();
  #pending: PendingWrite[] = [];
  /** The number that the last trigger took. */
  #lastCapture = 0;
  #hasEnded = false;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    { log, store, leadership }: { log: ReplicatedLog; store: Store; leadership: Leadership },
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#store = store;
    this.#rows = new UnshownRows(store);
    this.#leadership = leadership;
    for (let at = store.applied.at + 1; at <= log.last.at; at++) this.#executeAgain(at);
    if (options.capture !== 'log') this.#lastCapture = lastCapture(this.#rows);
  }

  /**
   * Carries a statement out on top of all that was appended before, appends what the options make of it, and ships it. Where
   * triggers capture changes a transaction is open for a while, and has its number from the beginning.
   */
  append(statement: Statement, terms: WriteTerms, done: (outcome: WriteOutcome) => void): void {
    const { capture, transactionMs } = this.#options;
    if (capture === 'log') {
      this.#commit(statement, terms, done);
      return;
    }
    const id = ++this.#lastCapture;
    this.#host.after(this.#host.random() * transactionMs, () => {
      if (this.#hasEnded) done('indefinite');
      else this.#commit(statement, terms, done, id);
    });
  }

  /** @param capture the number that its trigger took */
  #commit(
    statement: Statement,
    { waits, after }: WriteTerms,
    done: (outcome: WriteOutcome) => void,
    capture?: number,
  ): void {
    const command = commands[statement.type];
    if (!command)
      throw new Error(`Expected one of ${Object.keys(commands).join(', ')}, not ${statement.type}.`);
    const rows = this.#bugs.has('execute-on-shown') ? new UnshownRows(this.#store) : this.#rows;
    const surroundings = surroundingsOf(this.#host, this.#leadership.term);
    const { changes: made, result } = command(statement, rows, surroundings);
    const forgets = statement.type === 'release' && this.#bugs.has('forget-token');
    const own = forgets ? made.map(({ key }) => ({ key, row: null })) : made;
    const changes = capture === undefined ? own : [...own, captureRow(capture, own)];
    const at = this.#log.last.at + 1;
    const payload = payloadOf(this.#options, this.#host, { statement, surroundings, changes, rows });
    const keepsAfter = after && !this.#bugs.has('drop-dependencies');
    const entry = { term: this.#leadership.term, at, payload, ...(keepsAfter && { after }) };
    this.#log.append(entry);
    this.#keep(entry, changes);
    const write = { at: entry.at, result, done };
    const isHasty = statement.type.startsWith('insert') && this.#bugs.has('id-before-copies');
    if (isHasty || this.#bugs.has('ack-before-copies')) this.#acknowledge(write);
    else this.#pending.push(write);
    this.#leadership.ship();
    if (!waits) this.#log.sync(() => this.#acknowledgeAlone(at));
    this.#degradeLater(entry.at);
  }

  /** What a read at the leader sees that is not in the store yet. */
  acknowledged(key: string): Value | undefined {
    return this.#acknowledged.get(key)?.row;
  }

  /** What an entry did that is not shown yet. */
  executed(at: number): readonly Change[] | undefined {
    return this.#executed.get(at);
  }

  /** The store shows everything up to here, and it has its copies. */
  committed(at: number): void {
    for (const place of this.#executed.keys()) if (place <= at) this.#executed.delete(place);
    this.#rows.shown(at);
    for (const [key, row] of this.#acknowledged) if (row.at <= at) this.#acknowledged.delete(key);
    this.#acknowledgeThose((write) => write.at <= at);
  }

  /** The term is over: what has no copies yet may survive in another's log, or not. */
  end(): void {
    this.#hasEnded = true;
    for (const { done } of this.#pending.splice(0)) done('indefinite');
  }

  /** What an earlier leader appended. */
  #executeAgain(at: number): void {
    const entry = this.#log.entry(at);
    if (entry)
      this.#keep(
        entry,
        changesOf(entry.payload, this.#rows, () => surroundingsOf(this.#host, entry.term)),
      );
  }

  #keep(entry: Position, changes: readonly Change[]): void {
    this.#executed.set(entry.at, changes);
    this.#rows.add(entry, changes);
  }

  #acknowledgeAlone(at: number): void {
    if (this.#options.leaderShows === 'acknowledged' && this.#pending.some((write) => write.at === at)) {
      for (const { key, row } of this.#executed.get(at) ?? []) this.#acknowledged.set(key, { row, at });
    }
    this.#acknowledgeThose((write) => write.at === at);
  }

  #acknowledgeThose(isReady: (write: PendingWrite) => boolean): void {
    const ready = this.#pending.filter(isReady);
    this.#pending = this.#pending.filter((write) => !isReady(write));
    for (const write of ready) this.#acknowledge(write);
  }

  #acknowledge({ at: written, result, done }: PendingWrite): void {
    const at = this.#bugs.has('token-before-write') ? written - 1 : written;
    done({ position: { term: this.#leadership.term, at }, result });
  }

  #degradeLater(at: number): void {
    const { degradeMs } = this.#options;
    if (degradeMs === 0) return;
    this.#host.after(degradeMs, () => {
      if (this.#log.durable >= at) this.#degrade(at);
      else this.#log.sync(() => this.#degrade(at));
    });
  }

  /** The leader goes on alone, unless the write has its copies by now. */
  #degrade(at: number): void {
    if (this.#hasEnded || !this.#pending.some((write) => write.at === at)) return;
    this.#host.probe?.('a write is acknowledged by the leader alone');
    this.#host.log(
      `too few copies of entry ${at} after ${this.#options.degradeMs} ms: acknowledged by the leader alone`,
    );
    this.#leadership.degrade(at);
  }
}
