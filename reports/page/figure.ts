import type { Anomaly, Reason } from '../../src/checkers/checker.js';
import type { TracedMessage } from '../../src/cluster/simulation/message-trace.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, operationLine, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { type IntervalLayout, layoutIntervals, type PlacedInterval, placeOf } from '../interval-layout.js';
import type { TimeFormat } from '../quantity.js';
import { cutText, showName } from '../show-value.js';
import type { Told } from '../told.js';
import { type Arrow, type Box, drawArrow, placeBadges } from './figure-arrows.js';
import { faultBands, faultRows, STRIP } from './figure-faults.js';
import { figureLegend, type Sign } from './figure-legend.js';
import { columns, type Frame, round } from './figure-frame.js';
import { messageMarkup, type ShownMessage, shownMessages } from './figure-messages.js';
import { replicaRow, stepMarkup, turnMarkup } from './figure-replicas.js';
import { leaderTurns } from './leader-turns.js';
import { html, Markup } from './markup.js';
import { type ReplicaStep, replicaSteps, type TruthByKey } from './replica-steps.js';

const CHARACTER = 7.3;
const PAD = 10;
const ROW = 58;
const BAR = 26;
const TOP = 26;
const RIGHT = 26;
const MAX_ROWS = 14;
/** A picture that is not wider than this can be read when it is made to fit a large screen. */
const SHRINKABLE = 1500;

/** What a picture may show beside the operations of its anomaly. */
export interface FigureScene {
  readonly truth?: TruthByKey;
  readonly told?: readonly Told[];
  readonly messages?: readonly TracedMessage[];
  /** The page that has the timeline of the run; by default the one that the picture stands on. Null: there is none. */
  readonly report?: string | null;
}

/** A picture, and what says what its signs mean. */
export interface Figure {
  readonly svg: Markup;
  readonly legend: Markup | false;
}

/**
 * A space-time picture of an anomaly: a row for everybody who took part, a bar for every operation, an arrow for every
 * relation, numbered as in the argument, and the faults of that time; where it is known also a row for every replica,
 * with what it took in, and the messages. Not to scale, but in order. What appears together in a step carries its
 * number (`data-step`).
 */
