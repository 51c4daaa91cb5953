import type { Frame } from './axis.js';
import { gutter } from './lanes.js';
import type { RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { faultColour, theme } from './theme.js';
import type { View } from './view.js';

/** The whole run at a glance, with a window over the stretch that the other pictures show. */
export class OverviewPicture {
  readonly height = 46;
  readonly #data: RunData;
  readonly #view: View;
  /** When those operations began that belong to an anomaly. */
  readonly #marks: number[] = [];
  #counts = new Float64Array(0);

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
    for (let at = 0; at < data.count; at++) if (data.marked[at]) this.#marks.push(data.start[at] as number);
  }

  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: 4, bottom: height - 4 };
  }

  /** The place of a moment of the whole run. */
  x(ns: number, { left, right }: Frame): number {
    return left + (ns / this.#view.end) * (right - left);
  }

  /** The moment at a place. */
  timeAt(x: number, { left, right }: Frame): number {
    return ((x - left) / (right - left)) * this.#view.end;
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    const { left, right, top, bottom } = frame;
    const colours = theme();
    context.fillStyle = colours.hairline;
    context.fillRect(left, top, right - left, bottom - top);
    for (const { kind, from, to } of this.#data.faults) {
      const x = this.x(from, frame);
      context.globalAlpha = 0.2;
      context.fillStyle = faultColour(kind);
      context.fillRect(x, top, Math.max(1, this.x(to ?? this.#view.end, frame) - x), bottom - top);
    }
    context.globalAlpha = 1;
    this.#drawDensity(context, frame);
    this.#drawMarks(context, frame);
    const [from, to] = [this.x(this.#view.from, frame), this.x(this.#view.to, frame)];
    context.globalAlpha = 0.72;
    context.fillStyle = colours.surface;
    context.fillRect(left, top, from - left, bottom - top);
    context.fillRect(to, top, right - to, bottom - top);
    context.globalAlpha = 1;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.strokeRect(from + 0.75, top, Math.max(2, to - from - 1.5), bottom - top);
  }

  #drawDensity(context: CanvasRenderingContext2D, { left, right, top, bottom }: Frame): void {
    const buckets = Math.max(1, Math.floor((right - left) / 3));
    const counts = this.#countsOf(buckets);
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    context.fillStyle = theme().faint;
    for (const [at, count] of counts.entries()) {
      const height = Math.sqrt(count / most) * (bottom - top - 8);
      context.fillRect(left + (at * (right - left)) / buckets, bottom - height, 2, height);
    }
  }

  /** How many operations began in each part of the run; counted once for each width. */
  #countsOf(buckets: number): Float64Array {
    if (this.#counts.length === buckets) return this.#counts;
    this.#counts = new Float64Array(buckets);
    for (let at = 0; at < this.#data.count; at++) {
      const part = (this.#data.start[at] as number) / this.#view.end;
      const bucket = Math.min(buckets - 1, Math.floor(part * buckets));
      this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    }
    return this.#counts;
  }

  #drawMarks(context: CanvasRenderingContext2D, frame: Frame): void {
    context.fillStyle = theme().fail;
    let last = -Infinity;
    for (const start of this.#marks) {
      const x = Math.round(this.x(start, frame));
      if (x === last) continue;
      last = x;
      context.fillRect(x, frame.top, 1, 5);
    }
  }
}
