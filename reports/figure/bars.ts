import type { Operation } from '../../src/history/operation.js';
import { actorOf, operationLine } from '../describe-operation.js';
import type { IntervalLayout } from '../interval-layout.js';
import type { TimeFormat } from '../quantity.js';
import type { Box } from './arrows.js';
import { type Frame, round } from './frame.js';
import { html, type Markup } from '../page/markup.js';

/** Left and right of a label. */
export const PAD = 10;
const HEIGHT = 26;
/** What never ended runs on so far beyond the last moment. */
const OPEN = 20;

/** Where the bars of a picture lie, by `Operation.index`. */
export function boxesOf({ intervals }: IntervalLayout, { gutter, y }: Frame): Map<number, Box> {
  return new Map(
    intervals.map(({ operation, start, end, open }) => {
      const middle = y(actorOf(operation)) ?? 0;
      const box = {
        left: gutter + start,
        right: gutter + end + (open ? OPEN : 0),
        top: middle - HEIGHT / 2,
        bottom: middle + HEIGHT / 2,
      };
      return [operation.index, box];
    }),
  );
}

/** How a bar is drawn. */
export interface BarLook {
  readonly label: string;
  /** The step in which it appears. */
  readonly rank: number;
  readonly times: TimeFormat;
  /** What it shows is what cannot be. */
  readonly isWrong: boolean;
  /** Where a click leads; null: nowhere. */
  readonly href: string | null;
}

/** An operation from its call to its answer; square where it has none. */
export function barMarkup(
  operation: Operation,
  { left, right, top }: Box,
  { label, rank, times, isWrong, href }: BarLook,
): Markup {
  const role = operation.type === 'ok' ? operationClass(operation.f) : operation.type;
  const isOpen = !Number.isFinite(operation.completedIndex);
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
      height="${HEIGHT}"
      rx="${isOpen ? 3 : 6}"
    /><text x="${round(left + PAD)}" y="${top + HEIGHT / 2 + 4}">${label}</text></a
  >`;
}

/** The colour of an operation that ended well. */
export function operationClass(f: string): 'read' | 'write' | 'other' {
  if (f === 'write') return 'write';
  return f === 'read' || f === 'multi-read' ? 'read' : 'other';
}