export function figureOf(
  anomaly: Anomaly,
  history: History,
  { truth = new Map(), told = [], messages = [], report = '' }: FigureScene = {},
): Figure | undefined {
  const telling = new Telling(anomaly, history);
  const operations = [...telling.operations].sort((a, b) => a.index - b.index);
  const steps = replicaSteps(operations, truth);
  const turns = leaderTurns(operations, steps, told);
  const actors = operations.map(actorOf);
  const seen = [...actors, ...replicaRows([...steps, ...turns].map(({ node }) => node))];
  const sent = shownMessages(operations, steps, messages, telling.keys);
  const all = [...actors, ...replicaRows(replicasOf(sent, [...steps, ...turns]))];
  if (operations.length === 0 || new Set(seen).size > MAX_ROWS) return undefined;
  const rows = [...new Set(new Set(all).size > MAX_ROWS ? seen : all)];
  const labelOf = (operation: Operation): string => {
    const what = cutText(whatOf(operation, { length: 16, keys: telling.keys }), 60);
    const { node, final } = operation;
    return node === undefined || final ? what : `${what} at ${showName(node, 12)}`;
  };
  const wrong = telling.conclusion?.read.index;
  const layout = layoutIntervals(operations, {
    widthOf: (operation) => columns(labelOf(operation)) * CHARACTER + 2 * PAD,
    rowOf: actorOf,
    marks: [...steps, ...turns].map(({ at, node, text }) => ({
      ns: at,
      row: replicaRow(node),
      width: columns(text) * CHARACTER + 24,
    })),
    gapOf: (ns) => 20 + Math.min(44, 12 * Math.log10(1 + ns / 1e6)),
  });
  const faults = faultRows(operations, history);
  const gutter = Math.max(...rows.map(columns), ...faults.map(({ kind }) => columns(kind))) * CHARACTER + 22;
  const top = TOP + faults.length * STRIP + (faults.length > 0 ? 8 : 0);
  const frame: Frame = {
    gutter,
    width: gutter + layout.width + RIGHT,
    bottom: top + rows.length * ROW + 8,
    x: (ns) => gutter + placeOf(layout, ns),
    y: (row) => (rows.includes(row) ? top + (rows.indexOf(row) + 0.5) * ROW : undefined),
    moment: telling.times.moment,
    step: (ns) => operations.filter(({ invokedAt }) => invokedAt <= ns).length - 1,
  };
  const boxes = boxesOf(layout, frame);
  const bars = layout.intervals.map(({ operation, open }, rank) =>
    bar({ operation, open }, boxes.get(operation.index) as Box, {
      label: labelOf(operation),
      rank,
      times: telling.times,
      isWrong: operation.index === wrong,
      href: report === null ? null : `${report}#timeline${report && `?operation=${operation.index}`}`,
    }),
  );
  const places = layout.marks.map((at) => gutter + at);
  const isBrought = ({ node, at }: ReplicaStep): boolean =>
    sent.some(({ message }) => message.to === node && message.brought.includes(at));
  const marks = [
    ...steps.map((step, at) =>
      stepMarkup(step, places[at] ?? 0, isBrought(step) ? undefined : boxes.get(step.write ?? -1), frame),
    ),
    ...turns.map((turn, at) => turnMarkup(turn, places[steps.length + at] ?? 0, frame)),
  ];
  const arrows = relationArrows(anomaly, operations, boxes);
  const { width, bottom } = frame;
  const svg = html`<svg
    class="figure${width <= SHRINKABLE && ' shrinks'}"
    viewBox="0 0 ${round(width)} ${bottom + 30}"
    width="${round(width)}"
    height="${bottom + 30}"
    role="group"
    aria-label="${`The operations of this anomaly along time: ${operations.map((operation) => `${actorOf(operation)} ${labelOf(operation)}`).join('; ')}`.slice(0, 600)}"
  >
    ${faultBands(faults, frame)} ${rows.map((who) => rowMarkup(who, frame))} ${axis(layout, frame)}
    ${sent.map((one) => messageMarkup(one, (index) => boxes.get(index), frame))} ${marks}
    ${arrows.map(arrowMarkup)} ${bars} ${arrows.map(badgeMarkup)}
  </svg>`;
  const signs: { readonly [sign in Sign]: boolean } = {
    message: sent.some(({ message: { lost } }) => lost === undefined),
    lost: sent.some(({ message: { lost } }) => lost !== undefined),
    'taken-in': steps.some(({ back }) => !back),
    back: steps.some(({ back }) => back),
    leads: turns.length > 0,
  };
  return { svg, legend: figureLegend((Object.keys(signs) as Sign[]).filter((sign) => signs[sign])) };
}

