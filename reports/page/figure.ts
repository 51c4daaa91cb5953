import type { Anomaly, Reason } from '../../src/checkers/checker.js';
import type { FaultWindow, History, Operation } from '../../src/history/operation.js';
import { describeFault } from '../describe-fault.js';
import { actorOf, operationLine, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { faultsDuring } from '../faults-during.js';
import { groupBy } from '../group-by.js';
import { type IntervalLayout, layoutIntervals, type PlacedInterval, placeOf } from '../interval-layout.js';
import { cutText, showName, showText } from '../show-value.js';
import { type Arrow, type Box, drawArrow, placeBadges } from './figure-arrows.js';
import { faultClass } from './fault-class.js';
import { html, Markup } from './markup.js';
import type { Told } from '../told.js';
import { type LeaderTurn, leaderTurns } from './leader-turns.js';
import { type ReplicaStep, replicaSteps, type TruthByKey } from './replica-steps.js';

const CHARACTER = 7.3;
const PAD = 10;
const ROW = 58;
const BAR = 26;
const TOP = 26;
const STRIP = 18;
const RIGHT = 26;
const MAX_ROWS = 14;
/** A picture that is not wider than this can be read when it is made to fit a large screen. */
const SHRINKABLE = 1500;

/**
 * A space-time picture of an anomaly: a row for everybody who took part, a bar for every operation, an arrow for every
 * relation, numbered as in the argument, and the faults of that time; where it is known also a row for every replica,
 * with what it took in. Not to scale, but in order. What appears together in a step carries its number (`data-step`).
 */
export function figureOf(
  anomaly: Anomaly,
  history: History,
  { truth = new Map(), told = [] }: { readonly truth?: TruthByKey; readonly told?: readonly Told[] } = {},
): Markup | undefined {
  const telling = new Telling(anomaly, history);
  const operations = [...telling.operations].sort((a, b) => a.index - b.index);
  const steps = replicaSteps(operations, truth);
  const turns = leaderTurns(operations, steps, told);
  const rows = [...new Set([...operations.map(actorOf), ...replicaRows(steps, turns)])];
  if (operations.length === 0 || rows.length > MAX_ROWS) return undefined;
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
      row: `replica ${node}`,
      width: columns(text) * CHARACTER + 24,
    })),
    gapOf: (ns) => 20 + Math.min(44, 12 * Math.log10(1 + ns / 1e6)),
  });
  const faults = faultRows(operations, history);
  const gutter = Math.max(...rows.map(columns), ...faults.map(({ kind }) => columns(kind))) * CHARACTER + 22;
  const top = TOP + faults.length * STRIP + (faults.length > 0 ? 8 : 0);
  const boxes = new Map<number, Box>();
  for (const { operation, start, end, open } of layout.intervals) {
    const row = rows.indexOf(actorOf(operation));
    boxes.set(operation.index, {
      left: gutter + start,
      right: gutter + end + (open ? RIGHT - 6 : 0),
      top: top + row * ROW + (ROW - BAR) / 2,
      bottom: top + row * ROW + (ROW + BAR) / 2,
    });
  }
  const width = gutter + layout.width + RIGHT;
  const bottom = top + rows.length * ROW + 8;
  const place = (ns: number): number => gutter + placeOf(layout, ns);
  const rankOf = new Map(operations.map(({ index }, rank) => [index, rank]));
  const arrows = placeBadges(
    anomaly.relations.flatMap(({ from, to, reason }, at) => {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      const step = Math.max(rankOf.get(from) ?? 0, rankOf.get(to) ?? 0);
      return a && b ? [{ ...drawArrow(at + 1, a, b, reason), step }] : [];
    }),
    [...boxes.values()],
  );
  return html`<svg
    class="figure${width <= SHRINKABLE && ' shrinks'}"
    viewBox="0 0 ${round(width)} ${bottom + 30}"
    width="${round(width)}"
    height="${bottom + 30}"
    role="group"
    aria-label="${`The operations of this anomaly along time: ${operations.map((operation) => `${actorOf(operation)} ${labelOf(operation)}`).join('; ')}`.slice(0, 600)}"
  >
    ${faultBands(faults, place, width, bottom)}
    ${rows.map((who, at) => {
      const y = top + at * ROW + ROW / 2;
      return html`<line class="row" x1="${gutter - 8}" y1="${y}" x2="${round(width)}" y2="${y}" /><text
          class="who"
          x="${gutter - 16}"
          y="${y + 4}"
          text-anchor="end"
          >${who}</text
        >`;
    })}
    ${axis(layout, gutter, bottom, telling)}
    ${steps.map((step, at) => {
      const place = {
        x: gutter + (layout.marks[at] ?? 0),
        y: top + (rows.indexOf(`replica ${step.node}`) + 0.5) * ROW,
      };
      const rank = operations.filter(({ invokedAt }) => invokedAt <= step.at).length - 1;
      return mark(step, place, boxes.get(step.write ?? -1), rank, telling);
    })}
    ${turns.map((turn, at) =>
      flag(
        turn,
        {
          x: gutter + (layout.marks[steps.length + at] ?? 0),
          y: top + (rows.indexOf(`replica ${turn.node}`) + 0.5) * ROW,
        },
        operations.filter(({ invokedAt }) => invokedAt <= turn.at).length - 1,
        telling,
      ),
    )}
    ${arrows.map(arrowMarkup)}
    ${layout.intervals.map(({ operation, open }, rank) => bar({ operation, open }, boxes.get(operation.index) as Box, labelOf(operation), rank, telling, operation.index === wrong))}
    ${arrows.map(badgeMarkup)}
  </svg>`;
}

