import { formatCount } from '../quantity.js';
import { faultColour, theme } from './theme.js';
import type { PageFault } from '../page/page-columns.js';
import type { View } from './view.js';

/** Where time runs on a picture: from `left` to `right`, in CSS pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The place of a moment. */
export function xOf(ns: number, { from, span }: View, { left, right }: Frame): number {
  return left + ((ns - from) / span) * (right - left);
}

/** The moment at a place. */
export function timeAt(x: number, { from, span }: View, { left, right }: Frame): number {
  return from + ((x - left) / (right - left)) * span;
}

/** Round steps of which about `count` fit into a length. */
export function roundStep(length: number, count: number): number {
  const rough = length / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}

const units = [
  { unit: 's', ns: 1e9 },
  { unit: 'ms', ns: 1e6 },
  { unit: 'µs', ns: 1e3 },
  { unit: 'ns', ns: 1 },
] as const;

/** Moments at round places along the axis, with their labels: finer the closer one looks. */
export function ticks(view: View, { left, right }: Frame): { readonly ns: number; readonly label: string }[] {
  const step = roundStep(view.span, (right - left) / 90);
  const { unit, ns: size } = view.to >= 1e8 ? units[0] : (units.find(({ ns }) => ns <= view.to) ?? units[3]);
  const decimals = Math.max(0, Math.min(9, Math.ceil(-Math.log10(step / size) - 1e-9)));
  const marks: { ns: number; label: string }[] = [];
  for (let ns = Math.ceil(view.from / step) * step; ns <= view.to; ns += step) {
    marks.push({ ns, label: `${(ns / size).toFixed(decimals)} ${unit}` });
  }
  return marks;
}

/** Upright lines at round moments, with labels beneath the frame where `labelled`. */
export function drawTimeAxis(
  context: CanvasRenderingContext2D,
  view: View,
  frame: Frame,
  labelled: boolean,
): void {
  const colours = theme();
  context.font = `11px ${colours.font}`;
  context.textAlign = 'center';
  for (const { ns, label } of ticks(view, frame)) {
    const x = Math.round(xOf(ns, view, frame)) + 0.5;
    context.strokeStyle = colours.hairline;
    line(context, x, frame.top, x, frame.bottom);
    if (!labelled) continue;
    context.fillStyle = colours.muted;
    const half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(Math.max(x, frame.left + half), frame.right - half), frame.bottom + 15);
  }
}

/** A number and its line for each of a few heights. */
export function drawHeights(
  context: CanvasRenderingContext2D,
  { left, right }: Frame,
  marks: readonly { readonly y: number; readonly label: string }[],
): void {
  const colours = theme();
  context.font = `11px ${colours.font}`;
  context.textAlign = 'right';
  for (const { y, label } of marks) {
    context.strokeStyle = colours.hairline;
    line(context, left, Math.round(y) + 0.5, right, Math.round(y) + 0.5);
    context.fillStyle = colours.muted;
    context.fillText(label, left - 8, y + 4);
  }
}

/** The faults as tinted bands over a frame. */
export function drawFaultBands(
  context: CanvasRenderingContext2D,
  view: View,
  frame: Frame,
  faults: readonly PageFault[],
): void {
  context.save();
  for (const { kind, from, to } of faults) {
    const end = to ?? view.end;
    if (end < view.from || from > view.to) continue;
    const [x, right] = clip(xOf(from, view, frame), xOf(end, view, frame), frame);
    context.globalAlpha = 0.09;
    context.fillStyle = faultColour(kind);
    context.fillRect(x, frame.top, Math.max(1, right - x), frame.bottom - frame.top);
  }
  context.restore();
}

/** A line where the pointer is, in all pictures at once. */
export function drawCursor(context: CanvasRenderingContext2D, view: View, frame: Frame): void {
  if (view.cursor === undefined || view.cursor < view.from || view.cursor > view.to) return;
  const x = Math.round(xOf(view.cursor, view, frame)) + 0.5;
  context.strokeStyle = theme().faint;
  line(context, x, frame.top, x, frame.bottom);
}

/** Both ends, kept within the frame. */
export function clip(left: number, right: number, frame: Frame): readonly [left: number, right: number] {
  return [Math.max(frame.left, left), Math.min(frame.right, right)];
}

/** A hairline. */
export function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** A picture's title above its frame, and what its colours mean. */
export function drawTitle(
  context: CanvasRenderingContext2D,
  { left, right }: Frame,
  title: string,
  unit: string,
  legend?: readonly (readonly [name: string, colour: string])[],
): void {
  const colours = theme();
  let x = left;
  const write = (text: string, colour: string, weight = 400): void => {
    context.font = `${weight} 12px ${colours.sans}`;
    context.fillStyle = colour;
    context.fillText(text, x, 14);
    x += context.measureText(text).width;
  };
  context.textAlign = 'left';
  write(title, colours.text, 600);
  x += 8;
  if (right - left > 460) write(unit, colours.muted);
  const outcomes = legend ?? [
    ['ok', colours.ok],
    ['failed', colours.fail],
    ['unknown', colours.info],
  ];
  const room = outcomes.reduce((sum, [name]) => sum + 27 + context.measureText(name).width, 0);
  x = Math.max(x + 8, right - room + 14);
  for (const [outcome, colour] of outcomes) {
    context.fillStyle = colour;
    context.fillRect(x, 6, 8, 8);
    x += 13;
    write(outcome, colours.muted);
    x += 14;
  }
}

/** `12k` for what has no room for `12,000`. */
export function shortCount(count: number): string {
  return count >= 10_000
    ? `${formatCount(Math.round(count / 1000))}k`
    : formatCount(Math.round(count * 10) / 10);
}
