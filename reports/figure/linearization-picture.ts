import type { Operation } from '../../src/history/operation.js';
import { actorOf, operationLine, whatOf } from '../describe-operation.js';
import { type IntervalLayout, layoutIntervals } from '../interval-layout.js';
import type { LongestOrder } from '../longest-order.js';
import type { TimeFormat } from '../quantity.js';
import { cutText } from '../show-value.js';
import { columns, round } from './frame.js';
import { html, type Markup } from '../page/markup.js';

/** The width of a character of a name, and of a label. */
const NAME = 7.3;
const LABEL = 6.7;
const ROW = 46;
const BAR = 14;
const RADIUS = 8;
/** From one point to the next, where there is room. */
const GAP = 2 * RADIUS + 4;
const EDGE = RADIUS + 1;

/**
 * The longest order as a line through the operations: each takes effect at its number, which lies within its bar, and a
 * cross is where the next one would have to be.
 */
export function linearizationPicture({ order, stuck }: LongestOrder, times: TimeFormat): Markup {
  const operations = [...new Set([...order, ...stuck])].sort((a, b) => a.index - b.index);
  const rows = [...new Set(operations.map(actorOf))];
  const labelOf = (operation: Operation): string => cutText(whatOf(operation, { length: 16 }), 40);
  const layout = layoutIntervals(operations, {
    widthOf: (operation) => Math.max(columns(labelOf(operation)) * LABEL, 4 * EDGE),
    gapOf: () => 26,
    rowOf: actorOf,
  });
  const gutter = Math.max(...rows.map(columns)) * NAME + 22;
  const middle = (operation: Operation): number => (rows.indexOf(actorOf(operation)) + 0.5) * ROW + 6;
  const places = pointsOf(order, layout).map((x, at) => ({
    x: gutter + x,
    y: middle(order[at] as Operation),
  }));
  const last = places.at(-1);
  const crosses = stuck.map((operation) => {
    const { start = 0, end = 0 } = layout.intervals.find((one) => one.operation === operation) ?? {};
    const x = Math.max((last?.x ?? 0) + GAP, gutter + start + EDGE);
    return { x: Math.min(x, gutter + end - EDGE), y: middle(operation) };
  });
  const width = gutter + layout.width + 20;
  const height = rows.length * ROW + 8;
  return html`<svg
    class="figure order"
    viewBox="0 0 ${round(width)} ${height}"
    width="${round(width)}"
    height="${height}"
    role="img"
    aria-label="${`The longest order: ${order.map((one) => `${actorOf(one)} ${labelOf(one)}`).join(', then ')}; then it is stuck.`.slice(0, 600)}"
  >
    ${rows.map((who, at) => html`<text class="who" x="${round(gutter - 16)}" y="${(at + 0.5) * ROW + 10}" text-anchor="end">${who}</text>`)}
    <polyline points="${places.map(({ x, y }) => `${round(x)},${y}`).join(' ')}" />
    ${layout.intervals.map(({ operation, start, end }) => {
      const isStuck = stuck.includes(operation);
      return html`<g class="span${isStuck && ' stuck'}" data-operation="${operation.index}"
        ><title>${operationLine(operation, times)}</title
        ><text x="${round(gutter + start)}" y="${middle(operation) - BAR / 2 - 4}">${labelOf(operation)}</text
        ><rect
          x="${round(gutter + start)}"
          y="${middle(operation) - BAR / 2}"
          width="${round(end - start)}"
          height="${BAR}"
          rx="4"
      /></g>`;
    })}
    ${crosses.map(({ x, y }) => html`${last && html`<path class="way" d="M${round(last.x)},${last.y} L${round(x)},${y}" />`}<path class="cross" d="M${round(x - 5)},${y - 5} l10,10 m0,-10 l-10,10" />`)}
    ${places.map(({ x, y }, at) => html`<circle cx="${round(x)}" cy="${y}" r="${RADIUS}" /><text class="number" x="${round(x)}" y="${y + 3.5}" text-anchor="middle">${at + 1}</text>`)}
  </svg>`;
}

/** Where each takes effect: within its bar, and after the one before. */
function pointsOf(order: readonly Operation[], { intervals }: IntervalLayout): number[] {
  const bars = order.map((operation) => {
    const { start, end } = intervals.find((one) => one.operation === operation) ?? { start: 0, end: 0 };
    return { first: start + EDGE, last: end - EDGE };
  });
  const latest: number[] = [];
  let next = Infinity;
  for (const { last } of bars.toReversed()) {
    next = Math.min(last, next - 1);
    latest.unshift(next);
  }
  let before = -Infinity;
  return bars.map(
    ({ first }, at) => (before = Math.min(Math.max(before + GAP, first), latest[at] as number)),
  );
}
