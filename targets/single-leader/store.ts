import type { Value } from '../../src/history/event.js';
import { CompactedLog } from '../../src/replica/compacted-log.js';
import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';
import type { SingleLeaderOptions } from './options.js';
import type { Change } from './payload.js';
import { BEGINNING, type Entry, type Position } from './replicated-log.js';
import type { Row, Snapshot } from './snapshot.js';
import { type Seen, seenTogether } from './token.js';

/** An entry that was applied; without its position where that is stored apart. */
interface Applied {
  readonly position?: Position;
  readonly rows: Readonly<Record<string, Row>>;
}

const EMPTY: Snapshot = { position: BEGINNING, terms: [], rows: {} };

/**
 * The data: what a beginning of the log makes of it. On disk are the last snapshot and what was applied since. Nobody waits
 * until that is durable, for what a crash takes is replayed from the log.
 */
export class Store {
  readonly #host: Host;
  readonly #data: CompactedLog<Snapshot, Applied>;
  /** The applied position, where it is stored apart from the data. */
  readonly #positions: RecordLog<Position> | undefined;
  readonly #rows = new Map<string, Row>();
  #snapshot = EMPTY;
  #applied = BEGINNING;

  constructor(host: Host, { appliedPosition }: Pick<SingleLeaderOptions, 'appliedPosition'>) {
    this.#host = host;
    this.#data = new CompactedLog(host, 'data');
    if (appliedPosition === 'apart') this.#positions = new RecordLog(host, 'applied');
    const { base = EMPTY, records } = this.#data.recover();
    this.#become(base);
    for (const { position, rows } of records) {
      this.#applied = position ?? this.#applied;
      for (const [key, row] of Object.entries(rows)) {
        this.#rows.set(key, row);
        this.#reveal(key, row);
      }
    }
    const apart = this.#positions?.recover().at(-1);
    if (apart && apart.at > this.#applied.at) this.#applied = apart;
    this.#tell();
  }

  /** The last entry that was applied. */
  get applied(): Position {
    return this.#applied;
  }

  /** The last snapshot: it is on disk, and behind it the data cannot go back. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  value(key: string): Value {
    return this.#rows.get(key)?.value ?? null;
  }

  /** What the writer of the row had seen in other partitions, where that is tracked. */
  dependencies(key: string): Seen {
    return this.#rows.get(key)?.after ?? {};
  }

  /** Every row, by key. */
  all(): Record<string, Row> {
    return Object.fromEntries(this.#rows);
  }

  /** Applies the entry that follows. */
  apply({ term, at, after }: Omit<Entry, 'payload'>, changes: readonly Change[]): void {
    const version = [term, at] as const;
    const rows = Object.fromEntries(
      changes.map(({ key, row }) => [key, { value: row, version, ...this.#dependingOn(key, after) }]),
    );
    this.#applied = { term, at };
    for (const [key, row] of Object.entries(rows)) {
      this.#rows.set(key, row);
      this.#reveal(key, row);
    }
    this.#tell();
    if (!this.#positions) this.#data.append({ position: this.#applied, rows });
    else {
      this.#data.append({ rows });
      this.#data.sync(() => this.#positions?.append({ term, at }));
    }
  }

  /** With those of what the row held before: a list still shows what others added to it. */
  #dependingOn(key: string, after: Seen | undefined): { readonly after?: Seen } {
    const before = this.#rows.get(key)?.after;
    return after || before ? { after: seenTogether(before ?? {}, after ?? {}) } : {};
  }

  /** Makes what is there a snapshot, and calls back when that is durable. */
  takeSnapshot(terms: readonly Position[], durable: () => void): void {
    this.#begin({ position: this.#applied, terms, rows: this.all() });
    this.#data.sync(durable);
  }

  /** Takes over somebody else's snapshot. */
  load(snapshot: Snapshot): void {
    this.#become(snapshot);
    this.#begin(snapshot);
  }

  /** Goes back to the last snapshot. */
  rollBack(): void {
    this.#become(this.#snapshot);
    this.#begin(this.#snapshot);
  }

  #become(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#applied = snapshot.position;
    this.#rows.clear();
    for (const [key, row] of Object.entries(snapshot.rows)) {
      this.#rows.set(key, row);
      this.#reveal(key, row);
    }
    this.#tell();
  }

  #tell(): void {
    this.#host.tell?.({ position: this.#applied.at });
  }

  #begin(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#data.begin(snapshot);
    this.#positions?.clear();
  }

  #reveal(key: string, { value, version }: Row): void {
    this.#host.reveal?.({ key, version, value, holds: value });
  }
}
