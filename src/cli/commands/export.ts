import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from '@commander-js/extra-typings';
import { formatEdnEvent } from '../../history/export/jepsen-edn.js';
import { importEvents } from '../../history/import/import-history.js';
import type { HistoryEvent } from '../../history/event.js';
import { formatEvent } from '../../history/jsonl.js';
import { formatHelp, importOptions, withImport } from '../import-options.js';

/** So many lines are written at once. */
const BATCH = 1_000;

/** `splitbrain export`: a history in the words of another tool. */
export function exportCommand() {
  return withImport('export')
    .summary('write a history for another tool')
    .description(
      "Writes a history as Jepsen does (history.edn), for Knossos or Elle; or one from elsewhere as splitbrain's own.",
    )
    .argument('<history>', 'a history (also .gz)')
    .addOption(
      new Option('--to <format>', 'what to write')
        .choices(['jepsen-edn', 'jsonl'] as const)
        .default('jepsen-edn' as const),
    )
    .option('-o, --out <file>', 'where to write it (default: stdout)')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain export store/latest/history.jsonl -o history.edn
  $ npx splitbrain export etcd_002.log --to jsonl -o history.jsonl

Operations on keys are written with values [key value], as Jepsen's independent tests have them.

${formatHelp}`,
    )
    .action(async (path, { to, out, ...options }) => {
      const events: HistoryEvent[] = [];
      for await (const event of importEvents(path, importOptions(options))) events.push(event);
      const isKeyed = events.some(({ key }) => key !== undefined);
      const format = (event: HistoryEvent): string =>
        to === 'jsonl' ? formatEvent(event) : formatEdnEvent(event, { isKeyed });
      const lines = Readable.from(batches(events, format));
      if (out !== undefined) await pipeline(lines, createWriteStream(out));
      else await pipeline(lines, process.stdout, { end: false }).catch(unlessClosed);
    });
}

/** Events as lines, many at a time. */
function* batches(
  events: readonly HistoryEvent[],
  format: (event: HistoryEvent) => string,
): Generator<string> {
  for (let at = 0; at < events.length; at += BATCH) {
    yield events
      .slice(at, at + BATCH)
      .map((event) => `${format(event)}\n`)
      .join('');
  }
}

/** Whoever reads the output may have had enough of it, as `head` has. */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
