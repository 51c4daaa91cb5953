import { detectFormat } from '../../../src/history/import/format.js';
import { type ImportOptions, parseEvents } from '../../../src/history/import/import-history.js';
import { pair } from '../../../src/history/pair.js';

/** The events that a text is read as, and its operations: process, f, key, input, output, type. */
export function readText(text: string, options: ImportOptions = {}) {
  const format = options.format ?? detectFormat(text);
  if (format === undefined || format === 'jsonl') throw new Error(`read as ${format}`);
  const events = [...parseEvents(text, format, options)];
  const operations = pair(events).operations.map(({ process, f, key, input, output, type }) => [
    process,
    f,
    key,
    input,
    output,
    type,
  ]);
  return { format, events, operations };
}
