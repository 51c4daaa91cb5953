import type { Body } from '../../replica/message.js';
import type { SimulatedEvent } from './simulated-event.js';

/** Why a message was not heard: a partition, the network, damage on the way, or a receiver that was down. */
export type Loss = 'cut' | 'dropped' | 'damaged' | 'down';

/** A message of a simulated cluster. Times are virtual nanoseconds. */
export interface TracedMessage {
  readonly kind: 'request' | 'reply' | 'message';
  /** Nodes, and clients by the names under which they send. */
  readonly from: string;
  readonly to: string;
  /** What its body says that it is. */
  readonly type: string;
  /** Which key it is about: its own, or that of the message that it answers; absent where neither says one. */
  readonly key?: string;
  readonly sentAt: number;
  /** When it was heard, or would have been; absent where it never got so far, or waited when nobody looked any more. */
  readonly arrivedAt?: number;
  /** Absent when it was heard, or may still be. */
  readonly lost?: Loss;
  /** `Operation.index` of the operation that it belongs to: its request, or sent on behalf of it before it was answered. */
  readonly operation?: number;
  /** The moments at which its receiver took in something because of it. */
  readonly brought: readonly number[];
}

type Growing = { -readonly [Field in keyof TracedMessage]: TracedMessage[Field] } & { brought: number[] };

/** Which messages are worth keeping. */
export interface WantedMessages {
  /** Nobody asks what happens later, in virtual nanoseconds: what is kept must not hang on how far a run is made. */
  readonly until: number;
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

/**
 * What is known of an event that will happen: the message that it is or goes back to, and on whose behalf it happens. What
 * a node sends itself goes back to what it heard before.
 */
interface Cause {
  readonly message: Growing | undefined;
  readonly request: Request | undefined;
}

/**
 * The messages of a run that belong to some of its operations or brought something to a replica, with what became of
 * them. On whose behalf something is done is handed on from a message to what its receiver does at once, when its disk
 * has synced, or when a timer has run down that it set meanwhile; what a timer does, no message has brought. What is kept
 * does not grow with the run.
 */
export class MessageTrace {
  readonly #wanted: WantedMessages;
  readonly #kept = new Set<Growing>();
  /** Weak, because timers are called off. */
  readonly #causes = new WeakMap<SimulatedEvent, Cause>();
  /** The wanted requests that wait for their answers, by their ids. */
  readonly #requests = new Map<number, Request>();
  #current: Cause | undefined;

  constructor(wanted: WantedMessages) {
    this.#wanted = wanted;
  }

  /** In the order in which they were sent. */
  get messages(): readonly TracedMessage[] {
    return [...this.#kept].sort((a, b) => a.sentAt - b.sentAt);
  }

  /** An event was planned, by what happens now. */
  planned(event: SimulatedEvent, now: number): void {
    if (now > this.#wanted.until) return;
    const cause = this.#causeOf(event, now);
    if (cause) this.#causes.set(event, cause);
  }

  #causeOf({ kind, place: to, from, type, body = { type } }: SimulatedEvent, now: number): Cause | undefined {
    switch (kind) {
      case 'request':
      case 'reply':
      case 'message':
        // What a node sends itself takes it nowhere.
        return from === to ? this.#current : this.#send(kind, from, to, body, now);
      case 'sync':
        return this.#current;
      case 'timer':
        return this.#current?.request && { message: undefined, request: this.#current.request };
      default:
        return undefined;
    }
  }

  /** An event happens: what is planned from here on is caused by it. */
  happened(event: SimulatedEvent): void {
    this.#current = this.#causes.get(event);
    const message = this.#arriving(event);
    if (message && event.at <= this.#wanted.until) message.arrivedAt = event.at;
  }

  /** The message that an event is. */
  #arriving({ kind, from, place }: SimulatedEvent): Growing | undefined {
    const isMessage = kind === 'request' || kind === 'reply' || kind === 'message';
    return isMessage && from !== place ? this.#current?.message : undefined;
  }

  /** What has arrived was not heard. */
  lost(event: SimulatedEvent, why: Loss): void {
    const message = this.#arriving(event);
    if (message?.arrivedAt !== undefined) message.lost = why;
  }

  /** A message that never set out, or was not fit to be heard. */
  lostAtOnce(from: string, to: string, body: Body, now: number, why: Loss): void {
    if (now > this.#wanted.until) return;
    const { message } = this.#send('message', from, to, body, now);
    if (message) message.lost = why;
  }

  /** What has arrived has to wait for its link, and will arrive as another event. */
  held(event: SimulatedEvent): void {
    const message = this.#arriving(event);
    if (message) delete message.arrivedAt;
  }

  /**
   * What a node puts off because it is paused or slow, in a form that it can do later: what goes back to a message then still
   * does, and what waited unheard is heard then.
   * @param now tells the time
   */
  putOff(action: () => void, now: () => number): () => void {
    const cause = this.#current;
    const { message } = cause ?? {};
    const { arrivedAt } = message ?? {};
    if (arrivedAt === now()) delete message?.arrivedAt;
    return () => {
      this.#current = cause;
      if (message && arrivedAt !== undefined && now() <= this.#wanted.until) message.arrivedAt ??= now();
      action();
    };
  }

  /** What had to wait will arrive as another event. */
  moved(event: SimulatedEvent, later: SimulatedEvent): void {
    const cause = this.#causes.get(event);
    if (cause) this.#causes.set(later, cause);
  }

  /** A node takes in something. */
  tookIn(node: string, now: number): void {
    const message = this.#current?.message;
    if (!message || message.to !== node || !this.#wanted.wantsArrival(node, now)) return;
    if (message.brought.at(-1) !== now) message.brought.push(now);
    this.#kept.add(message);
  }

  #send(kind: Growing['kind'], from: string, to: string, body: Body, now: number): Cause {
    const request = this.#requestBehind(kind, from, body, now);
    const key = this.#keyOf(body);
    const message: Growing = {
      kind,
      from,
      to,
      type: body.type,
      ...(key !== undefined && { key }),
      sentAt: now,
      ...(request && { operation: request.operation }),
      brought: [],
    };
    if (request) this.#kept.add(message);
    return { message, request };
  }

  /** On whose behalf a message is sent: a reply says it itself. */
  #requestBehind(kind: Growing['kind'], from: string, body: Body, now: number): Request | undefined {
    const { msg_id = NaN, in_reply_to = NaN } = body;
    if (kind === 'request') {
      const operation = this.#wanted.operationOf(from, now);
      if (!operation) return undefined;
      const request = { operation: operation.index, until: operation.until };
      this.#requests.set(msg_id, request);
      return request;
    }
    if (kind === 'reply') {
      const request = this.#requests.get(in_reply_to);
      if (request) request.until = now;
      return request;
    }
    const request = this.#current?.request;
    return request && request.until >= now ? request : undefined;
  }

  #keyOf({ key, in_reply_to }: Body): string | undefined {
    if (typeof key === 'string') return key;
    return in_reply_to === undefined ? undefined : this.#current?.message?.key;
  }
}
