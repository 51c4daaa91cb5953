import type { Value } from '../../src/history/event.js';
import { CompactedLog } from '../../src/replica/compacted-log.js';
import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';
import type { PlacedConfiguration } from './configuration.js';
import { type SingleLeaderOptions, storageVersion } from './options.js';
import type { Change } from './payload.js';
import { BEGINNING, type Entry, type Position } from './replicated-log.js';
import { type RowSource, sameValue } from './row-source.js';
import type { Row, Snapshot } from './snapshot.js';
import { type Seen, seenTogether } from './token.js';

/** An entry that was applied; without its position where that is stored apart. */
interface Applied {
  readonly position?: Position;
  readonly rows: Readonly<Record<string, Row>>;
  readonly configuration?: PlacedConfiguration;
}

const EMPTY: Snapshot = { position: BEGINNING, terms: [], rows: {} };

/** What a flipped bit adds to a number. */
const DAMAGE = 2 ** 30;

/**
 * The data: what a beginning of the log makes of it. On disk are the last snapshot and what was applied since. Nobody waits
 * until that is durable, for what a crash takes is replayed from the log.
 */
export class Store implements RowSource {
  readonly #host: Host;
  readonly #data: CompactedLog<Snapshot, Applied>;
  /** The applied position, where it is stored apart from the data. */
  readonly #positions: RecordLog<Position> | undefined;
  readonly #rows = new Map<string, Row>();
  #snapshot = EMPTY;
  #applied = BEGINNING;
  /** The newer storage engine finds rows by their keys, the older one as they came. */
  readonly #isSorted: boolean;
  #configuration: PlacedConfiguration | undefined;

  constructor(host: Host, options: Pick<SingleLeaderOptions, 'appliedPosition' | 'upgraded'>) {
    const { appliedPosition } = options;
    this.#host = host;
    this.#isSorted = storageVersion(options, host) > 1;
    this.#data = new CompactedLog(host, 'data');
    if (appliedPosition === 'apart') this.#positions = new RecordLog(host, 'applied');
    const { base = EMPTY, records } = this.#data.recover();
    this.#become(base);
    for (const { position, rows, configuration } of records) {
      if (configuration) this.#configuration = configuration;
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

  /** The newest configuration up to there, if there was any change. */
  get configuration(): PlacedConfiguration | undefined {
    return this.#configuration;
  }

  /** The last snapshot: it is on disk, and behind it the data cannot go back. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Undefined where there never was one. */
  row(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  value(key: string): Value {
    return this.#rows.get(key)?.value ?? null;
  }

  /** What the writer of the row had seen in other partitions, where that is tracked. */
  dependencies(key: string): Seen {
    return this.#rows.get(key)?.after ?? {};
  }

  keys(more: Iterable<string> = []): Iterable<string> {
    const keys = new Set([...this.#rows.keys(), ...more]);
    return this.#isSorted ? [...keys].sort() : keys;
  }

  /** Every row, by key. */
  all(): Record<string, Row> {
    return Object.fromEntries(this.#rows);
  }

  /**
   * Applies the entry that follows, which may bring a configuration.
   * @param isShown reads have seen before what it does
   */
  apply(
    { term, at, after, payload }: Omit<Entry, 'payload'> & Partial<Entry>,
    changes: readonly Change[],
    isShown = false,
  ): void {
    const configuration = payload?.kind === 'members' ? { ...payload.configuration, at } : undefined;
    const rows: Record<string, Row> = {};
    const own: Row['version'] = [term, at];
    for (const { key, row: value, version = own } of changes) {
      // Most of a page is as it was.
      const held = version[1] === at ? undefined : this.#rows.get(key);
      if (!held || held.version[1] !== version[1] || !sameValue(held.value, value))
        rows[key] = { value, version, ...this.#dependingOn(key, after) };
    }
    this.#applied = { term, at };
    if (configuration) this.#configuration = configuration;
    for (const [key, row] of Object.entries(rows)) {
      this.#rows.set(key, row);
      if (!isShown) this.#reveal(key, row);
    }
    this.#tell();
    const brought = configuration && { configuration };
    if (!this.#positions) this.#data.append({ position: this.#applied, rows, ...brought });
    else {
      this.#data.append({ rows, ...brought });
      this.#data.sync(() => this.#positions?.append({ term, at }));
    }
  }

  /** With those of what the row held before: a list still shows what others added to it. */
  #dependingOn(key: string, after: Seen | undefined): { readonly after?: Seen } {
    const before = this.#rows.get(key)?.after;
    return after || before ? { after: seenTogether(before ?? {}, after ?? {}) } : {};
  }

  /** For a fault: a bit flips in the memory in which the first row is, behind the back of all checksums. */
  damage(): void {
    const [key] = this.keys();
    const row = key === undefined ? undefined : this.#rows.get(key);
    if (key === undefined || !row) return;
    const value = damagedForm(row.value);
    this.#rows.set(key, { ...row, value });
    this.#reveal(key, { ...row, value });
  }

  /** Makes what is there a snapshot, and calls back when that is durable. */
  takeSnapshot(terms: readonly Position[], durable: () => void): void {
    const configuration = this.#configuration;
    this.#begin({ position: this.#applied, terms, rows: this.all(), configuration });
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
    this.#configuration = snapshot.configuration;
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

/** What one flipped bit makes of a value: another of the same kind, so that what reads it takes it for sound. */
export function damagedForm(value: Value): Value {
  if (typeof value === 'number') return value + DAMAGE;
  if (typeof value === 'string') return `damaged ${value}`;
  if (!Array.isArray(value) || value.length === 0) return value;
  const parts = value as readonly Value[];
  return [...parts.slice(0, -1), damagedForm(parts.at(-1) ?? null)];
}
