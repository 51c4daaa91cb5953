import type { Body } from '../../replica/message.js';
import type { Scheduled } from './event-queue.js';

/** What an event is, for the hash and the trace. */
export type EventKind =
  | 'message'
  | 'request'
  | 'reply'
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'timer'
  | 'sync'
  | 'work'
  | 'controller';

/** Kinds of events that come over a link. */
const travelling: ReadonlySet<EventKind> = new Set<EventKind>([
  'message',
  'request',
  'reply',
  'refused',
  'reset',
]);

/** What an event does; it is given the event, so that one function can do for all messages. */
export type Action = (event: SimulatedEvent) => void;

/** Something that will happen in a simulation. */
export class SimulatedEvent implements Scheduled<SimulatedEvent> {
  readonly at: number;
  readonly sequence: number;
  readonly kind: EventKind;
  /** Where it happens: a node or a client; empty for the controller. */
  readonly place: string;
  /** The sender and the message's type, where it is one. */
  readonly from: string;
  readonly type: string;
  action: Action | undefined;
  /** What the message says. */
  readonly body: Body | undefined;
  next: SimulatedEvent | undefined = undefined;

  constructor(
    at: number,
    sequence: number,
    kind: EventKind,
    place: string,
    from: string,
    type: string,
    action: Action,
    body: Body | undefined,
  ) {
    this.at = at;
    this.sequence = sequence;
    this.kind = kind;
    this.place = place;
    this.from = from;
    this.type = type;
    this.action = action;
    this.body = body;
  }

  /** Whether it comes over a link. */
  get travels(): boolean {
    return travelling.has(this.kind);
  }

  cancel(): void {
    this.action = undefined;
  }
}
