import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import { changesOf, commands } from './commands.js';
import type { Leadership } from './leadership.js';
import { type SingleLeaderBug, type SingleLeaderOptions, storageVersion } from './options.js';
import type { Change, Payload, Statement, Surroundings } from './payload.js';
import type { Position, ReplicatedLog } from './replicated-log.js';
import type { Store } from './store.js';
import type { Seen } from './token.js';

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
  readonly #store: Store;
  readonly #leadership: Leadership;
  /** What was appended and is not shown yet, by key. */
  readonly #unshown = new Map<string, { readonly row: Value; readonly at: number }>();
  /** What its own entries did, until they are shown: it is not done again, for functions might return something else. */
  readonly #executed = new Map<number, readonly Change[]>();
  /** What was acknowledged without its copies and is not shown yet, by key: where the leader shows it all the same. */
  readonly #acknowledged = new Map<string, { readonly row: Value; readonly at: number }>();
  #pending: PendingWrite[] = [];

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
    this.#leadership = leadership;
    for (let at = store.applied.at + 1; at <= log.last.at; at++) this.#executeAgain(at);
  }

  /**
   * Carries a statement out on top of all that was appended before, appends what the options make of it, and ships it.
   */
  append(statement: Statement, { waits, after }: WriteTerms, done: (outcome: WriteOutcome) => void): void {
    const command = commands[statement.type];
    if (!command)
      throw new Error(`Expected one of ${Object.keys(commands).join(', ')}, not ${statement.type}.`);
    const surroundings = this.#surroundings();
    const { changes, result } = command(statement, (key) => this.#read(key), surroundings);
    const at = this.#log.last.at + 1;
    const payload = this.#payload(statement, surroundings, changes);
    const keepsAfter = after && !this.#bugs.has('drop-dependencies');
    const entry = { term: this.#leadership.term, at, payload, ...(keepsAfter && { after }) };
    this.#log.append(entry);
    this.#keep(at, changes);
    const write = { at: entry.at, result, done };
    if (this.#bugs.has('ack-before-copies')) this.#acknowledge(write);
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
    for (const rows of [this.#unshown, this.#acknowledged]) {
      for (const [key, unshown] of rows) if (unshown.at <= at) rows.delete(key);
    }
    this.#acknowledgeThose((write) => write.at <= at);
  }

  /** The term is over: what has no copies yet may survive in another's log, or not. */
  end(): void {
    for (const { done } of this.#pending.splice(0)) done('indefinite');
  }

  #read(key: string): Value {
    return this.#unshown.get(key)?.row ?? this.#store.value(key);
  }

  #surroundings(): Surroundings {
    return { now: this.#host.clock.wall(), random: this.#host.random() };
  }

  #payload(statement: Statement, fixed: Surroundings, changes: readonly Change[]): Payload {
    switch (this.#options.logForm) {
      case 'rows':
        return { kind: 'rows', changes };
      case 'pages':
        return { kind: 'pages', storage: storageVersion(this.#options, this.#host), changes };
      case 'statements':
        return { kind: 'statement', statement };
      case 'fixed-statements':
        return { kind: 'statement', statement, fixed };
    }
  }

  /** What an earlier leader appended. */
  #executeAgain(at: number): void {
    const payload = this.#log.entry(at)?.payload;
    if (!payload) return;
    this.#keep(
      at,
      changesOf(
        payload,
        (key) => this.#read(key),
        () => this.#surroundings(),
      ),
    );
  }

  #keep(at: number, changes: readonly Change[]): void {
    this.#executed.set(at, changes);
    for (const { key, row } of changes) this.#unshown.set(key, { row, at });
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

  #acknowledge({ at, result, done }: PendingWrite): void {
    done({ position: { term: this.#leadership.term, at }, result });
  }

  #degradeLater(at: number): void {
    const { degradeMs } = this.#options;
    if (degradeMs === 0) return;
    this.#host.after(degradeMs, () => {
      if (!this.#pending.some((write) => write.at === at) || this.#log.durable < at) return;
      this.#host.probe?.('a write is acknowledged by the leader alone');
      this.#host.log(`too few copies of entry ${at} after ${degradeMs} ms: acknowledged by the leader alone`);
      this.#leadership.degrade(at);
    });
  }
}
