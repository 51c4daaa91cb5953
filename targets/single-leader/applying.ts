import type { Host } from '../../src/replica/host.js';
import { changesOf } from './commands.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Change } from './payload.js';
import { ParallelApply } from './parallel-apply.js';
import type { Entry, Position, ReplicatedLog } from './replicated-log.js';
import type { RowSource } from './row-source.js';
import type { Row, Snapshot } from './snapshot.js';
import { Store } from './store.js';
import { surroundingsOf } from './surroundings.js';

/** Keeps a node's data at a beginning of its log: applies what follows, goes back where entries are taken back, and drops what a snapshot holds. */
export class Applying {
  readonly store: Store;
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  /** While it follows, where more than one entry is applied at a time. */
  readonly #parallel: ParallelApply | undefined;

  /** @param advanced called when more is applied than what was asked for at once */
  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    log: ReplicatedLog,
    advanced: () => void,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.store = new Store(host, options);
    if (options.apply !== 'serial')
      this.#parallel = new ParallelApply(host, options, bugs, this.store, advanced);
    this.#reconcile();
  }

  /** The data as reads see them. */
  get shown(): Pick<RowSource, 'value'> {
    return this.#parallel?.shown ?? this.store;
  }

  /** Every row that reads see, by key. */
  all(): Record<string, Row> {
    const shown = this.#parallel?.shown;
    if (!shown) return this.store.all();
    return Object.fromEntries([...shown.keys()].map((key) => [key, shown.row(key) as Row]));
  }

  /** Up to where at least the log is in what these rows show. */
  seenIn(keys: readonly string[]): Position {
    return this.#parallel?.seenIn(keys) ?? this.store.applied;
  }

  /** Applies all up to here as a follower, at once or as soon as its workers have done it. */
  follow(at: number): void {
    const workers = this.#parallel;
    if (!workers) {
      this.show(at);
      return;
    }
    for (let next = workers.last + 1; next <= at; next++) {
      const entry = this.#log.entry(next);
      if (!entry) return;
      workers.give(entry, this.#changesOf(entry, workers.given));
    }
  }

  /** Applies what its workers have, before the node leads. */
  lead(): void {
    this.#parallel?.finish();
  }

  /**
   * Applies all up to here at once.
   * @param executed what entries did when they were carried out already, by the leader who appended them
   */
  show(upTo: number, executed?: (at: number) => readonly Change[] | undefined): void {
    for (let next = this.store.applied.at + 1; next <= upTo; next++) {
      const entry = this.#log.entry(next);
      if (!entry) return;
      this.store.apply(entry, executed?.(next) ?? this.#changesOf(entry));
    }
  }

  /** Whether the data make sense: not while a copy that was made row by row is not replayed to its end. */
  get isSound(): boolean {
    return this.store.applied.at >= (this.store.snapshot.soundFrom ?? 0);
  }

  /** Below this place entries cannot be taken back: the data could not follow. */
  get floor(): number {
    const { start } = this.#log;
    return this.#options.rejoin === 'keep' ? start.at : Math.max(start.at, this.store.snapshot.position.at);
  }

  /** The log goes another way from this place on. */
  takeBack(from: number): void {
    if (this.#options.rejoin === 'keep') return;
    if (this.#parallel && this.#parallel.last >= from) this.#parallel.forget();
    if (this.store.applied.at < from) return;
    this.store.rollBack();
    this.show(from - 1);
  }

  /** Takes a snapshot over, with the place in the log that it is tied to. */
  install(snapshot: Snapshot): void {
    const { position, terms } = snapshot;
    this.#parallel?.forget();
    this.#host.log(`takes over a snapshot of ${position.at} of term ${position.term}`);
    const rows = this.#bugs.has('skip-truncated') ? this.store.all() : snapshot.rows;
    const from = this.#bugs.has('skip-after-snapshot') ? { ...position, at: position.at + 1 } : position;
    const configuration = this.#bugs.has('forget-members') ? undefined : snapshot.configuration;
    this.store.load({ ...snapshot, position: from, rows, configuration });
    this.#log.beginAfter(from, this.#bugs.has('snapshot-without-terms') ? [] : terms, configuration);
  }

  /** Takes a snapshot when it is time, and drops from the log what is in it: only of what will never be taken back. */
  compact(committed: number): void {
    const { snapshotEvery, retain } = this.#options;
    const { applied, snapshot } = this.store;
    if (snapshotEvery === 0 || applied.at < snapshot.position.at + snapshotEvery) return;
    if (applied.at > committed || !this.isSound) return;
    if (this.#bugs.has('truncate-too-early')) {
      this.#log.dropUpTo(applied.at - retain);
      return;
    }
    this.store.takeSnapshot(this.#log.termsUpTo(applied.at), () => {
      if (this.store.snapshot.position === applied) this.#log.dropUpTo(applied.at - retain);
    });
  }

  #changesOf({ payload, term }: Entry, rows: RowSource = this.store): readonly Change[] {
    return changesOf(payload, rows, () => surroundingsOf(this.#host, term));
  }

  /** After a crash the data may be ahead of the log, or behind its beginning: one of the two did not reach the disk. */
  #reconcile(): void {
    const { applied, configuration } = this.store;
    const { start, last } = this.#log;
    if (applied.at < start.at) this.#log.beginAfter(applied, this.#log.termsUpTo(applied.at), configuration);
    else if (applied.at > last.at) {
      const terms = this.#log.termsUpTo(last.at);
      const isNewTerm = terms.at(-1)?.term !== applied.term;
      this.#log.beginAfter(
        applied,
        isNewTerm ? [...terms, { term: applied.term, at: last.at + 1 }] : terms,
        configuration,
      );
    } else if (this.#log.termAt(applied.at) !== applied.term) this.store.rollBack();
  }
}
