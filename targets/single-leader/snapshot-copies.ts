import type { Host } from '../../src/replica/host.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { ReplicatedLog } from './replicated-log.js';
import type { Row, Snapshot } from './snapshot.js';
import type { Store } from './store.js';

/** How long it takes to copy a row of a snapshot that is not consistent, in milliseconds. */
const COPY_ROW_MS = 5;

/** Makes the snapshots that a leader gives to followers, each tied to a position of the log as the options say. */
export class SnapshotCopies {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #store: Store;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    { log, store }: { readonly log: ReplicatedLog; readonly store: Store },
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#store = store;
  }

  /** Calls back with a snapshot, now or when it is copied. */
  make(then: (snapshot: Snapshot) => void): void {
    const { snapshot } = this.#store;
    const { start, last } = this.#log;
    const snapshots = this.#bugs.has('snapshot-without-position') ? 'late' : this.#options.snapshots;
    switch (snapshots) {
      case 'exact':
        then(snapshot);
        break;
      case 'early':
        then({ ...snapshot, position: start, terms: this.#log.termsUpTo(start.at) });
        break;
      case 'late':
        then({ ...snapshot, position: last, terms: this.#log.termsUpTo(last.at) });
        break;
      case 'fuzzy':
      case 'fuzzy-shown':
        this.#copyRows(then);
    }
  }

  /** Copies row after row while others are written: replayed from where the copy began, it is sound where the copy ended. */
  #copyRows(then: (snapshot: Snapshot) => void): void {
    const { applied: position, configuration } = this.#store;
    const keys = Object.keys(this.#store.all());
    const rows: Record<string, Row> = {};
    const next = (at: number): void => {
      const key = keys[at];
      if (key === undefined) {
        const sound = this.#options.snapshots === 'fuzzy' && { soundFrom: this.#store.applied.at };
        then({ position, terms: this.#log.termsUpTo(position.at), rows, configuration, ...sound });
        return;
      }
      const row = this.#store.all()[key];
      if (row) rows[key] = row;
      this.#host.after(COPY_ROW_MS, () => next(at + 1));
    };
    next(0);
  }
}
