import type { FaultWindow, History, Operation } from '../../src/history/operation.js';
import { describeFault } from '../describe-fault.js';
import { faultsDuring } from '../faults-during.js';
import { groupBy } from '../group-by.js';
import { cutText, showText } from '../show-value.js';
import { faultClass } from '../page/fault-class.js';
import { type Frame, round } from './frame.js';
import { html, type Markup } from '../page/markup.js';

/** The height of a strip of faults. */
export const STRIP = 18;
const MAX_KINDS = 6;
const MAX_WINDOWS = 60;

/** A strip of the picture: the faults of a kind. */
export interface FaultRow {
  readonly kind: string;
  readonly windows: readonly FaultWindow[];
}

/** The faults that some of these operations met, a row for each kind. */
export function faultRows(operations: readonly Operation[], history: History): FaultRow[] {
  const met = faultsDuring(operations, history);
  return [...groupBy(met, ({ kind }) => kind)].slice(0, MAX_KINDS).map(([kind, windows]) => ({
    kind: cutText(showText(kind, 20), 22),
    windows: windows.slice(0, MAX_WINDOWS),
  }));
}

/** The strips, and bands from them down over all rows. */
export function faultBands(rows: readonly FaultRow[], { gutter, width, bottom, x }: Frame): Markup[] {
  return rows.map(({ kind, windows }, at) => {
    const y = 10 + at * STRIP;
    const name = faultClass(kind);
    const bands = windows.map((fault) => {
      const left = x(fault.from);
      const span = Math.max(3, (Number.isFinite(fault.to) ? x(fault.to) : width) - left);
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
    return html`<text class="kind" x="${round(gutter - 16)}" y="${y + 9}" text-anchor="end">${kind}</text
      >${bands}`;
  });
}
