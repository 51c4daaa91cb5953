import type { Host, Timer } from '../../src/replica/host.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Change } from './payload.js';
import type { Entry, Position } from './replicated-log.js';
import type { Row } from './snapshot.js';
import type { Store } from './store.js';
import { UnshownRows } from './unshown-rows.js';

/** An entry that a worker has, or has carried out while an earlier one is missing. */
interface Job {
  readonly entry: Entry;
  readonly changes: readonly Change[];
  readonly timer: Timer;
  isDone: boolean;
  /** Reads see it, ahead of what the store holds. */
  isAhead: boolean;
}

/**
 * A follower's workers, who apply entries of the log at the same time, as MySQL's replicas do: there is always one free, who takes
 * up to `applyMs`. An entry is shown after earlier ones of the same rows. With `apply=commit-order` it also waits for all others
 * (`replica_preserve_commit_order`); with `parallel` it does not, and reads see it without what came before. The store takes
 * an entry over when it has all earlier ones, so what a crash leaves is always a beginning of the log.
 */
export class ParallelApply {
  readonly #host: Host;
  readonly #options: Pick<SingleLeaderOptions, 'apply' | 'applyMs'>;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #store: Store;
  readonly #advanced: () => void;
  /** In the order of the log, without gaps, from behind what the store has. */
  #jobs: Job[] = [];
  /** The data when all that workers have is done, and as reads see them. */
  #given: UnshownRows;
  #shown: UnshownRows;

  /** @param advanced called when the store has come further, or reads see more */
  constructor(
    host: Host,
    options: Pick<SingleLeaderOptions, 'apply' | 'applyMs'>,
    bugs: ReadonlySet<SingleLeaderBug>,
    store: Store,
    advanced: () => void,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#store = store;
    this.#advanced = advanced;
    this.#given = new UnshownRows(store);
    this.#shown = new UnshownRows(store);
  }

  /** The place of the last entry that was given to workers, or that the store has. */
  get last(): number {
    return this.#jobs.at(-1)?.entry.at ?? this.#store.applied.at;
  }

  /** The data as they are when all entries before the next are carried out. */
  get given(): UnshownRows {
    return this.#given;
  }

  /** The data as reads see them. */
  get shown(): UnshownRows {
    return this.#shown;
  }

  /** Up to where at least the log is in what these rows show: the newest entry of which one comes. */
  seenIn(keys: readonly string[]): Position {
    let newest = this.#store.applied;
    for (const key of keys) {
      const [term, at] = this.#shown.row(key)?.version ?? [0, 0];
      if (at > newest.at) newest = { term, at };
    }
    return newest;
  }

  /** Gives the entry that follows to a worker, who takes a while. */
  give(entry: Entry, changes: readonly Change[]): void {
    const timer = this.#host.after(this.#host.random() * this.#options.applyMs, () => {
      job.isDone = true;
      this.#showWhatMay();
    });
    const job: Job = { entry, changes, timer, isDone: false, isAhead: false };
    this.#jobs.push(job);
    this.#given.add(entry, changes);
  }

  /** Has everything done at once, before this node leads. */
  finish(): void {
    for (const { entry, changes, isAhead } of this.#jobs) this.#store.apply(entry, changes, isAhead);
    this.forget();
    this.#advanced();
  }

  /** What workers have is not to be done any more. */
  forget(): void {
    for (const { timer } of this.#jobs) timer.cancel();
    this.#jobs = [];
    this.#given = new UnshownRows(this.#store);
    this.#shown = new UnshownRows(this.#store);
  }

  #showWhatMay(): void {
    /** Rows that earlier entries are still to change. */
    const awaited = new Set<string>();
    let complete = 0;
    for (const [place, job] of this.#jobs.entries()) {
      const { entry, changes, isDone, isAhead } = job;
      if (isDone && complete === place) {
        this.#store.apply(entry, changes, isAhead);
        complete++;
      } else if (
        isDone &&
        !isAhead &&
        !this.#waitsForTurn(entry) &&
        !changes.some(({ key }) => awaited.has(key))
      ) {
        this.#showAhead(job);
      } else if (!isAhead) for (const { key } of changes) awaited.add(key);
    }
    this.#jobs.splice(0, complete);
    this.#given.shown(this.#store.applied.at);
    this.#shown.shown(this.#store.applied.at);
    this.#advanced();
  }

  /** Whether an entry is shown only after all earlier ones. */
  #waitsForTurn({ at }: Entry): boolean {
    if (this.#bugs.has('apply-out-of-turn') && at % 4 === 0) return false;
    return this.#options.apply === 'commit-order';
  }

  #showAhead(job: Job): void {
    job.isAhead = true;
    this.#shown.add(job.entry, job.changes);
    this.#host.probe?.('a follower shows an entry before an earlier one');
    for (const { key } of job.changes) {
      const { value, version } = this.#shown.row(key) as Row;
      this.#host.reveal?.({ key, version, value, holds: value });
    }
  }
}
