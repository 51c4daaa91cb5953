import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { HistoryEvent } from './event.js';
import { formatEvent } from './jsonl.js';

/** sha256 of a history file's bytes, in hexadecimal digits. */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (let read = 1; read > 0;) {
      read = readSync(file, buffer);
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** sha256 of the bytes that these events have in a history file, in hexadecimal digits. */
export function hashEvents(events: Iterable<HistoryEvent>): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${formatEvent(event)}\n`);
  return hash.digest('hex');
}
