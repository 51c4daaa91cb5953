import type { Anomaly, Reason } from '../../src/checkers/checker.js';
import type { FaultWindow, History, Operation } from '../../src/history/operation.js';
import { describeFault } from '../describe-fault.js';
import { actorOf, operationLine, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { faultsDuring } from '../faults-during.js';
import { groupBy } from '../group-by.js';
import { type IntervalLayout, layoutIntervals, placeOf } from '../interval-layout.js';
import { showText } from '../show-value.js';
import { type Arrow, type Box, drawArrow, placeBadges } from './figure-arrows.js';
import { faultClass } from './fault-class.js';
import { html, type Markup } from './markup.js';

const CHARACTER = 7.3;
const PAD = 10;
const ROW = 58;
const BAR = 26;
const TOP = 26;
const STRIP = 18;
const RIGHT = 26;
const MAX_ROWS = 14;

/**
 * A space-time picture of an anomaly: a row for everybody who took part, a bar for every operation, an arrow for every
 * relation, numbered as in the argument, and the faults of that time. Not to scale, but in order.
 */
export function figureOf(anomaly: Anomaly, history: History): Markup | undefined {
  const telling = new Telling(anomaly, history);
  const operations = [...telling.operations].sort((a, b) => a.index - b.index);
  const rows = groupBy(operations, (operation) => actorOf(operation));
  if (operations.length === 0 || rows.size > MAX_ROWS) return undefined;
  const labelOf = (operation: Operation): string =>
    whatOf(operation, { length: 16, keys: telling.keys }).slice(0, 60);
  const layout = layoutIntervals(operations, {
    widthOf: (operation) => columns(labelOf(operation)) * CHARACTER + 2 * PAD,
    gapOf: (ns) => 20 + Math.min(44, 12 * Math.log10(1 + ns / 1e6)),
  });
  const faults = faultRows(operations, history);
  const gutter =
    Math.max(...[...rows.keys()].map(columns), ...faults.map(({ kind }) => columns(kind))) * CHARACTER + 22;
  const top = TOP + faults.length * STRIP + (faults.length > 0 ? 8 : 0);
  const boxes = new Map<number, Box>();
  for (const { operation, start, end, open } of layout.intervals) {
    const row = [...rows.keys()].indexOf(actorOf(operation));
    boxes.set(operation.index, {
      left: gutter + start,
      right: gutter + end + (open ? RIGHT - 6 : 0),
      top: top + row * ROW + (ROW - BAR) / 2,
      bottom: top + row * ROW + (ROW + BAR) / 2,
    });
  }
  const width = gutter + layout.width + RIGHT;
  const bottom = top + rows.size * ROW + 8;
  const place = (ns: number): number => gutter + placeOf(layout, ns);
  const arrows = placeBadges(
    anomaly.relations.flatMap(({ from, to, reason }, at) => {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      return a && b ? [drawArrow(at + 1, a, b, reason)] : [];
    }),
    [...boxes.values()],
  );
  return html`<svg
    class="figure"
    viewBox="0 0 ${round(width)} ${bottom + 30}"
    width="${round(width)}"
    height="${bottom + 30}"
    role="img"
    aria-label="${`The operations of this anomaly along time: ${operations.map((operation) => `${actorOf(operation)} ${labelOf(operation)}`).join('; ')}`.slice(0, 600)}"
  >
    ${faultBands(faults, place, width, bottom)}
    ${[...rows.keys()].map((who, at) => {
      const y = top + at * ROW + ROW / 2;
      return html`<line class="row" x1="${gutter - 8}" y1="${y}" x2="${round(width)}" y2="${y}" /><text
          class="who"
          x="${gutter - 16}"
          y="${y + 4}"
          text-anchor="end"
          >${who}</text
        >`;
    })}
    ${axis(layout, gutter, bottom, telling)} ${arrows.map(arrowMarkup)}
    ${layout.intervals.map(({ operation, open }) => bar(operation, boxes.get(operation.index) as Box, labelOf(operation), open, telling))}
    ${arrows.map(badgeMarkup)}
  </svg>`;
}

function bar(operation: Operation, box: Box, label: string, open: boolean, telling: Telling): Markup {
  const { left, right, top } = box;
  const role = operation.type === 'ok' ? operationClass(operation.f) : operation.type;
  return html`<a class="bar ${role}" href="#timeline" data-operation="${operation.index}"
    ><title>${operationLine(operation, telling.times)}</title
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

function arrowMarkup({ path, head, reason }: Arrow): Markup {
  const name = reasonClass(reason);
  return html`<path class="arrow ${name}" d="${path}" /><polygon class="head ${name}" points="${head}" />`;
}

function badgeMarkup({ number, badge, reason }: Arrow): Markup {
  return html`<g class="badge ${reasonClass(reason)}"
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
    .map(([kind, windows]) => ({ kind: showText(kind, 20).slice(0, 22), windows: windows.slice(0, 60) }));
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
  return scale.flatMap(({ ns, at }) => {
    const x = gutter + at;
    const label = times.moment(ns);
    const half = (label.length * 6.4) / 2;
    if (x - half < free) return [];
    free = x + half + 8;
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
