import { clip, type Frame, xOf } from './axis.js';
import { drawMark, drawUnfinished, fit } from './lane-shapes.js';
import { Pixels, pixelColour } from './pixels.js';
import type { Rows } from './rows.js';
import { firstEndingAfter, isChosen, type RunData } from './run-data.js';
import { operationColour, theme } from './theme.js';
import type { View } from './view.js';

const DIM = 0.13;
/** A narrower bar has no room for a label, for what tells an unfinished one. */
const LABELLED = 26;
const HATCHED = 6;

/** The bars of the timeline. The work depends on the screen, hardly on the length of the run. */
export class LaneBars {
  readonly #data: RunData;
  readonly #view: View;
  readonly #pixels = new Pixels();
  /** Bars with more to them than a filled rectangle, and the tops of their rows. */
  #special: { readonly at: number; readonly y: number }[] = [];
  #row = 0;

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
  }

  /** @param row how high a row is, in CSS pixels */
  draw(context: CanvasRenderingContext2D, frame: Frame, { byLane, notableByLane }: Rows, row: number): void {
    this.#row = row;
    this.#special = [];
    this.#pixels.begin(frame);
    for (const [lane, positions] of byLane.entries()) {
      const y = frame.top + lane * row;
      if (this.#hasFilter) this.#drawRow(frame, y, positions, { lit: false });
      this.#drawRow(frame, y, positions, this.#hasFilter ? { lit: true } : {});
      // What went wrong must not hide behind what went well in the same pixel.
      this.#drawRow(frame, y, notableByLane[lane] as Int32Array, { notable: true });
    }
    this.#pixels.paint(context);
    for (const { at, y } of this.#special) this.#drawSpecial(context, frame, y, at);
    for (const [lane, positions] of notableByLane.entries())
      this.#drawMarks(context, frame, frame.top + lane * row, positions);
  }

  /** Of operations that share a pixel only the first is drawn. */
  #drawRow(
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
        next = Math.max(next + 1, firstEndingAfter(positions, data, drawnTo, next));
        continue;
      }
      next++;
      // What did not end well is left to the pass that draws nothing else.
      if (!notable && data.type[at] !== 0) continue;
      if (lit !== undefined && this.#isLit(at) !== lit) continue;
      this.#drawBar(frame, y, at);
      if (end - start < pixel) drawnTo = start + pixel;
    }
  }

  #drawBar(frame: Frame, y: number, at: number): void {
    const { x, width, top, height } = this.#box(frame, y, at);
    const unfinished = this.#data.type[at] !== 0 && width >= HATCHED;
    if (!unfinished) {
      const alpha = this.#isLit(at) ? 1 : DIM;
      this.#pixels.fill(x, top, width, height, pixelColour(this.#colour(at), alpha));
    }
    if (unfinished || (width > LABELLED && height >= 11) || this.#isPointedOut(at))
      this.#special.push({ at, y });
  }

  #drawSpecial(context: CanvasRenderingContext2D, frame: Frame, y: number, at: number): void {
    const type = this.#data.type[at];
    const { x, width, top, height } = this.#box(frame, y, at);
    context.globalAlpha = this.#isLit(at) ? 1 : DIM;
    if (type !== 0 && width >= HATCHED) {
      context.fillStyle = this.#colour(at);
      drawUnfinished(context, this.#colour(at), x, top, width, height, type === 2);
    }
    if (width > LABELLED && height >= 11) this.#drawLabel(context, at, x, top, width, height);
    context.globalAlpha = 1;
    if (!this.#isPointedOut(at)) return;
    const colours = theme();
    const chosen = at === this.#view.selected || this.#view.spotlight.has(at);
    context.strokeStyle = chosen ? colours.accent : colours.text;
    context.lineWidth = chosen ? 2 : 1;
    context.strokeRect(x - 1, top - 1, width + 2, height + 2);
  }

  /** Where the bar of an operation is, in CSS pixels. */
  #box(frame: Frame, y: number, at: number) {
    const { start, end } = this.#data;
    const view = this.#view;
    const [x, right] = clip(
      xOf(start[at] as number, view, frame),
      xOf(end[at] as number, view, frame),
      frame,
    );
    const gap = this.#row >= 14 ? 3 : 1;
    return { x, width: Math.max(1.5, right - x), top: y + gap, height: this.#row - 2 * gap };
  }

  #colour(at: number): string {
    const { type, kinds, f } = this.#data;
    if (type[at] === 1) return theme().fail;
    return type[at] === 2 ? theme().info : operationColour(kinds[f[at] as number]);
  }

  #isPointedOut(at: number): boolean {
    const { selected, hovered, spotlight } = this.#view;
    return at === selected || at === hovered || spotlight.has(at);
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
    const what = data.what(at);
    const short = what.replace(/^(read|write|holds) /, '');
    const text = fit(what, width - 8) ?? fit(short, width - 6);
    if (!text) return;
    context.font = `11px ${theme().font}`;
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
}
