import { clip, drawCursor, drawFaultBands, drawTimeAxis, type Frame, line, timeAt, xOf } from './axis.js';
import { LaneBars } from './lane-bars.js';
import { fit, label } from './lane-shapes.js';
import type { Rows } from './rows.js';
import { firstEndingAfter, type RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { faultColour, theme } from './theme.js';
import type { View } from './view.js';

const STRIP = 16;
const AXIS = 24;

/** The timeline itself: a row for every client, a bar for every operation, the faults above and behind. */
export class LanesPicture {
  height = 0;
  readonly #data: RunData;
  #rows: Rows;
  #row = 0;
  readonly #view: View;
  readonly #bars: LaneBars;
  readonly #faultKinds: readonly string[];

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
    this.#bars = new LaneBars(data, view);
    this.#faultKinds = [...new Set(data.faults.map(({ kind }) => kind))].slice(0, 8);
    this.#rows = data;
    this.setRows(data);
  }

  /** Sorts the operations into other rows, which may change the height. */
  setRows(rows: Rows): void {
    this.#rows = rows;
    const count = Math.max(1, rows.lanes.length);
    this.#row = Math.max(8, Math.min(24, Math.floor(560 / count)));
    this.height = this.#top + count * this.#row + AXIS;
  }

  get #top(): number {
    return 6 + this.#faultKinds.length * STRIP + (this.#faultKinds.length > 0 ? 6 : 0);
  }

  /** Where time runs on it. */
  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: this.#top, bottom: height - AXIS };
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    drawFaultBands(context, this.#view, frame, this.#data.faults);
    drawTimeAxis(context, this.#view, frame, true);
    this.#drawFaultStrips(context, frame);
    for (const lane of this.#rows.lanes.keys()) this.#drawRow(context, frame, lane);
    this.#bars.draw(context, frame, this.#rows, this.#row);
    drawCursor(context, this.#view, frame);
  }

  #drawFaultStrips(context: CanvasRenderingContext2D, frame: Frame): void {
    const view = this.#view;
    const colours = theme();
    for (const [at, kind] of this.#faultKinds.entries()) {
      const y = 4 + at * STRIP;
      label(context, kind, frame.left - 10, y + 10, colours.muted);
      const faults = this.#data.faults.filter((fault) => fault.kind === kind);
      for (const [number, fault] of faults.entries()) {
        const end = fault.to ?? view.end;
        if (end < view.from || fault.from > view.to) continue;
        const [x, right] = clip(xOf(fault.from, view, frame), xOf(end, view, frame), frame);
        const width = Math.max(2, right - x);
        context.fillStyle = faultColour(kind);
        context.globalAlpha = 0.28;
        context.fillRect(x, y, width, STRIP - 3);
        context.globalAlpha = 1;
        context.fillRect(x, y, 2, STRIP - 3);
        context.font = `11px ${colours.font}`;
        const text = fault.text.replace(`${kind} `, '').replace(/^of /, '');
        // One fault may begin while another of its kind lasts: then its own words begin there.
        const next = faults[number + 1];
        const room = next ? Math.min(width, xOf(next.from, view, frame) - x) : width;
        const fitting = fit(text, room - 10);
        if (fitting) {
          context.textAlign = 'left';
          context.fillStyle = colours.text;
          context.fillText(fitting, x + 6, y + 10);
        }
      }
    }
  }

  #drawRow(context: CanvasRenderingContext2D, frame: Frame, lane: number): void {
    const y = frame.top + lane * this.#row;
    const { label: name, final } = this.#rows.lanes[lane] as RunData['lanes'][number];
    const colours = theme();
    context.strokeStyle = colours.hairline;
    line(context, frame.left, y + this.#row - 0.5, frame.right, y + this.#row - 0.5);
    if (this.#row >= 11 || lane % 2 === 0 || this.#rows !== this.#data) {
      label(context, name, frame.left - 10, y + this.#row / 2 + 4, final ? colours.faint : colours.muted);
    }
  }

  /** The operation under a point, or near it. */
  operationAt(surface: Surface, x: number, y: number): number | undefined {
    const frame = this.frame(surface);
    const lane = Math.floor((y - frame.top) / this.#row);
    const positions = this.#rows.byLane[lane];
    if (!positions || x < frame.left - 4 || x > frame.right + 4) return undefined;
    const reach = (this.#view.span / (frame.right - frame.left)) * 5;
    const ns = timeAt(x, this.#view, frame);
    const { start, end } = this.#data;
    let best: number | undefined;
    let distance = reach;
    for (let next = firstEndingAfter(positions, this.#data, ns - reach); next < positions.length; next++) {
      const at = positions[next] as number;
      if ((start[at] as number) > ns + reach) break;
      const away = Math.max(0, (start[at] as number) - ns, ns - (end[at] as number));
      if (away < distance || (best === undefined && away <= distance)) {
        best = at;
        distance = away;
      }
    }
    return best;
  }

  /** The fault under a point, among the strips above the rows. */
  faultAt(surface: Surface, x: number, y: number): RunData['faults'][number] | undefined {
    const kind = this.#faultKinds[Math.floor((y - 4) / STRIP)];
    if (kind === undefined) return undefined;
    const ns = timeAt(x, this.#view, this.frame(surface));
    return this.#data.faults.find(
      (fault) => fault.kind === kind && fault.from <= ns && (fault.to ?? Infinity) >= ns,
    );
  }
}

/** Room for names, less of it on a narrow screen. */
export function gutter(width: number): number {
  return width < 560 ? 66 : 86;
}
