import { DiskError } from './disk-error.js';
import type { Host } from './host.js';

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A word as 8 hexadecimal digits; `toString(16)` would take three times as long as a record's checksum. */
function digitsOf(word: number): string {
  const [a, b, c, d] = [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
  return `${hexOf[a]}${hexOf[b]}${hexOf[c]}${hexOf[d]}`;
}

/** CRC-32 (IEEE 802.3) of ASCII text, or of a part of it, as 8 hexadecimal digits. */
export function crc32(text: string, from = 0, to = text.length): string {
  let crc = -1;
  for (let at = from; at < to; at++) {
    crc = (crc >>> 8) ^ (crcTable[(crc ^ text.charCodeAt(at)) & 0xff] as number);
  }
  return digitsOf(~crc);
}

/** A disk keeps ASCII, so that a cut at any character is a cut at that byte. */
function toAscii(json: string): string {
  if (!/[^\x20-\x7e]/.test(json)) return json;
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** How a log differs from a careful one. */
export interface RecordLogOptions {
  /** For a planted bug: goes on as if the disk had done what it refused. */
  readonly ignoresErrors?: boolean;
}

/**
 * A log of records that survives torn writes: a line each, with its checksum before it. Recovery keeps the longest
 * intact beginning and cuts off the rest, which was never synced and so never acknowledged. Where something intact comes
 * after what is not, the disk has damaged what it had kept: then there is no recovery.
 */
export class RecordLog<Record> {
  readonly #host: Host;
  readonly #file: string;
  readonly #ignoresErrors: boolean;

  constructor(host: Host, file: string, { ignoresErrors = false }: RecordLogOptions = {}) {
    this.#host = host;
    this.#file = file;
    this.#ignoresErrors = ignoresErrors;
  }

  /**
   * The intact records, oldest first; a torn tail is removed from the disk.
   * @throws DiskError when a record is damaged that is not part of a torn tail
   */
  recover(): Record[] {
    const text = this.#host.disk.read(this.#file);
    const records: Record[] = [];
    let intact = 0;
    for (;;) {
      const end = text.indexOf('\n', intact);
      if (end < 0) break;
      if (!text.startsWith(crc32(text, intact + 9, end), intact)) break;
      records.push(JSON.parse(text.slice(intact + 9, end)) as Record);
      intact = end + 1;
    }
    if (intact < text.length) {
      if (hasIntactRecord(text, intact)) {
        throw new DiskError('DAMAGED', `${this.#file}: the record at byte ${intact} is not what was written`);
      }
      this.#host.probe?.('a torn write is cut off');
      this.#host.log(`${this.#file}: cut off a torn tail of ${text.length - intact} bytes`);
      this.#host.disk.truncate(this.#file, intact);
    }
    return records;
  }

  append(record: Record): void {
    const json = toAscii(JSON.stringify(record));
    try {
      this.#host.disk.append(this.#file, `${crc32(json)} ${json}\n`);
    } catch (error) {
      if (!this.#ignoresErrors) throw error;
    }
  }

  /** Removes every record. */
  clear(): void {
    this.#host.disk.truncate(this.#file, 0);
  }

  /** Calls back when everything appended so far is durable. */
  sync(done: () => void): void {
    this.#host.disk.sync(this.#file, done, this.#ignoresErrors ? done : undefined);
  }
}

/** Whether some line after the first one from here on is a record with the right checksum. */
function hasIntactRecord(text: string, from: number): boolean {
  for (let start = text.indexOf('\n', from) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return false;
    if (text.startsWith(crc32(text, start + 9, end), start)) return true;
  }
  return false;
}
