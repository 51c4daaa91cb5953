import type { Anomaly, Relation } from '../../src/checkers/checker.js';
import type { History } from '../../src/history/operation.js';
import { actorOf, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { cutText } from '../show-value.js';
import { reasonClass } from './figure.js';
import { html, type Markup } from '../page/markup.js';

const MAX_NODES = 8;
const BOX = { width: 190, height: 46 };

/**
 * The circle among an anomaly's relations, with the reason on every edge: each operation would have to come before the
 * next, and the last before the first. Nothing where the argument is no circle.
 */
export function cyclePicture(anomaly: Anomaly, history: History): Markup | false {
  const circle = shortestCircle(anomaly.relations);
  if (!circle || circle.length > MAX_NODES) return false;
  const telling = new Telling(anomaly, history);
  const radius = circle.length === 2 ? 175 : 70 + circle.length * 32;
  const [width, height] = [
    2 * radius + BOX.width + 60,
    circle.length === 2 ? 120 : 2 * radius + BOX.height + 40,
  ];
  const places = circle.map((_, at) => {
    const angle = (at / circle.length) * 2 * Math.PI - (circle.length === 2 ? Math.PI : Math.PI / 2);
    return { x: width / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle) };
  });
  const nodes = circle.map(({ from }, at) => {
    const operation = telling.operation(from);
    const { x, y } = places[at] as Place;
    const lines = operation
      ? [actorOf(operation), cutText(whatOf(operation, { length: 16, keys: telling.keys }), 24)]
      : [`operation ${from}`, ''];
    return html`<a href="#timeline" data-operation="${from}"
      ><rect
        x="${Math.round(x - BOX.width / 2)}"
        y="${Math.round(y - BOX.height / 2)}"
        width="${BOX.width}"
        height="${BOX.height}"
        rx="8"
      /><text class="who" x="${Math.round(x)}" y="${Math.round(y - 5)}">${lines[0]}</text
      ><text x="${Math.round(x)}" y="${Math.round(y + 13)}">${lines[1]}</text></a
    >`;
  });
  const edges = circle.map(({ reason }, at) =>
    edge(places[at] as Place, places[(at + 1) % circle.length] as Place, reason, circle.length === 2),
  );
  return html`<figure class="cycle">
    <div class="scroll" tabindex="0" role="group" aria-label="The circle that the argument makes">
      <svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${edges} ${nodes}</svg>
    </div>
    <figcaption>
      Each of these would have to come before the next, all the way round: that cannot be.
    </figcaption>
  </figure>`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function edge(from: Place, to: Place, reason: Relation['reason'], bent: boolean): Markup {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const leave = border(from, dx, dy);
  const arrive = border(to, -dx, -dy);
  const bend = bent ? 44 : 0;
  const middle = {
    x: (leave.x + arrive.x) / 2 - (dy / length) * -bend,
    y: (leave.y + arrive.y) / 2 + (dx / length) * -bend,
  };
  const angle = Math.atan2(arrive.y - middle.y, arrive.x - middle.x);
  const corner = (turn: number): string =>
    `${Math.round(arrive.x - 9 * Math.cos(angle + turn))},${Math.round(arrive.y - 9 * Math.sin(angle + turn))}`;
  const at = bent ? { x: middle.x, y: (middle.y + (leave.y + arrive.y) / 2) / 2 } : middle;
  return html`<g class="${reasonClass(reason)}"
    ><path
      d="M${Math.round(leave.x)},${Math.round(leave.y)} Q${Math.round(middle.x)},${Math.round(middle.y)} ${Math.round(arrive.x)},${Math.round(arrive.y)}"
    /><polygon points="${Math.round(arrive.x)},${Math.round(arrive.y)} ${corner(0.4)} ${corner(-0.4)}" /><text
      x="${Math.round(at.x)}"
      y="${Math.round(at.y + 4)}"
      >${reason}</text
    ></g
  >`;
}

/** Where a line from the middle of a box leaves it. */
function border({ x, y }: Place, dx: number, dy: number): Place {
  const share = Math.min(
    (BOX.width / 2 + 4) / Math.max(Math.abs(dx), 1e-9),
    (BOX.height / 2 + 4) / Math.max(Math.abs(dy), 1e-9),
  );
  return { x: x + dx * share, y: y + dy * share };
}

/** The relations of the shortest circle, each beginning where the one before it ends; undefined when there is none. */
export function shortestCircle(relations: readonly Relation[]): readonly Relation[] | undefined {
  let best: readonly Relation[] | undefined;
  for (const first of relations) {
    const found = new Map<number, readonly Relation[]>([[first.to, [first]]]);
    for (const [at, path] of found) {
      if (at === first.from) {
        if (!best || path.length < best.length) best = path;
        break;
      }
      for (const next of relations) {
        if (next.from === at && !found.has(next.to)) found.set(next.to, [...path, next]);
      }
    }
  }
  return best;
}