/** The rows of replicas, each once, as people count. */
function replicaRows(nodes: readonly string[]): string[] {
  return [...new Set(nodes)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map(replicaRow);
}

/** The replicas that these are about. */
function replicasOf(
  sent: readonly ShownMessage[],
  marks: readonly { readonly node: string }[],
): readonly string[] {
  const ends = sent.flatMap(({ message: { kind, from, to } }) => [
    ...(kind === 'request' ? [] : [from]),
    ...(kind === 'reply' ? [] : [to]),
  ]);
  return [...marks.map(({ node }) => node), ...ends];
}

function boxesOf({ intervals }: IntervalLayout, { gutter, y }: Frame): Map<number, Box> {
  return new Map(
    intervals.map(({ operation, start, end, open }) => {
      const middle = y(actorOf(operation)) ?? 0;
      const box = {
        left: gutter + start,
        right: gutter + end + (open ? RIGHT - 6 : 0),
        top: middle - BAR / 2,
        bottom: middle + BAR / 2,
      };
      return [operation.index, box];
    }),
  );
}

/** The relations of an anomaly as arrows between its bars; each appears with the later of its operations. */
function relationArrows(
  anomaly: Anomaly,
  operations: readonly Operation[],
  boxes: ReadonlyMap<number, Box>,
): SteppedArrow[] {
  const rankOf = new Map(operations.map(({ index }, rank) => [index, rank]));
  return placeBadges(
    anomaly.relations.flatMap(({ from, to, reason }, at) => {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      const step = Math.max(rankOf.get(from) ?? 0, rankOf.get(to) ?? 0);
      return a && b ? [{ ...drawArrow(at + 1, a, b, reason), step }] : [];
    }),
    [...boxes.values()],
  );
}

function rowMarkup(who: string, { gutter, width, y }: Frame): Markup {
  const middle = y(who) ?? 0;
  return html`<line class="row" x1="${gutter - 8}" y1="${middle}" x2="${round(width)}" y2="${middle}" /><text
      class="who"
      x="${gutter - 16}"
      y="${middle + 4}"
      text-anchor="end"
      >${who}</text
    >`;
}

/** How a bar is drawn. */
interface BarLook {
  readonly label: string;
  readonly rank: number;
  readonly times: TimeFormat;
  /** What it shows is what cannot be. */
  readonly isWrong: boolean;
  readonly href: string | null;
}

function bar(
  { operation, open }: Pick<PlacedInterval, 'operation' | 'open'>,
  { left, right, top }: Box,
  { label, rank, times, isWrong, href }: BarLook,
): Markup {
  const role = operation.type === 'ok' ? operationClass(operation.f) : operation.type;
  return html`<a
    class="bar ${role}${isWrong && ' wrong'}"
    ${href !== null && html`href="${href}"`}
    data-operation="${operation.index}"
    data-step="${rank}"
    ><title>${operationLine(operation, times)}</title
    ><rect
      x="${round(left)}"
      y="${top}"
      width="${round(right - left)}"
      height="${BAR}"
      rx="${open ? 3 : 6}"
    /><text x="${round(left + PAD)}" y="${top + BAR / 2 + 4}">${label}</text></a
  >`;
}

/** The colour of an operation that ended well. */
export function operationClass(f: string): 'read' | 'write' | 'other' {
  if (f === 'write') return 'write';
  return f === 'read' || f === 'multi-read' ? 'read' : 'other';
}

/** An arrow and the step in which it appears. */
type SteppedArrow = Arrow & { readonly step: number };

function arrowMarkup({ path, head, reason, step }: SteppedArrow): Markup {
  const name = reasonClass(reason);
  return html`<g data-step="${step}"
    ><path class="arrow ${name}" d="${path}" /><polygon class="head ${name}" points="${head}"
  /></g>`;
}

function badgeMarkup({ number, badge, reason, step }: SteppedArrow): Markup {
  return html`<g class="badge ${reasonClass(reason)}" data-step="${step}"
    ><circle cx="${round(badge.x)}" cy="${round(badge.y)}" r="8" /><text
      x="${round(badge.x)}"
      y="${round(badge.y + 3.5)}"
      text-anchor="middle"
      >${number}</text
    ></g
  >`;
}

/** What kind of line a reason is drawn with. */
export function reasonClass(reason: Reason): string {
  return reason.replace(/ /g, '-');
}

/** Moments under the picture, as many as there is room for. */
function axis({ scale }: IntervalLayout, { gutter, bottom, moment }: Frame): Markup[] {
  let free = -Infinity;
  let last = '';
  return scale.flatMap(({ ns, at }) => {
    const x = gutter + at;
    const label = moment(ns);
    const half = (label.length * 6.4) / 2;
    // Moments that look alike would seem to be one at two places.
    if (x - half < free || label === last) return [];
    free = x + half + 8;
    last = label;
    return [
      html`<line class="tick" x1="${round(x)}" y1="${bottom}" x2="${round(x)}" y2="${bottom + 5}" /><text
          class="tick"
          x="${round(x)}"
          y="${bottom + 19}"
          text-anchor="middle"
          >${label}</text
        >`,
    ];
  });
}
