import { deflateSync } from 'node:zlib';
import { keysOf, whatOf } from '../describe-operation.js';
import type { RunRecord } from '../run-record.js';
import { cutText, showName, showText } from '../show-value.js';
import { Packer } from './packing.js';
import type { Columns, PageData } from './page-columns.js';
import { nodeNumbers, pageCluster, pageFaults } from './page-cluster.js';
import { lagOfPositions, replicationLag } from './replication-lag.js';
import { toldByPart, toldIn } from '../told.js';
import { freshFrom } from '../staleness-words.js';
import { staleReads } from './stale-reads.js';
import { lanesOf } from './lanes.js';

/** Operations over more keys than this are not tied to any by the page's key filter. */
const MAX_KEYS = 32;
const MAX_WHAT = 200;

/** The history for the page's own code: packed, deflated, in base64, so that nothing in it can end its element. */
export function encodePageData(run: RunRecord): string {
  return deflateSync(packPage(pageData(run))).toString('base64');
}

/** First everything but the operations, as JSON; then the operations, a column after the other, as `unpackPage` reads them. */
function packPage({ columns, ...rest }: PageData): Uint8Array {
  const packer = new Packer();
  const { index, lane, process, f, keys, what, type, invoked, duration, node, error } = columns;
  packer.text(JSON.stringify(rest));
  packer.natural(index.length);
  for (const column of [index, lane, process, f, type, invoked]) packer.column(column);
  // Where there may be nothing, -1 says so.
  for (const column of [duration, node, error]) packer.column(column.map((one) => one + 1));
  // Most operations are about one key; 0 is for those that are not, whose lists follow.
  packer.column(keys.map((own) => (typeof own === 'number' ? own + 1 : 0)));
  for (const own of keys)
    if (typeof own !== 'number') for (const one of [own.length, ...own]) packer.natural(one);
  packer.column(what.map((text) => text.length));
  packer.text(what.join(''));
  return packer.bytes;
}

/** The history in columns. Everything in it is text made fit for people, or a number. */
export function pageData({ history, plan, verdict, truth = [], logs = [] }: RunRecord): PageData {
  const { operations, faults, endedAt } = history;
  const { lanes, laneOf } = lanesOf(history, plan);
  const told = toldIn(logs);
  const predictedFresh = freshFrom(verdict.staleness);
  const kinds = new Dictionary((f) => showName(f, 24));
  const keys = new Dictionary((key) => showName(key, 32));
  const nodes = new Dictionary((node) => showName(node, 24));
  const errors = new Dictionary((error) => error);
  const columns: Columns = {
    index: [],
    lane: [...laneOf],
    process: [],
    f: [],
    keys: [],
    what: [],
    type: [],
    invoked: [],
    duration: [],
    node: [],
    error: [],
  };
  let before = { index: 0, invoked: 0 };
  for (const operation of operations) {
    const { index, endedAt: ended, error } = operation;
    const invoked = whole(operation.invokedAt);
    columns.index.push(index - before.index);
    columns.invoked.push(invoked - before.invoked);
    before = { index, invoked };
    columns.duration.push(Number.isFinite(ended) ? whole(ended) - invoked : -1);
    columns.process.push(operation.process);
    columns.f.push(kinds.numberOf(operation.f));
    const about = keysOf(operation);
    const numbers = about.length <= MAX_KEYS ? about.map((key) => keys.numberOf(key)) : [];
    columns.keys.push(numbers.length === 1 ? (numbers[0] as number) : numbers);
    columns.what.push(cutText(whatOf(operation, { length: 32 }), MAX_WHAT));
    columns.type.push({ ok: 0, fail: 1, info: 2 }[operation.type]);
    columns.node.push(operation.node === undefined ? -1 : nodes.numberOf(operation.node));
    const text =
      error && showText(error.text === undefined ? error.kind : `${error.kind}: ${error.text}`, 120);
    columns.error.push(text === undefined ? -1 : errors.numberOf(text));
  }
  const marked = new Set(
    verdict.judgements.flatMap(({ anomalies }) => anomalies.flatMap((a) => a.operations)),
  );
  return {
    endedAt,
    lanes,
    columns,
    kinds: kinds.shown,
    keys: keys.shown,
    nodes: nodes.shown,
    errors: errors.shown,
    faults: pageFaults(faults, plan),
    marked: [...marked].sort((a, b) => a - b),
    ...(plan && { cluster: pageCluster(plan, told, truth) }),
    lag:
      toldByPart(told, 'position').size > 0
        ? lagOfPositions(told, nodeNumbers(plan))
        : replicationLag(truth, nodeNumbers(plan)),
    stale: staleReads(operations),
    ...(predictedFresh !== undefined && { predictedFresh }),
  };
}

/** Histories from elsewhere may have any times. */
function whole(ns: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round(ns));
}

/** Texts that occur often, by number. Texts that look alike once they are shortened stay apart. */
class Dictionary {
  readonly shown: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #show: (text: string) => string;

  constructor(show: (text: string) => string) {
    this.#show = show;
  }

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.shown.length;
      this.#numbers.set(text, number);
      this.shown.push(this.#show(text));
    }
    return number;
  }
}
