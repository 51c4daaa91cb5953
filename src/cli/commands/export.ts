import { createWriteStream, existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from '@commander-js/extra-typings';
import { formatEdnEvent } from '../../history/export/jepsen-edn.js';
import { importEvents, importHistory, type ImportOptions } from '../../history/import/import-history.js';
import type { HistoryEvent } from '../../history/event.js';
import { formatEvent } from '../../history/jsonl.js';
import { readTruth } from '../../history/revelation.js';
import { readNodeLogs } from '../../run/read-node-logs.js';
import { RunFolder } from '../../run/run-folder.js';
import { chromeTrace, type TraceRecord } from '../../../reports/chrome-trace.js';
import { formatHelp, importOptions, withImport } from '../import-options.js';

/** So many pieces are written at once. */
const BATCH = 1_000;

/** `splitbrain export`: a history in the words of another tool. */
export function exportCommand() {
  return withImport('export')
    .summary('write a history for another tool')
    .description(
      "Writes a history as Jepsen does (history.edn), for Knossos or Elle; or one from elsewhere as splitbrain's own; or a run as a trace that Perfetto opens (https://ui.perfetto.dev).",
    )
    .argument('<history>', 'a history (also .gz), or the folder of a run')
    .addOption(
      new Option('--to <format>', 'what to write')
        .choices(['jepsen-edn', 'jsonl', 'chrome-trace'] as const)
        .default('jepsen-edn' as const),
    )
    .option('-o, --out <file>', 'where to write it (default: stdout)')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain export store/latest/history.jsonl -o history.edn
  $ npx splitbrain export etcd_002.log --to jsonl -o history.jsonl
  $ npx splitbrain export store/latest --to chrome-trace -o trace.json

Operations on keys are written with values [key value], as Jepsen's independent tests have them.

${formatHelp}`,
    )
    .action(async (path, { to, out, ...options }) => {
      const history = statSync(path, { throwIfNoEntry: false })?.isDirectory()
        ? RunFolder.open(path).historyFile
        : path;
      const pieces = await written(history, to, importOptions(options));
      const stream = Readable.from(batches(pieces));
      if (out !== undefined) await pipeline(stream, createWriteStream(out));
      else await pipeline(stream, process.stdout, { end: false }).catch(unlessClosed);
    });
}

/** The pieces of the file to write. */
async function written(
  path: string,
  to: 'jepsen-edn' | 'jsonl' | 'chrome-trace',
  options: ImportOptions,
): Promise<Iterable<string>> {
  if (to === 'chrome-trace') return traceFile(await recordBeside(path, options));
  const events: HistoryEvent[] = [];
  for await (const event of importEvents(path, options)) events.push(event);
  const isKeyed = events.some(({ key }) => key !== undefined);
  return eventLines(events, (event) =>
    to === 'jsonl' ? formatEvent(event) : formatEdnEvent(event, { isKeyed }),
  );
}

function* eventLines(
  events: readonly HistoryEvent[],
  format: (event: HistoryEvent) => string,
): Generator<string> {
  for (const event of events) yield `${format(event)}\n`;
}

/** A history, and what its run's folder has beside it. */
async function recordBeside(path: string, options: ImportOptions): Promise<TraceRecord> {
  const { history } = await importHistory(path, options);
  const folder = new RunFolder(dirname(path));
  if (basename(path) !== basename(folder.historyFile)) return { history };
  const truth = readTruth(folder.truthFile);
  return {
    history,
    ...(existsSync(folder.planFile) && { plan: folder.readPlan() }),
    ...(truth && { truth }),
    logs: readNodeLogs(folder.logs),
  };
}

/** The trace as JSON, an event on each line. */
function* traceFile(record: TraceRecord): Generator<string> {
  yield '{"displayTimeUnit":"ms","traceEvents":[';
  let separator = '\n';
  for (const event of chromeTrace(record)) {
    yield `${separator}${JSON.stringify(event)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** Pieces, many at a time. */
function* batches(pieces: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  for (const piece of pieces) {
    if (batch.push(piece) < BATCH) continue;
    yield batch.join('');
    batch = [];
  }
  yield batch.join('');
}

/** Whoever reads the output may have had enough of it, as `head` has. */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
