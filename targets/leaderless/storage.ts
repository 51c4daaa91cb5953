import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';
import type { LeaderlessBug } from './options.js';
import { compareVersions, NO_VERSION, type Version } from './version.js';

/** A value with the version of the write that wrote it. */
export interface Versioned {
  readonly value: unknown;
  readonly version: Version;
}

interface StoredRecord extends Versioned {
  readonly key: string;
}

const NOTHING: Versioned = { value: null, version: NO_VERSION };

/**
 * One replica's registers, with a log on disk. Memory never runs ahead of the disk: a value is seen only once it is
 * durable, so no crash can take back what a reader saw.
 */
export class Storage {
  readonly #host: Host;
  readonly #log: RecordLog<StoredRecord>;
  readonly #registers = new Map<string, Versioned>();
  readonly #bugs: ReadonlySet<LeaderlessBug>;

  constructor(host: Host, bugs: ReadonlySet<LeaderlessBug>) {
    this.#host = host;
    this.#bugs = bugs;
    this.#log = new RecordLog(host, 'registers', { ignoresErrors: bugs.has('ignore-disk-error') });
    const records = this.#log.recover();
    if (!bugs.has('amnesia')) for (const record of records) this.#apply(record);
    host.log(`recovered ${this.#registers.size} registers from ${records.length} records`);
  }

  get(key: string): Versioned {
    return this.#registers.get(key) ?? NOTHING;
  }

  /** Everything it holds, by key. */
  all(): Record<string, Versioned> {
    return Object.fromEntries(this.#registers);
  }

  /** Keeps the newer of what is there and what comes; calls back when that is durable. */
  store(key: string, { value, version }: Versioned, done: () => void): void {
    if (!this.#isNews(key, version)) {
      this.#host.probe?.('a replica is sent what it need not keep');
      this.#reveal({ key, value, version });
      done();
      return;
    }
    const record = { key, value, version };
    this.#log.append(record);
    if (this.#bugs.has('ack-before-sync')) {
      this.#apply(record);
      done();
      return;
    }
    this.#log.sync(() => {
      this.#apply(record);
      done();
    });
  }

  #isNews(key: string, version: Version): boolean {
    if (this.#bugs.has('overwrite-newer')) return this.get(key).version[1] !== version[1];
    const [counter] = this.get(key).version;
    if (this.#bugs.has('no-tie-break')) return version[0] > counter;
    return compareVersions(version, this.get(key).version) > 0;
  }

  /** Again only if it is news: another write may have become durable first. */
  #apply(record: StoredRecord): void {
    const { key, value, version } = record;
    if (this.#isNews(key, version)) this.#registers.set(key, { value, version });
    else this.#host.probe?.('another write became durable first');
    this.#reveal(record);
  }

  #reveal({ key, value, version }: StoredRecord): void {
    this.#host.reveal?.({ key, version, value, holds: this.get(key).value });
  }
}
