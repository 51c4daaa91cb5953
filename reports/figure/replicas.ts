import { showName } from '../show-value.js';
import type { Box } from './arrows.js';
import { type Frame, round } from './frame.js';
import type { LeaderTurn } from './leader-turns.js';
import { html, type Markup } from '../page/markup.js';
import type { ReplicaStep } from './replica-steps.js';

/** The name of a replica's row. */
export function replicaRow(node: string): string {
  return `replica ${showName(node)}`;
}

/** A name for the moment at which a replica took something in. */
export function momentOf({ node, at }: { readonly node: string; readonly at: number }): string {
  return `${node} ${at}`;
}

/**
 * What a replica shows from a moment on.
 * @param x where the moment lies
 * @param from the bar of the write that brought it there, if a line is to lead from it
 */
export function stepMarkup(
  { node, text, at, write, back }: ReplicaStep,
  x: number,
  from: Box | undefined,
  frame: Frame,
): Markup | false {
  const y = frame.y(replicaRow(node));
  if (y === undefined) return false;
  const words = `${frame.moment(at)} ${replicaRow(node)} ${back ? 'shows again' : 'takes in'} ${text}`;
  return html`<g
    class="holding ${back ? 'back' : 'new'}"
    data-step="${frame.rank(at)}"
    ${write !== undefined && html`data-operation="${write}"`}
    ><title>${words}</title>${from && !back && html`<path d="${wayFrom(from, x, y)}" />`}<circle
      cx="${round(x)}"
      cy="${y}"
      r="4.5"
    /><text x="${round(x + 9)}" y="${y - 7}">${back && '↩ '}${text}</text></g
  >`;
}

function wayFrom({ left, right, top, bottom }: Box, x: number, y: number): string {
  const start = { x: round((left + right) / 2), y: top > y ? top : bottom };
  const middle = round((start.y + y) / 2);
  return `M${start.x},${start.y} C${start.x},${middle} ${round(x - 10)},${middle} ${round(x)},${y - 6}`;
}

/** Where a node begins to lead, or leads no more. */
export function turnMarkup({ node, at, text }: LeaderTurn, x: number, frame: Frame): Markup | false {
  const y = frame.y(replicaRow(node));
  if (y === undefined) return false;
  return html`<g class="turn" data-step="${frame.rank(at)}"
    ><title>${`${frame.moment(at)} ${replicaRow(node)} ${text}`}</title
    ><path d="M${round(x)},${y + 9} v-18 l9,4.5 l-9,4.5" /><text x="${round(x + 9)}" y="${y + 17}"
      >${text}</text
    ></g
  >`;
}