function replicaRows(...marks: readonly (readonly { readonly node: string }[])[]): string[] {
  const nodes = new Set(marks.flat().map(({ node }) => node));
  return [...nodes]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((node) => `replica ${node}`);
}

/** What a replica shows from a moment on, and an arrow from the write that brought it there. */
function mark(
  { node, text, at, write, back }: ReplicaStep,
  { x, y }: { readonly x: number; readonly y: number },
  from: Box | undefined,
  rank: number,
  { times }: Telling,
): Markup {
  const leave = from && { x: (from.left + from.right) / 2, y: from.top > y ? from.top : from.bottom };
  const way =
    leave && !back
      ? `M${round(leave.x)},${leave.y} C${round(leave.x)},${round((leave.y + y) / 2)} ${round(x - 10)},${round((leave.y + y) / 2)} ${round(x)},${y - 6}`
      : undefined;
  const words = `${times.moment(at)} replica ${node} ${back ? 'shows again' : 'takes in'} ${text}`;
  return html`<g
    class="holding ${back ? 'back' : 'new'}"
    data-step="${rank}"
    ${write !== undefined && new Markup(`data-operation="${write}"`)}
    ><title>${words}</title>${way && html`<path d="${way}" />`}<circle
      cx="${round(x)}"
      cy="${y}"
      r="4.5"
    /><text x="${round(x + 9)}" y="${y - 7}">${back && '↩ '}${text}</text></g
  >`;
}

/** Where a node begins to lead, or leads no more. */
function flag(
  { node, at, text }: LeaderTurn,
  { x, y }: { readonly x: number; readonly y: number },
  rank: number,
  { times }: Telling,
): Markup {
  return html`<g class="turn" data-step="${Math.max(0, rank)}"
    ><title>${`${times.moment(at)} replica ${node} ${text}`}</title
    ><path d="M${round(x)},${y + 9} v-18 l9,4.5 l-9,4.5" /><text x="${round(x + 9)}" y="${y + 17}"
      >${text}</text
    ></g
  >`;
}

/** @param isWrong what it shows is what cannot be */
function bar(
  { operation, open }: Pick<PlacedInterval, 'operation' | 'open'>,
  { left, right, top }: Box,
  label: string,
  rank: number,
  { times }: Telling,
  isWrong: boolean,
): Markup {
  const role = operation.type === 'ok' ? operationClass(operation.f) : operation.type;
  return html`<a
    class="bar ${role}${isWrong && ' wrong'}"
    href="#timeline"
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

interface FaultRow {
  readonly kind: string;
  readonly windows: readonly FaultWindow[];
}

/** The faults that some of these operations met, a row for each kind. */
function faultRows(operations: readonly Operation[], history: History): FaultRow[] {
  const met = faultsDuring(operations, history);
  return [...groupBy(met, ({ kind }) => kind)]
    .slice(0, 6)
    .map(([kind, windows]) => ({ kind: cutText(showText(kind, 20), 22), windows: windows.slice(0, 60) }));
}

function faultBands(
  rows: readonly FaultRow[],
  place: (ns: number) => number,
  width: number,
  bottom: number,
): Markup[] {
  return rows.map(({ kind, windows }, at) => {
    const y = 10 + at * STRIP;
    const name = faultClass(kind);
    const bands = windows.map((fault) => {
      const left = place(fault.from);
      const span = Math.max(3, (Number.isFinite(fault.to) ? place(fault.to) : width) - left);
      return html`<rect
          class="band ${name}"
          x="${round(left)}"
          y="${y + 11}"
          width="${round(span)}"
          height="${bottom - y - 11}"
        /><rect class="fault ${name}" x="${round(left)}" y="${y}" width="${round(span)}" height="11" rx="3"
          ><title>${describeFault(fault.kind, fault.value)}</title></rect
        >`;
    });
    const labelEnd = place(-Infinity) - 16;
    return html`<text class="kind" x="${round(labelEnd)}" y="${y + 9}" text-anchor="end">${kind}</text
      >${bands}`;
  });
}

/** Moments under the picture, as many as there is room for. */
function axis({ scale }: IntervalLayout, gutter: number, bottom: number, { times }: Telling): Markup[] {
  let free = -Infinity;
  let last = '';
  return scale.flatMap(({ ns, at }) => {
    const x = gutter + at;
    const label = times.moment(ns);
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

/** Columns that a text takes in a monospaced font: East Asian characters and emoji take two. */
function columns(text: string): number {
  let count = 0;
  for (const character of text) count += (character.codePointAt(0) as number) >= 0x1100 ? 2 : 1;
  return count;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
