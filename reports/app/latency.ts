import { formatDuration } from '../quantity.js';
import { drawCursor, drawFaultBands, drawHeights, drawTimeAxis, drawTitle, type Frame, xOf } from './axis.js';
import { gutter } from './lanes.js';
import { Pixels, pixelColour } from './pixels.js';
import { quantilesOver, type WindowQuantiles } from './quantiles.js';
import { firstStartingAfter, isChosen, type RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { theme } from './theme.js';
import type { View } from './view.js';

/** Windows of time over which quantiles are taken, and which. */
const WINDOWS = 60;
const SHARES = [0.5, 0.95, 0.99] as const;
/** A frame that is narrower has no room for what the lines mean. */
const ROOMY = 760;

/** What the picture shows, in nanoseconds. */
interface Measured {
  /** The ends of the scale. */
  readonly shortest: number;
  readonly longest: number;
  readonly quantiles: readonly WindowQuantiles[];
  /** For each operation how far up its point is, from 0 to 1. */
  readonly parts: Float32Array;
}

/**
 * How long operations took, over time: a point for each, on a logarithmic scale, and lines below which half, 95 % and 99 % of
 * those lie that were acknowledged around that time.
 */
export class LatencyPicture {
  readonly height = 190;
  readonly #data: RunData;
  readonly #view: View;
  #known: Measured | undefined;
  readonly #pixels = new Pixels();

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
  }

  /** Measured when the picture first comes into sight: the page is open sooner. */
  get #measured(): Measured {
    return (this.#known ??= measure(this.#data));
  }

  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: 28, bottom: height - 24 };
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    const lines =
      frame.right - frame.left > ROOMY ? '; below the lines 50, 95 and 99 % of those that were ok' : '';
    drawTitle(context, frame, 'Latency', `at the moment of the answer${lines}`);
    drawFaultBands(context, this.#view, frame, this.#data.faults);
    drawTimeAxis(context, this.#view, frame, true);
    drawHeights(context, frame, this.#heights(frame));
    this.#drawPoints(context, frame);
    this.#drawQuantiles(context, frame);
    drawCursor(context, this.#view, frame);
  }

  #heights(frame: Frame): { y: number; label: string }[] {
    const { shortest, longest } = this.#measured;
    const marks: { y: number; label: string }[] = [];
    for (let ns = shortest; ns <= longest * 1.001; ns *= 10) {
      marks.push({ y: this.#y(ns, frame), label: formatDuration(ns) });
    }
    const most = Math.max(2, Math.floor((frame.bottom - frame.top) / 22));
    const every = Math.ceil(marks.length / most);
    return marks.filter((_, at) => at % every === 0);
  }

  #y(ns: number, { top, bottom }: Frame): number {
    return bottom - partOf(ns, this.#measured) * (bottom - top);
  }

  /** However many operations fall on a place, it is filled once; what went wrong last, so that it is not hidden. */
  #drawPoints(context: CanvasRenderingContext2D, frame: Frame): void {
    const { key, found } = this.#view;
    const { ok, info, fail } = theme();
    const kinds = [
      [0, ok],
      [2, info],
      [1, fail],
    ] as const;
    this.#pixels.begin(frame);
    for (const lit of key === undefined && found === undefined ? [true] : [false, true])
      for (const [type, colour] of kinds)
        this.#fillPoints(frame, type, pixelColour(colour, lit ? 0.75 : 0.12), lit);
    this.#pixels.paint(context);
    if (this.#view.hovered !== undefined) this.#ring(context, frame, this.#view.hovered);
  }

  #fillPoints(frame: Frame, type: number, colour: number, lit: boolean): void {
    const data = this.#data;
    const view = this.#view;
    const { left, right, top, bottom } = frame;
    const { from, to } = view;
    const { longest, parts } = this.#measured;
    const scale = (right - left) / view.span;
    for (let at = firstStartingAfter(data, from - longest); at < data.count; at++) {
      if ((data.start[at] as number) > to) break;
      const end = data.end[at] as number;
      if (data.type[at] !== type || end < from || end > to || data.open[at]) continue;
      if (isChosen(data, at, view) !== lit) continue;
      const x = left + (end - from) * scale;
      const y = bottom - (parts[at] as number) * (bottom - top);
      if (!this.#pixels.has(x, y, colour)) this.#pixels.dot(x, y, 2.5, colour);
    }
  }

  #drawQuantiles(context: CanvasRenderingContext2D, frame: Frame): void {
    context.save();
    context.strokeStyle = theme().text;
    context.lineWidth = 1.25;
    for (const share of SHARES.keys()) {
      context.globalAlpha = 0.85 - 0.2 * share;
      context.setLineDash(share === 0 ? [] : [6 / share, 3]);
      context.beginPath();
      let drawnTo = -Infinity;
      for (const { from, to, ns } of this.#measured.quantiles) {
        if (to < this.#view.from || from > this.#view.to) continue;
        const y = this.#y(ns[share] as number, frame);
        // Dashes take their time where nobody sees them as well.
        const x = Math.max(frame.left, xOf(from, this.#view, frame));
        const right = Math.min(frame.right, xOf(to, this.#view, frame));
        // Nothing is said of windows without answers.
        if (from > drawnTo) context.moveTo(x, y);
        else context.lineTo(x, y);
        context.lineTo(right, y);
        drawnTo = to;
      }
      context.stroke();
    }
    context.restore();
  }

  #ring(context: CanvasRenderingContext2D, frame: Frame, at: number): void {
    const [start, end] = [this.#data.start[at] as number, this.#data.end[at] as number];
    if (this.#data.open[at] || end < this.#view.from || end > this.#view.to) return;
    context.strokeStyle = theme().text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(xOf(end, this.#view, frame), this.#y(end - start, frame), 4.5, 0, 2 * Math.PI);
    context.stroke();
  }

  /** The operation whose point is nearest to a place, if one is near. */
  operationAt(surface: Surface, x: number, y: number): number | undefined {
    const data = this.#data;
    const view = this.#view;
    const frame = this.frame(surface);
    const { longest, parts } = this.#measured;
    let best: number | undefined;
    let distance = 8;
    for (let at = firstStartingAfter(data, view.from - longest); at < data.count; at++) {
      if ((data.start[at] as number) > view.to) break;
      if (data.open[at]) continue;
      const end = data.end[at] as number;
      const dx = xOf(end, view, frame) - x;
      if (dx > distance || dx < -distance) continue;
      const dy = frame.bottom - (parts[at] as number) * (frame.bottom - frame.top) - y;
      const away = Math.hypot(dx, dy);
      if (away < distance) {
        best = at;
        distance = away;
      }
    }
    return best;
  }
}

function measure(data: RunData): Measured {
  const acknowledged = { ends: [] as number[], ns: [] as number[] };
  let [least, most] = [Infinity, 0];
  for (let at = 0; at < data.count; at++) {
    if (data.open[at]) continue;
    const ns = Math.max(1, (data.end[at] as number) - (data.start[at] as number));
    least = Math.min(least, ns);
    most = Math.max(most, ns);
    if (data.type[at] !== 0) continue;
    acknowledged.ends.push(data.end[at] as number);
    acknowledged.ns.push(ns);
  }
  const shortest = 10 ** Math.floor(Math.log10(Math.min(least, most || 1e6)));
  const longest = Math.max(shortest * 10, 10 ** Math.ceil(Math.log10(most || 1e6)));
  const parts = new Float32Array(data.count);
  for (let at = 0; at < data.count; at++)
    parts[at] = partOf((data.end[at] as number) - (data.start[at] as number), { shortest, longest });
  const quantiles = quantilesOver(acknowledged, data.endedAt, WINDOWS, SHARES);
  return { shortest, longest, quantiles, parts };
}

/** How far up a duration is. */
function partOf(ns: number, { shortest, longest }: Pick<Measured, 'shortest' | 'longest'>): number {
  return Math.log(Math.max(ns, shortest) / shortest) / Math.log(longest / shortest);
}
