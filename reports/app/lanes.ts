import { clip, drawCursor, drawFaultBands, drawTimeAxis, type Frame, line, timeAt, xOf } from './axis.js';
import { drawMark, drawUnfinished, fit, label } from './lane-shapes.js';
import type { Rows } from './rows.js';
import { firstEndingAfter, isChosen, type RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { faultColour, operationColour, theme } from './theme.js';
import type { View } from './view.js';

const STRIP = 16;
const AXIS = 24;
const DIM = 0.13;

/** The timeline itself: a row for every client, a bar for every operation, the faults above and behind. */
export class LanesPicture {
  height = 0;
  readonly #data: RunData;
  #rows: Rows;
  #row = 0;
  readonly #view: View;
  readonly #faultKinds: readonly string[];

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
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
    for (let lane = 0; lane < this.#rows.lanes.length; lane++) this.#drawLane(context, frame, lane);
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
        const text = fault.text.replace(`${kind} `, '').replace(/^of /, '');
        // One fault may begin while another of its kind lasts: then its own words begin there.
        const next = faults[number + 1];
        const room = next ? Math.min(width, xOf(next.from, view, frame) - x) : width;
        const fitting = fit(context, text, room - 10);
        if (fitting) {
          context.textAlign = 'left';
          context.fillStyle = colours.text;
          context.fillText(fitting, x + 6, y + 10);
        }
      }
    }
  }

  #drawLane(context: CanvasRenderingContext2D, frame: Frame, lane: number): void {
    const { lanes, byLane, notableByLane } = this.#rows;
    const y = frame.top + lane * this.#row;
    const { label: name, final } = lanes[lane] as RunData['lanes'][number];
    const colours = theme();
    context.strokeStyle = colours.hairline;
    line(context, frame.left, y + this.#row - 0.5, frame.right, y + this.#row - 0.5);
    if (this.#row >= 11 || lane % 2 === 0 || this.#rows !== this.#data) {
      label(context, name, frame.left - 10, y + this.#row / 2 + 4, final ? colours.faint : colours.muted);
    }
    const all = byLane[lane] as Int32Array;
    if (this.#hasFilter) {
      this.#drawBars(context, frame, y, all, { lit: false });
      this.#drawBars(context, frame, y, all, { lit: true });
    } else this.#drawBars(context, frame, y, all, {});
    // What went wrong must not hide behind what went well in the same pixel.
    this.#drawBars(context, frame, y, notableByLane[lane] as Int32Array, { notable: true });
    this.#drawMarks(context, frame, y, notableByLane[lane] as Int32Array);
  }

  /** Of operations that share a pixel only the first is drawn, so the work depends on the screen and not on the run. */
  #drawBars(
    context: CanvasRenderingContext2D,
    frame: Frame,
    y: number,
    positions: Int32Array,
    { notable = false, lit }: { readonly notable?: boolean; readonly lit?: boolean },
  ): void {
    const data = this.#data;
    const view = this.#view;
    const pixel = view.span / (frame.right - frame.left);
    let drawnTo = -Infinity;
    for (let next = firstEndingAfter(positions, data, view.from); next < positions.length;) {
      const at = positions[next] as number;
      const start = data.start[at] as number;
      if (start > view.to) break;
      const end = data.end[at] as number;
      if (end <= drawnTo) {
        next = Math.max(next + 1, firstEndingAfter(positions, data, drawnTo));
        continue;
      }
      next++;
      // What did not end well is left to the pass that draws nothing else.
      if (!notable && data.type[at] !== 0) continue;
      if (lit !== undefined && this.#isLit(at) !== lit) continue;
      this.#drawBar(context, frame, y, at);
      if (end - start < pixel) drawnTo = start + pixel;
    }
  }

  #drawBar(context: CanvasRenderingContext2D, frame: Frame, y: number, at: number): void {
    const data = this.#data;
    const view = this.#view;
    const colours = theme();
    const [x, right] = clip(
      xOf(data.start[at] as number, view, frame),
      xOf(data.end[at] as number, view, frame),
      frame,
    );
    const width = Math.max(1.5, right - x);
    const gap = this.#row >= 14 ? 3 : 1;
    const [top, height] = [y + gap, this.#row - 2 * gap];
    const type = data.type[at];
    const lit = this.#isLit(at);
    context.globalAlpha = lit ? 1 : DIM;
    const colour =
      type === 1
        ? colours.fail
        : type === 2
          ? colours.info
          : operationColour(data.kinds[data.f[at] as number]);
    context.fillStyle = colour;
    if (type === 0 || width < 6) context.fillRect(x, top, width, height);
    else drawUnfinished(context, colour, x, top, width, height, type === 2);
    if (width > 26 && height >= 11) this.#drawLabel(context, at, x, top, width, height);
    context.globalAlpha = 1;
    if (at === view.selected || at === view.hovered || view.spotlight.has(at)) {
      const chosen = at === view.selected || view.spotlight.has(at);
      context.strokeStyle = chosen ? colours.accent : colours.text;
      context.lineWidth = chosen ? 2 : 1;
      context.strokeRect(x - 1, top - 1, width + 2, height + 2);
    }
  }

  /** A sign beneath each operation of an anomaly, or one for several where they crowd. */
  #drawMarks(context: CanvasRenderingContext2D, frame: Frame, y: number, positions: Int32Array): void {
    const data = this.#data;
    const view = this.#view;
    let last = -Infinity;
    for (let next = firstEndingAfter(positions, data, view.from); next < positions.length; next++) {
      const at = positions[next] as number;
      const start = data.start[at] as number;
      if (start > view.to) break;
      const x = Math.max(frame.left, xOf(start, view, frame));
      if (!data.marked[at] || x - last < 8) continue;
      last = x;
      context.globalAlpha = this.#isLit(at) ? 1 : DIM;
      drawMark(context, x, y + this.#row);
      context.globalAlpha = 1;
    }
  }

  #drawLabel(
    context: CanvasRenderingContext2D,
    at: number,
    x: number,
    top: number,
    width: number,
    height: number,
  ): void {
    const data = this.#data;
    const what = data.what[at] ?? '';
    const short = what.replace(/^(read|write|holds) /, '');
    context.font = `11px ${theme().font}`;
    const text = fit(context, what, width - 8) ?? fit(context, short, width - 6);
    if (!text) return;
    context.textAlign = 'left';
    context.fillStyle = data.type[at] === 0 ? theme()['on-bar'] : theme().text;
    context.fillText(text, x + 4, top + height / 2 + 4);
  }

  get #hasFilter(): boolean {
    const { spotlight, key, found } = this.#view;
    return spotlight.size > 0 || key !== undefined || found !== undefined;
  }

  #isLit(at: number): boolean {
    const { spotlight } = this.#view;
    if (spotlight.size > 0) return spotlight.has(at);
    return isChosen(this.#data, at, this.#view);
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
