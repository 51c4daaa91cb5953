import type { Anomaly } from '../../src/checkers/checker.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { groupBy } from '../group-by.js';
import { type IntervalLayout, layoutIntervals } from '../interval-layout.js';
import { type Palette, widthOf } from './text.js';

const MAX_ROWS = 8;

/**
 * Who did what while what else went on; not to scale, but in order:
 *
 *     client 1  ├─ write x=9 ─┤
 *     client 3                  ├─ write x=17 ─┤ ├─ read x=9 ─┤
 *
 * Empty when it does not fit.
 */
export function pictureOf(anomaly: Anomaly, history: History, palette: Palette, width: number): string[] {
  const { operations, keys } = new Telling(anomaly, history);
  const rows = groupBy(
    [...operations].sort((a, b) => a.index - b.index),
    (operation) => actorOf(operation),
  );
  if (operations.length < 2 || rows.size > MAX_ROWS) return [];
  const margin = Math.max(...[...rows.keys()].map(widthOf)) + 2;
  for (const labelOf of [
    (operation: Operation) => whatOf(operation, { length: 12, keys }),
    (operation: Operation) => shortLabel(operation, keys),
  ]) {
    const layout = layoutIntervals(operations, {
      widthOf: (operation) => widthOf(labelOf(operation)) + 5,
      gapOf: (ns) => (ns > 50e6 ? 3 : 2),
    });
    if (margin + layout.width + 1 > width) continue;
    return [...rows].map(([who, members]) => {
      const bars = members.map((operation) => ({ operation, label: labelOf(operation) }));
      return palette.dim(who.padEnd(margin)) + drawRow(bars, layout, palette);
    });
  }
  return [];
}

function shortLabel(operation: Operation, keys: ReadonlySet<string>): string {
  const what = whatOf(operation, { length: 8, keys });
  if (operation.f === 'write') return what.replace(/^write /, 'w ');
  return operation.f === 'read' || operation.f === 'multi-read' ? what.replace(/^read /, 'r ') : what;
}

function drawRow(
  bars: readonly { readonly operation: Operation; readonly label: string }[],
  layout: IntervalLayout,
  palette: Palette,
): string {
  let row = '';
  let column = 0;
  for (const { operation, label } of bars) {
    const place = layout.intervals.find((interval) => interval.operation === operation);
    if (!place) continue;
    row += ' '.repeat(Math.max(0, place.start - column));
    const room = place.end - place.start - 4 - widthOf(label);
    const paint =
      operation.type === 'ok' ? palette.cyan : operation.type === 'fail' ? palette.red : palette.yellow;
    row += `├─ ${paint(label)} ${'─'.repeat(Math.max(1, room))}${place.open ? '?' : '┤'}`;
    column = place.end + 1;
  }
  return row;
}
