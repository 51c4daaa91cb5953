import type { EventKind, SimulatedEvent } from './simulated-event.js';

/** Why a message was not heard: a partition, the network, damage on the way, or a receiver that was down. */
export type Loss = 'cut' | 'dropped' | 'damaged' | 'down';

/** A message of a simulated cluster. Times are virtual nanoseconds. */
export interface TracedMessage {
  readonly kind: 'request' | 'reply' | 'message';
  /** Nodes, and clients by the names that `RequestOwner` knows. */
  readonly from: string;
  readonly to: string;
  /** What its body says that it is. */
  readonly type: string;
  readonly sentAt: number;
  /** When it was heard, or would have been; absent where it never got so far. */
  readonly arrivedAt?: number;
  /** Absent when it was heard. */
  readonly lost?: Loss;
  /** `Operation.index` of the operation that it belongs to: its request, or sent on behalf of it before it was answered. */
  readonly operation?: number;
  /** The moments at which its receiver took in something because of it. */
  readonly brought: readonly number[];
}

type Growing = { -readonly [Field in keyof TracedMessage]: TracedMessage[Field] } & { brought: number[] };

/** Which messages are worth keeping. */
export interface WantedMessages {
  /** The operation for which a client sends a request now; undefined when nobody asks about it. */
  operationOf(client: string, now: number): { readonly index: number; readonly until: number } | undefined;
  /** Whether somebody asks what brought a node to take in something now. */
  wantsArrival(node: string, now: number): boolean;
}

/** A request: what is sent because of it counts to its operation until it is answered, or its client waits no more. */
interface Request {
  readonly operation: number;
  until: number;
}

/** What is known of an event that will happen: the message that it is or was caused by, and on whose behalf. */
interface Cause {
  readonly message: Growing;
  readonly request: Request | undefined;
}

const messages: ReadonlySet<EventKind> = new Set<EventKind>(['request', 'reply', 'message']);

/**
 * The messages of a run that belong to some of its operations or brought something to a replica, with what became of
 * them. A cause is handed on from a message to what its receiver does at once or when its disk has synced; not over
 * timers, which belong to nobody. What is kept does not grow with the run.
 */
export class MessageTrace {
  readonly #wanted: WantedMessages;
  readonly #kept = new Set<Growing>();
  readonly #causes = new Map<SimulatedEvent, Cause>();
  #current: Cause | undefined;

  constructor(wanted: WantedMessages) {
    this.#wanted = wanted;
  }

  /** Those that were heard or lost, in the order in which they were sent. */
  get messages(): readonly TracedMessage[] {
    return [...this.#kept]
      .filter(({ arrivedAt, lost }) => arrivedAt !== undefined || lost !== undefined)
      .sort((a, b) => a.sentAt - b.sentAt);
  }

  /** An event was planned, by what happens now. */
  planned(event: SimulatedEvent, now: number): void {
    const { kind, place: to, from, type } = event;
    if (messages.has(kind) && from !== to) {
      this.#causes.set(event, this.#send(kind as Growing['kind'], from, to, type, now));
    } else if ((kind === 'sync' || kind === 'message') && this.#current)
      this.#causes.set(event, this.#current);
  }

  /** An event happens: what is planned from here on is caused by it. */
  happened(event: SimulatedEvent): void {
    this.#current = this.#causes.get(event);
    if (!this.#current) return;
    this.#causes.delete(event);
    if (messages.has(event.kind) && event.from !== event.place) this.#current.message.arrivedAt = event.at;
  }

  /** What just arrived was not heard. */
  lost(why: Loss): void {
    if (this.#current) this.#current.message.lost = why;
  }

  /** A message that never set out, or was not fit to be heard. */
  lostAtOnce(from: string, to: string, type: string, now: number, why: Loss): void {
    this.#send('message', from, to, type, now).message.lost = why;
  }

  /** What just arrived has to wait. */
  held(event: SimulatedEvent): void {
    if (!this.#current) return;
    delete this.#current.message.arrivedAt;
    this.#causes.set(event, this.#current);
  }

  /** What had to wait will arrive as another event. */
  moved(event: SimulatedEvent, later: SimulatedEvent): void {
    const cause = this.#causes.get(event);
    this.#causes.delete(event);
    if (cause) this.#causes.set(later, cause);
  }

  /** A node takes in something. */
  tookIn(node: string, now: number): void {
    const message = this.#current?.message;
    if (!message || message.to !== node || !this.#wanted.wantsArrival(node, now)) return;
    if (message.brought.at(-1) !== now) message.brought.push(now);
    this.#kept.add(message);
  }

  #send(kind: Growing['kind'], from: string, to: string, type: string, now: number): Cause {
    const request = kind === 'request' ? this.#requestOf(from, now) : this.#servedUntil(now);
    const message: Growing = {
      kind,
      from,
      to,
      type,
      sentAt: now,
      ...(request && { operation: request.operation }),
      brought: [],
    };
    if (request) this.#kept.add(message);
    if (kind === 'reply' && request) request.until = now;
    return { message, request };
  }

  #requestOf(client: string, now: number): Request | undefined {
    const operation = this.#wanted.operationOf(client, now);
    return operation && { operation: operation.index, until: operation.until };
  }

  /** The request that is being served. */
  #servedUntil(now: number): Request | undefined {
    const request = this.#current?.request;
    return request && request.until >= now ? request : undefined;
  }
}
