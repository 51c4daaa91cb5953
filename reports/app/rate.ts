import {
  drawCursor,
  drawFaultBands,
  drawHeights,
  drawTimeAxis,
  drawTitle,
  type Frame,
  roundStep,
  shortCount,
  xOf,
} from './axis.js';
import { gutter } from './lanes.js';
import { firstStartingAfter, isChosen, type RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { theme } from './theme.js';
import type { View } from './view.js';

const BUCKET_PIXELS = 7;

/** How many operations began in each second, over time, by how they ended: stacked. */
export class RatePicture {
  readonly height = 150;
  readonly #data: RunData;
  readonly #view: View;
  #sums: (Pick<View, 'key' | 'found'> & { readonly byOutcome: readonly Uint32Array[] }) | undefined;

  constructor(data: RunData, view: View) {
    this.#data = data;
    this.#view = view;
  }

  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: 28, bottom: height - 24 };
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    const view = this.#view;
    const { counts, step, first } = this.#buckets(frame);
    const perSecond = 1e9 / step;
    const highest =
      counts.reduce((most, [ok, fail, info]) => Math.max(most, ok + fail + info), 0) * perSecond;
    const heightStep = roundStep(Math.max(highest, 1), 3);
    const top = Math.ceil(Math.max(highest, 1) / heightStep) * heightStep;
    const y = (rate: number): number => frame.bottom - (rate / top) * (frame.bottom - frame.top);
    drawTitle(context, frame, 'Rate', 'operations begun per second');
    drawFaultBands(context, view, frame, this.#data.faults);
    drawTimeAxis(context, view, frame, true);
    const marks = Array.from({ length: Math.round(top / heightStep) + 1 }, (_, at) => at * heightStep);
    drawHeights(
      context,
      frame,
      marks.map((rate) => ({ y: y(rate), label: shortCount(rate) })),
    );
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top - 1, frame.right - frame.left, frame.bottom - frame.top + 1);
    context.clip();
    const colours = theme();
    for (const [at, [ok, fail, info]] of counts.entries()) {
      const left = xOf((first + at) * step, view, frame);
      const width = Math.max(1, xOf((first + at + 1) * step, view, frame) - left - 1);
      let base = 0;
      for (const [count, colour] of [
        [fail, colours.fail],
        [info, colours.info],
        [ok, colours.ok],
      ] as const) {
        if (count === 0) continue;
        const [low, high] = [y(base * perSecond), y((base + count) * perSecond)];
        context.globalAlpha = colour === colours.ok ? 0.55 : 0.95;
        context.fillStyle = colour;
        context.fillRect(left, high, width, low - high);
        base += count;
      }
    }
    context.restore();
    drawCursor(context, view, frame);
  }

  /** Counts by outcome; the bucket numbered `first` begins at `first * step` nanoseconds, so panning does not reshuffle them. */
  #buckets(frame: Frame): {
    counts: [ok: number, fail: number, info: number][];
    step: number;
    first: number;
  } {
    const data = this.#data;
    const view = this.#view;
    const step = roundStep(view.span, (frame.right - frame.left) / BUCKET_PIXELS);
    const first = Math.floor(view.from / step);
    const last = Math.floor(view.to / step);
    const sums = this.#sumsOf();
    let from = firstStartingAfter(data, first * step);
    const counts = Array.from({ length: last - first + 1 }, (_, bucket): [number, number, number] => {
      const to = firstStartingAfter(data, (first + bucket + 1) * step);
      const [ok, fail, info] = sums.map((sum) => (sum[to] as number) - (sum[from] as number));
      from = to;
      return [ok as number, fail as number, info as number];
    });
    return { counts, step, first };
  }

  /** For each outcome how many of the chosen operations are before each one; summed up once for each choice. */
  #sumsOf(): readonly Uint32Array[] {
    const data = this.#data;
    const { key, found } = this.#view;
    const sums = this.#sums;
    if (sums && sums.key === key && sums.found === found) return sums.byOutcome;
    const byOutcome = [0, 1, 2].map(() => new Uint32Array(data.count + 1));
    for (const [type, before] of byOutcome.entries()) {
      let sum = 0;
      for (let at = 0; at < data.count; at++) {
        if (data.type[at] === type && isChosen(data, at, this.#view)) sum++;
        before[at + 1] = sum;
      }
    }
    this.#sums = { key, found, byOutcome };
    return byOutcome;
  }
}
