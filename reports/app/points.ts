import { formatDuration } from '../quantity.js';
import type { PagePoints } from '../page/page-columns.js';
import {
  drawCursor,
  drawFaultBands,
  drawHeights,
  drawTimeAxis,
  drawTitle,
  type Frame,
  line,
  xOf,
} from './axis.js';
import { gutter } from './lanes.js';
import { Pixels, pixelColour } from './pixels.js';
import type { RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { theme } from './theme.js';
import type { View } from './view.js';

/** What a plot of points is called, and what its points mean. */
export interface PointsOptions {
  readonly title: string;
  readonly unit: string;
  /** The words about a point. */
  readonly tell: (at: number) => readonly string[];
  /** Whether a point is about what was chosen; by default every one is. */
  readonly isChosen?: (at: number) => boolean;
  /** A duration to compare them with. */
  readonly level?: { readonly ns: number; readonly words: string };
}

/** Durations over time, a point for each, on a logarithmic scale. */
export class PointsPicture {
  readonly height = 150;
  readonly #data: RunData;
  readonly #view: View;
  readonly #points: PagePoints;
  readonly #options: PointsOptions;
  readonly #shortest: number;
  readonly #longest: number;
  readonly #pixels = new Pixels();

  constructor(data: RunData, view: View, points: PagePoints, options: PointsOptions) {
    this.#data = data;
    this.#view = view;
    this.#points = points;
    this.#options = options;
    let [shortest, longest] = [Infinity, 0];
    for (const ns of options.level ? [...points.ns, options.level.ns] : points.ns) {
      shortest = Math.min(shortest, ns);
      longest = Math.max(longest, ns);
    }
    this.#shortest = 10 ** Math.floor(Math.log10(Math.max(1, Math.min(shortest, longest || 1e6))));
    this.#longest = Math.max(this.#shortest * 10, 10 ** Math.ceil(Math.log10(longest || 1e6)));
  }

  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: 28, bottom: height - 24 };
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    const view = this.#view;
    const { every } = this.#points;
    const sample = every > 1 ? `, one of ${every} shown` : '';
    drawTitle(context, frame, this.#options.title, `${this.#options.unit}${sample}`, []);
    drawFaultBands(context, view, frame, this.#data.faults);
    drawTimeAxis(context, view, frame, true);
    const marks: { y: number; label: string }[] = [];
    const decades = Math.round(Math.log10(this.#longest / this.#shortest));
    const step = 10 ** Math.max(1, Math.ceil(decades / 4));
    for (let mark = this.#shortest; mark <= this.#longest * 1.001; mark *= step) {
      marks.push({ y: this.#y(mark, frame), label: formatDuration(mark) });
    }
    drawHeights(context, frame, marks);
    this.#drawPoints(context, frame);
    this.#drawLevel(context, frame);
    drawCursor(context, view, frame);
  }

  #drawPoints(context: CanvasRenderingContext2D, frame: Frame): void {
    const { at, ns } = this.#points;
    const [dim, lit] = [0.12, 0.75].map((alpha) => pixelColour(theme().info, alpha)) as [number, number];
    // Few points would be lost.
    const size = at.length < 100 ? 5 : 2.5;
    this.#pixels.begin(frame);
    for (let point = this.#firstAfter(this.#view.from); point < at.length; point++) {
      const moment = at[point] as number;
      if (moment > this.#view.to) break;
      const colour = (this.#options.isChosen?.(point) ?? true) ? lit : dim;
      this.#pixels.dot(xOf(moment, this.#view, frame), this.#y(ns[point] as number, frame), size, colour);
    }
    this.#pixels.paint(context);
  }

  #drawLevel(context: CanvasRenderingContext2D, frame: Frame): void {
    const { level } = this.#options;
    if (!level) return;
    const y = Math.round(this.#y(Math.max(level.ns, this.#shortest), frame)) + 0.5;
    const colours = theme();
    context.strokeStyle = colours.text;
    context.setLineDash([5, 4]);
    line(context, frame.left, y, frame.right, y);
    context.setLineDash([]);
    context.font = `11px ${colours.font}`;
    context.textAlign = 'right';
    context.fillStyle = colours.text;
    context.fillText(level.words, frame.right - 4, y - frame.top > 16 ? y - 4 : y + 13);
  }

  #y(ns: number, { top, bottom }: Frame): number {
    const part = Math.log(ns / this.#shortest) / Math.log(this.#longest / this.#shortest);
    return bottom - part * (bottom - top);
  }

  #firstAfter(ns: number): number {
    let [low, high] = [0, this.#points.at.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#points.at[middle] as number) < ns) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The words about the point nearest to a place, if one is near. */
  tellAt(surface: Surface, x: number, y: number): readonly string[] | undefined {
    const nearest = this.#nearest(surface, x, y);
    return nearest === undefined ? undefined : this.#options.tell(nearest);
  }

  #nearest(surface: Surface, x: number, y: number): number | undefined {
    const frame = this.frame(surface);
    const { at, ns } = this.#points;
    let best: number | undefined;
    let distance = 8;
    for (let point = this.#firstAfter(this.#view.from); point < at.length; point++) {
      if ((at[point] as number) > this.#view.to) break;
      const dx = xOf(at[point] as number, this.#view, frame) - x;
      if (Math.abs(dx) > distance) continue;
      const away = Math.hypot(dx, this.#y(ns[point] as number, frame) - y);
      if (away < distance) [best, distance] = [point, away];
    }
    return best;
  }
}
