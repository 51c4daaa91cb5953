import type { Reason } from '../../src/checkers/checker.js';

/** Where a bar is drawn. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Curve = readonly [start: Point, firstControl: Point, secondControl: Point, end: Point];

/** A relation as it is drawn. */
export interface Arrow {
  /** As in the argument. */
  readonly number: number;
  readonly reason: Reason;
  readonly curve: Curve;
  readonly path: string;
  /** Corners of its head. */
  readonly head: string;
  /** Where its number stands. */
  readonly badge: Point;
}

/** An arrow from one bar to another; arrows of different reasons leave and arrive at different places. */
export function drawArrow(number: number, from: Box, to: Box, reason: Reason): Arrow {
  const curve = from.top === to.top ? alongRow(from, to, reason) : acrossRows(from, to, reason);
  return {
    number,
    reason,
    curve,
    path: `M${pointText(curve[0])} C${pointText(curve[1])} ${pointText(curve[2])} ${pointText(curve[3])}`,
    head: headOf(curve),
    badge: pointOn(curve, 0.5),
  };
}

/** Between bars of one row: straight where time runs forward, else an arc above or below. */
function alongRow(from: Box, to: Box, reason: Reason): Curve {
  const middle = (from.top + from.bottom) / 2;
  if (from.right <= to.left && (reason === 'session order' || reason === 'real time')) {
    const start = { x: from.right, y: middle };
    const end = { x: to.left - 1, y: middle };
    return [start, start, end, end];
  }
  const above = reason === 'older version';
  const edge = above ? from.top : from.bottom;
  const bulge = above ? -26 : 26;
  const start = { x: share(from, above ? 0.35 : 0.6), y: edge };
  const end = { x: share(to, above ? 0.65 : 0.4), y: edge };
  return [start, { x: start.x, y: edge + bulge }, { x: end.x, y: edge + bulge }, end];
}

function acrossRows(from: Box, to: Box, reason: Reason): Curve {
  const down = to.top > from.top;
  const leave = down ? from.bottom : from.top;
  const arrive = down ? to.top : to.bottom;
  if (reason === 'real time' && from.right <= to.left) {
    const start = { x: from.right, y: (from.top + from.bottom) / 2 };
    const end = { x: to.left - 1, y: (to.top + to.bottom) / 2 };
    const reach = Math.max(14, (end.x - start.x) / 2);
    return [start, { x: start.x + reach, y: start.y }, { x: end.x - reach, y: end.y }, end];
  }
  const [leaveShare, arriveShare] = ports[reason];
  const start = { x: share(from, leaveShare), y: leave };
  const end = { x: share(to, arriveShare), y: arrive };
  const bend = ((arrive - leave) * 2) / 3;
  return [start, { x: start.x, y: leave + bend }, { x: end.x, y: arrive - bend }, end];
}

const ports: { readonly [reason in Reason]: readonly [leave: number, arrive: number] } = {
  'reads from': [0.7, 0.25],
  'real time': [0.95, 0.1],
  'session order': [0.85, 0.15],
  'older version': [0.5, 0.5],
  'same read': [0.3, 0.3],
  conflict: [0.6, 0.4],
};

function share({ left, right }: Box, part: number): number {
  return left + (right - left) * part;
}

function headOf([, , control, end]: Curve): string {
  const toward = control.x === end.x && control.y === end.y ? { x: end.x - 1, y: end.y } : control;
  return arrowHead(toward, end, 8, 0.42);
}

/**
 * The corners of an arrow's head.
 * @param from where its line comes from
 * @param turn half the angle at its point, in radians
 */
export function arrowHead(from: Point, end: Point, length: number, turn: number): string {
  const angle = Math.atan2(end.y - from.y, end.x - from.x);
  const corner = (side: number): Point => ({
    x: end.x - length * Math.cos(angle + side),
    y: end.y - length * Math.sin(angle + side),
  });
  return [end, corner(turn), corner(-turn)].map(pointText).join(' ');
}

function pointOn([a, b, c, d]: Curve, t: number): Point {
  const [p, q, r, s] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

const BADGE_DISTANCE = 19;

/** Moves numbers along their arrows until none hides another, nor a bar. */
export function placeBadges<T extends Arrow>(arrows: readonly T[], boxes: readonly Box[]): T[] {
  const placed: T[] = [];
  const clear = (point: Point): boolean =>
    placed.every(({ badge }) => Math.hypot(badge.x - point.x, badge.y - point.y) >= BADGE_DISTANCE) &&
    boxes.every((box) => !isOn(box, point));
  for (const arrow of arrows) {
    const candidates = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9].map((t) =>
      pointOn(arrow.curve, t),
    );
    placed.push({ ...arrow, badge: candidates.find(clear) ?? arrow.badge });
  }
  return placed;
}

const BADGE_MARGIN = 5;

function isOn({ left, right, top, bottom }: Box, { x, y }: Point): boolean {
  return (
    x > left - BADGE_MARGIN && x < right + BADGE_MARGIN && y > top - BADGE_MARGIN && y < bottom + BADGE_MARGIN
  );
}

/** A point as paths and polygons have it. */
export function pointText({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
