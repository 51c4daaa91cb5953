import type { Host } from './host.js';
import { RecordLog, type RecordLogOptions } from './record-log.js';

/** What records are counted from: the newest one makes all before it void. */
interface BaseRecord<Base> {
  /** Grows with every base, and so tells which of the two files is newer. */
  readonly generation: number;
  /** Absent from the record that follows a durable base, so that damage to it is not taken for a torn tail. */
  readonly base?: Base;
}

/**
 * A log of records that can begin anew from a base, such as a snapshot, so that it need not grow for ever. It alternates
 * between two files: the old one is emptied only when the new one's base is durable, so a crash finds one of them whole.
 * Records are objects without a field `generation`.
 */
export class CompactedLog<Base, Entry extends object> {
  readonly #files: readonly [RecordLog<Entry | BaseRecord<Base>>, RecordLog<Entry | BaseRecord<Base>>];
  /** Which of them is appended to. */
  #current: 0 | 1 = 0;
  #generation = 0;
  /** The other file is empty. */
  #isSettled = true;

  constructor(host: Host, file: string, options?: RecordLogOptions) {
    this.#files = [new RecordLog(host, file, options), new RecordLog(host, `${file}-2`, options)];
  }

  /**
   * The newest base, if there ever was one, and the records after it, oldest first.
   * @throws DiskError when a record is damaged that is not part of a torn tail
   */
  recover(): { readonly base: Base | undefined; readonly records: readonly Entry[] } {
    const [one, two] = this.#files.map((file) => file.recover());
    const [first, second] = [one ?? [], two ?? []];
    this.#current = generationOf(second[0]) > generationOf(first[0]) ? 1 : 0;
    this.#files[this.#current === 0 ? 1 : 0].clear();
    let base: Base | undefined;
    let records: Entry[] = [];
    for (const record of this.#current === 0 ? first : second) {
      if (!('generation' in record)) records.push(record);
      else if (record.base !== undefined) {
        ({ base, generation: this.#generation } = record);
        records = [];
      }
    }
    return { base, records };
  }

  append(record: Entry): void {
    this.#files[this.#current].append(record);
  }

  /** Begins anew: what was recorded before is void. */
  begin(base: Base): void {
    this.#generation++;
    const isSettled = this.#isSettled;
    const old = this.#files[this.#current];
    if (isSettled) this.#current = this.#current === 0 ? 1 : 0;
    this.#files[this.#current].append({ generation: this.#generation, base });
    if (!isSettled) return;
    this.#isSettled = false;
    const generation = this.#generation;
    this.sync(() => {
      old.clear();
      this.#files[this.#current].append({ generation });
      this.#isSettled = true;
    });
  }

  /** Calls back when everything so far is durable. */
  sync(done: () => void): void {
    this.#files[this.#current].sync(done);
  }
}

/** Of a file by its first record: 0 of one that never had a base, less of an empty one. */
function generationOf(first: object | undefined): number {
  if (first === undefined) return -1;
  return 'generation' in first ? (first.generation as number) : 0;
}
