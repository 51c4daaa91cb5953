import type { Loss, TracedMessage } from '../../src/cluster/simulation/message-trace.js';
import type { Operation } from '../../src/history/operation.js';
import { actorOf } from '../describe-operation.js';
import { showName, showText } from '../show-value.js';
import { arrowHead, type Box, pointText } from './arrows.js';
import { type Frame, round } from './frame.js';
import { momentOf, replicaRow } from './replicas.js';
import { html, type Markup } from '../page/markup.js';
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
 * what brought replicas to take in what they did. Where they are too many the requests, replies and what brought something
 * come first, then what was lost; `unsaid` counts those that are left out.
 * @param keys of messages that are about a key, only those about one of these; all if there are none
 */
export function shownMessages(
  operations: readonly Operation[],
  steps: readonly ReplicaStep[],
  messages: readonly TracedMessage[],
  keys: ReadonlySet<string> = new Set(),
): { readonly sent: readonly ShownMessage[]; readonly unsaid: number } {
  const actors = new Map(operations.map((operation) => [operation.index, actorOf(operation)]));
  const moments = new Set(steps.map(momentOf));
  const brings = ({ to, brought }: TracedMessage): boolean =>
    brought.some((at) => moments.has(momentOf({ node: to, at })));
  const all = messages.flatMap((message): ShownMessage[] => {
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
  const weight = ({ message }: ShownMessage): number => {
    if (message.kind !== 'message' || brings(message)) return 0;
    return message.lost === undefined ? 2 : 1;
  };
  const sent = [...all]
    .sort((a, b) => weight(a) - weight(b))
    .slice(0, MAX_MESSAGES)
    .sort((a, b) => a.message.sentAt - b.message.sentAt);
  return { sent, unsaid: all.length - sent.length };
}

/** The nodes between which a message went. */
export function nodesOf({ message: { kind, from, to } }: ShownMessage): string[] {
  return [...(kind === 'request' ? [] : [from]), ...(kind === 'reply' ? [] : [to])];
}

/** The moments (`momentOf`) at which these messages brought a replica to take something in. */
export function broughtBy(sent: readonly ShownMessage[]): ReadonlySet<string> {
  return new Set(
    sent.flatMap(({ message: { to, brought } }) => brought.map((at) => momentOf({ node: to, at }))),
  );
}

const because: { readonly [loss in Loss]: string } = {
  cut: 'lost: a partition stopped it',
  dropped: 'lost by the network',
  damaged: 'damaged on the way, and thrown away',
  down: 'not heard: the receiver was down',
};

/** How far on its way a message is drawn that was not heard. */
const UNHEARD_SHARE = 0.6;
/** Arrows end at the edge of a mark. */
const MARK_RADIUS = 6;
/** A message of which nobody knows when it would have arrived is drawn as if it took so many pixels. */
const UNKNOWN_REACH = 22;

/**
 * An arrow from when it was sent to when it was heard; a lost message ends on the way in a cross, and one that waits has no
 * head. What it brought may be taken in only later, as when a disk has synced: a line along the row leads there.
 * @param boxOf the bar of an operation
 */
export function messageMarkup(
  { message, from, to }: ShownMessage,
  boxOf: (index: number | undefined) => Box | undefined,
  frame: Frame,
): Markup | false {
  const { kind, sentAt, arrivedAt, lost, operation, brought } = message;
  const [sender, receiver] = [frame.y(from), frame.y(to)];
  if (sender === undefined || receiver === undefined) return false;
  const bar = boxOf(operation);
  const edge = (y: number, isClient: boolean, other: number): number =>
    isClient && bar ? (other > y ? bar.bottom : bar.top) : y;
  const start = { x: frame.sent(sentAt), y: edge(sender, kind === 'request', receiver) };
  const whole = {
    x: arrivedAt === undefined ? start.x + UNKNOWN_REACH : frame.sent(arrivedAt),
    y: edge(receiver, kind === 'reply', sender),
  };
  const marks = brought.flatMap((at) => frame.step({ node: message.to, at }) ?? []);
  const isMarked = marks.some((x) => x - MARK_RADIUS <= whole.x);
  const length = Math.hypot(whole.x - start.x, whole.y - start.y);
  const isHeard = lost === undefined && arrivedAt !== undefined;
  const share = isHeard ? 1 - (isMarked ? MARK_RADIUS : 0) / length : UNHEARD_SHARE;
  const end = { x: start.x + (whole.x - start.x) * share, y: start.y + (whole.y - start.y) * share };
  const waits = marks.filter((x) => x - MARK_RADIUS > whole.x);
  return html`<g
    class="message ${kind}${lost !== undefined && ' lost'}${!isHeard && lost === undefined && ' waits'}"
    data-step="${frame.rank(sentAt)}"
    ${operation !== undefined && html`data-operation="${operation}"`}
    ><title>${wordsOf(message, frame)}</title
    ><path class="hit" d="M${pointText(start)} L${pointText(end)}" /><path
      d="M${pointText(start)} L${pointText(end)}"
    />${isHeard && html`<polygon points="${arrowHead(start, end, 7, 0.38)}" />`}${
      lost !== undefined &&
      html`<path class="cross" d="M${pointText({ x: end.x - 4, y: end.y - 4 })} l8,8 m0,-8 l-8,8" />`
    }${waits.map((x) => html`<path class="wait" d="M${pointText(whole)} H${round(x - MARK_RADIUS)}" />`)}</g
  >`;
}

/** `n1 → n2: store, 1.101 s to 1.103 s`. */
function wordsOf(
  { from, to, type, sentAt, arrivedAt, lost }: TracedMessage,
  { moment }: Pick<Frame, 'moment'>,
): string {
  const who = `${showName(from, 20)} → ${showName(to, 20)}: ${showText(type, 40)}`;
  if (lost !== undefined) return `${who}, sent at ${moment(sentAt)}, ${because[lost]}`;
  if (arrivedAt === undefined) return `${who}, sent at ${moment(sentAt)}, not heard for long`;
  return `${who}, ${moment(sentAt)} to ${moment(arrivedAt)}`;
}
