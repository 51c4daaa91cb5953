import type { Loss, TracedMessage } from '../../src/cluster/simulation/message-trace.js';
import type { Operation } from '../../src/history/operation.js';
import { actorOf } from '../describe-operation.js';
import { showName, showText } from '../show-value.js';
import type { Box } from './figure-arrows.js';
import { type Frame, round } from './figure-frame.js';
import { replicaRow } from './figure-replicas.js';
import { html, Markup } from './markup.js';
import type { ReplicaStep } from './replica-steps.js';

/** With more arrows nobody sees one. */
const MAX_MESSAGES = 60;

/** A message that is to be drawn, between two rows. */
export interface ShownMessage {
  readonly message: TracedMessage;
  readonly from: string;
  readonly to: string;
}

/**
 * The messages of a picture: requests and replies of its operations, what replicas sent each other on their behalf, and
 * what brought replicas to take in what they did. Of too many those that were lost or brought something.
 * @param keys of messages that are about a key, only those about one of these; all if there are none
 */
export function shownMessages(
  operations: readonly Operation[],
  steps: readonly ReplicaStep[],
  messages: readonly TracedMessage[],
  keys: ReadonlySet<string> = new Set(),
): ShownMessage[] {
  const actors = new Map(operations.map((operation) => [operation.index, actorOf(operation)]));
  const moments = new Set(steps.map(({ node, at }) => `${node} ${at}`));
  const brings = ({ to, brought }: TracedMessage): boolean =>
    brought.some((at) => moments.has(`${to} ${at}`));
  const shown = messages.flatMap((message): ShownMessage[] => {
    const { kind, from, to, key, operation } = message;
    if (kind === 'message' && key !== undefined && keys.size > 0 && !keys.has(key)) return [];
    const actor = actors.get(operation ?? -1);
    if (actor === undefined && (kind !== 'message' || !brings(message))) return [];
    const row = {
      message,
      from: kind === 'request' ? (actor as string) : replicaRow(from),
      to: kind === 'reply' ? (actor as string) : replicaRow(to),
    };
    return row.from === row.to ? [] : [row];
  });
  if (shown.length <= MAX_MESSAGES) return shown;
  const telling = shown.filter(
    ({ message }) => message.kind !== 'message' || message.lost !== undefined || brings(message),
  );
  return telling.slice(0, MAX_MESSAGES);
}

const because: { readonly [loss in Loss]: string } = {
  cut: 'lost: a partition stopped it',
  dropped: 'lost by the network',
  damaged: 'damaged on the way, and thrown away',
  down: 'not heard: the receiver was down',
};

/** How far on its way a lost message is drawn. */
const LOST_SHARE = 0.6;
/** Arrows end at the edge of a mark. */
const MARK_RADIUS = 6;
/** A message of which nobody knows when it would have arrived is drawn as if it took so many pixels. */
const LOST_REACH = 22;

/**
 * An arrow from when it was sent to when it was heard; a lost message ends on the way in a cross. What it brought may be
 * taken in only later, as when a disk has synced: a line along the row leads there.
 * @param boxOf the bar of an operation
 */
export function messageMarkup(
  { message, from, to }: ShownMessage,
  boxOf: (index: number) => Box | undefined,
  frame: Frame,
): Markup | false {
  const { kind, type, sentAt, arrivedAt, lost, operation } = message;
  const [sender, receiver] = [frame.y(from), frame.y(to)];
  if (sender === undefined || receiver === undefined) return false;
  const down = receiver > sender;
  const bar = operation === undefined ? undefined : boxOf(operation);
  const edge = (y: number, atClient: boolean, faces: boolean): number =>
    atClient && bar ? (faces ? bar.bottom : bar.top) : y;
  const start = { x: frame.x(sentAt), y: edge(sender, kind === 'request', down) };
  const whole = {
    x: arrivedAt === undefined ? start.x + LOST_REACH : frame.x(arrivedAt),
    y: edge(receiver, kind === 'reply', !down),
  };
  const length = Math.hypot(whole.x - start.x, whole.y - start.y);
  const moments = kind === 'reply' ? [] : message.brought.map((moment) => frame.x(moment));
  const atOnce = moments.some((x) => x - MARK_RADIUS <= whole.x);
  const share = lost === undefined ? 1 - (atOnce ? MARK_RADIUS : 0) / length : LOST_SHARE;
  const end = { x: start.x + (whole.x - start.x) * share, y: start.y + (whole.y - start.y) * share };
  const waits = moments.filter((x) => x - MARK_RADIUS > whole.x);
  const words = `${showName(message.from, 20)} → ${showName(message.to, 20)}: ${showText(type, 40)}, ${
    lost !== undefined || arrivedAt === undefined
      ? `sent at ${frame.moment(sentAt)}, ${because[lost ?? 'dropped']}`
      : `${frame.moment(sentAt)} to ${frame.moment(arrivedAt)}`
  }`;
  return html`<g
    class="message ${kind}${lost !== undefined && ' lost'}"
    data-step="${Math.max(0, frame.step(sentAt))}"
    ${operation !== undefined && new Markup(`data-operation="${operation}"`)}
    ><title>${words}</title><path class="hit" d="M${at(start)} L${at(end)}" /><path
      d="M${at(start)} L${at(end)}"
    />${
      lost === undefined
        ? html`<polygon points="${head(start, end)}" />`
        : html`<path class="cross" d="M${at({ x: end.x - 4, y: end.y - 4 })} l8,8 m0,-8 l-8,8" />`
    }${waits.map((x) => html`<path class="wait" d="M${at(whole)} H${round(x - MARK_RADIUS)}" />`)}</g
  >`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function head(start: Point, end: Point): string {
  const angle = Math.atan2(end.y - start.y, end.x - start.x);
  const corner = (turn: number): Point => ({
    x: end.x - 7 * Math.cos(angle + turn),
    y: end.y - 7 * Math.sin(angle + turn),
  });
  return [end, corner(0.38), corner(-0.38)].map(at).join(' ');
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}
