import type { Value } from '../../src/history/event.js';
import { capturedByCommit, capturedById, isCapture } from './change-table.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Payload } from './payload.js';
import { BATCH } from './progress.js';
import { BEGINNING, type Position, type ReplicatedLog } from './replicated-log.js';
import type { Row } from './snapshot.js';
import type { Store } from './store.js';

/** A transaction as a consumer gets it. */
export interface FedChange {
  readonly position: Position;
  readonly payload: Payload;
}

/** What a consumer gets: what came after where it is, or all data where it cannot go on from there; and where it is then. */
export type Feed = { readonly to: Value } & (
  { readonly changes: readonly FedChange[] } | { readonly rows: Readonly<Record<string, Row>> }
);

/** What a replica has for consumers of changes: only what is committed, as far as it knows. */
export class ChangeFeed {
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #store: Store;

  constructor(
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    { log, store }: { readonly log: ReplicatedLog; readonly store: Store },
  ) {
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#store = store;
  }

  /** @param after where an earlier answer said that the consumer is then; null: at the beginning */
  since(after: Value, committed: number): Feed {
    if (this.#options.capture === 'id-order') return this.#byId((after ?? 0) as number);
    const position = (after ?? BEGINNING) as unknown as Position;
    if (this.#isTakenBack(position)) return this.#all();
    // What this replica has there will be taken back itself, or it has nothing yet.
    if (this.#log.termAt(position.at) !== position.term) return { changes: [], to: after };
    return this.#options.capture === 'log'
      ? this.#fromLog(position, Math.min(committed, this.#store.applied.at))
      : this.#byCommit(position);
  }

  /** A newer leader has something else there than what the consumer took over. */
  #isTakenBack({ term, at }: Position): boolean {
    return (this.#log.termAt(at) ?? this.#log.last.term) > term;
  }

  #fromLog({ term, at }: Position, committed: number): Feed {
    if (at < this.#log.start.at) return this.#all();
    const most = Math.max(0, Math.min(BATCH, committed - at));
    const entries = this.#log.from(at + 1, most);
    const last = entries.at(-1) ?? { term, at };
    const skipped = entries.length > 0 && this.#bugs.has('capture-skips-one') ? 1 : 0;
    return {
      changes: entries.map((entry) => ({ position: positionOf(entry), payload: entry.payload })),
      to: { term: last.term, at: last.at + skipped },
    };
  }

  #byCommit(after: Position): Feed {
    const captured = capturedByCommit(this.#store.all(), after).slice(0, BATCH);
    const changes = captured.map(({ committed, changes: own }) => ({
      position: committed,
      payload: { kind: 'rows', changes: own } as const,
    }));
    return { changes, to: positionOf(captured.at(-1)?.committed ?? after) };
  }

  #byId(after: number): Feed {
    const captured = capturedById(this.#store.all(), after).slice(0, BATCH);
    const changes = captured.map(({ committed, changes: own }) => ({
      position: committed,
      payload: { kind: 'rows', changes: own } as const,
    }));
    return { changes, to: captured.at(-1)?.id ?? after };
  }

  #all(): Feed {
    const rows = Object.entries(this.#store.all()).filter(([key]) => !isCapture(key));
    return { rows: Object.fromEntries(rows), to: positionOf(this.#store.applied) };
  }
}

const positionOf = ({ term, at }: Position) => ({ term, at });
