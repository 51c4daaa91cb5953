import type { PageCluster } from '../page/page-columns.js';
import { formatDuration } from '../quantity.js';
import {
  drawCursor,
  drawFaultBands,
  drawHeights,
  drawTimeAxis,
  drawTitle,
  type Frame,
  timeAt,
} from './axis.js';
import { clockOffset } from '../page/clock-offset.js';
import { gutter } from './lanes.js';
import type { RunData } from './run-data.js';
import type { Surface } from './surface.js';
import { theme } from './theme.js';
import type { View } from './view.js';

/** Offsets below this, in milliseconds, lie on the line. */
const LEAST_MS = 0.1;

/** How far every node's wall clock is ahead or behind over time: linear near nothing, logarithmic beyond. */
export class SkewPicture {
  readonly height = 150;
  readonly #data: RunData;
  readonly #view: View;
  readonly #cluster: PageCluster;
  readonly #most: number;

  constructor(data: RunData, view: View, cluster: PageCluster) {
    this.#data = data;
    this.#view = view;
    this.#cluster = cluster;
    const drift = data.endedAt / 1e6;
    const sizes = [...cluster.clocks, ...data.faults.flatMap(({ effect }) => effect?.clock ?? [])].map(
      ({ offsetMs, driftPpm }) => Math.abs(offsetMs) + (Math.abs(driftPpm) * drift) / 1e6,
    );
    this.#most = Math.max(1, ...sizes);
  }

  frame({ width, height }: Surface): Frame {
    return { left: gutter(width), right: width - 12, top: 28, bottom: height - 24 };
  }

  draw(context: CanvasRenderingContext2D, surface: Surface): void {
    const frame = this.frame(surface);
    const view = this.#view;
    const names = this.#cluster.names.slice(0, this.#cluster.clocks.length);
    drawTitle(
      context,
      frame,
      'Clock skew',
      'wall clocks ahead (above) and behind (below)',
      names.slice(0, 5).map((name, node) => [name, colourOf(node)] as const),
    );
    drawFaultBands(context, view, frame, this.#data.faults);
    drawTimeAxis(context, view, frame, true);
    const heights = [this.#most, 0, -this.#most].map((ms) => ({
      y: this.#y(ms, frame),
      label: ms === 0 ? '0' : `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms) * 1e6)}`,
    }));
    drawHeights(context, frame, heights);
    for (const node of names.keys()) this.#drawNode(context, frame, node);
    drawCursor(context, view, frame);
  }

  #drawNode(context: CanvasRenderingContext2D, frame: Frame, node: number): void {
    context.strokeStyle = colourOf(node);
    context.lineWidth = 1.5;
    context.beginPath();
    for (let x = frame.left; x <= frame.right; x++) {
      const y = this.#y(this.offsetAt(node, timeAt(x, this.#view, frame)), frame) + (node % 5) - 2;
      if (x === frame.left) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }

  /** Milliseconds that a node's clock is ahead. */
  offsetAt(node: number, ns: number): number {
    return clockOffset(node, ns, this.#cluster, this.#data.faults);
  }

  #y(ms: number, { top, bottom }: Frame): number {
    const middle = (top + bottom) / 2;
    const part = Math.log1p(Math.abs(ms) / LEAST_MS) / Math.log1p(this.#most / LEAST_MS);
    return middle - Math.sign(ms) * part * ((bottom - top) / 2);
  }
}

function colourOf(node: number): string {
  const { write, read, info, fail, other } = theme();
  return [write, read, info, fail, other][node % 5] as string;
}
