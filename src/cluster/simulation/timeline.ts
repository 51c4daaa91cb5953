import type { Body } from '../../replica/message.js';
import { EventQueue } from './event-queue.js';
import type { MessageTrace } from './message-trace.js';
import { RollingHash } from './rolling-hash.js';
import { type Action, type EventKind, SimulatedEvent } from './simulated-event.js';
import type { Trace } from './trace.js';

/** Events from one checkpoint of the hash to the next. */
export const EVENTS_PER_CHECKPOINT = 1_000;

/** The rolling hash at some moment. */
export interface Checkpoint {
  /** Virtual nanoseconds. */
  readonly at: number;
  readonly hash: string;
}

/** Virtual time: what will happen, in order, and a hash over all that has. Nothing else moves time. */
export class Timeline {
  readonly #queue = new EventQueue<SimulatedEvent>();
  readonly #hash = new RollingHash();
  readonly #checkpoints: Checkpoint[] = [];
  readonly #trace: Trace | undefined;
  readonly #messages: MessageTrace | undefined;
  #now = 0;
  #sequence = 0;
  #events = 0;

  /**
   * @param trace remembers every event
   * @param messages hears of every event, and keeps some of the messages
   */
  constructor(trace: Trace | undefined, messages: MessageTrace | undefined) {
    this.#trace = trace;
    this.#messages = messages;
  }

  /** Virtual nanoseconds. */
  get now(): number {
    return this.#now;
  }

  /** How many events have happened. */
  get events(): number {
    return this.#events;
  }

  /** 16 hexadecimal digits over all that has happened. */
  get hash(): string {
    return this.#hash.digest();
  }

  /** The rolling hash before every thousandth event. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  /** Plans an event for `delayNs` from now. */
  schedule(
    delayNs: number,
    kind: EventKind,
    place: string,
    from: string,
    type: string,
    action: Action,
    body?: Body,
  ): SimulatedEvent {
    const event = this.#plan(delayNs, kind, place, from, type, action, body);
    this.#messages?.planned(event, this.#now);
    return event;
  }

  /** Plans that an event which has come, and was held back, comes again. */
  reschedule(delayNs: number, held: SimulatedEvent): void {
    const { kind, place, from, type, action, body } = held;
    if (!action) return;
    const event = this.#plan(delayNs, kind, place, from, type, action, body);
    this.#messages?.moved(held, event);
  }

  #plan(
    delayNs: number,
    kind: EventKind,
    place: string,
    from: string,
    type: string,
    action: Action,
    body: Body | undefined,
  ): SimulatedEvent {
    const at = this.#now + delayNs;
    const event = new SimulatedEvent(at, this.#sequence++, kind, place, from, type, action, body);
    this.#queue.push(event);
    return event;
  }

  /**
   * Moves on to the next event, which is about to happen.
   * @throws Error when nothing is planned any more
   */
  next(): SimulatedEvent {
    for (;;) {
      const event = this.#queue.pop();
      if (!event) throw new Error('The simulation has run out of events before the run was finished.');
      if (!event.action) continue;
      this.#now = event.at;
      this.#note(event);
      this.#messages?.happened(event);
      return event;
    }
  }

  #note(event: SimulatedEvent): void {
    const hash = this.#hash;
    const { at, kind, place, from, type } = event;
    if (++this.#events % EVENTS_PER_CHECKPOINT === 1) this.#checkpoints.push({ at, hash: hash.digest() });
    hash.addName(kind);
    hash.addName(place);
    hash.addName(from);
    hash.addName(type);
    hash.addTime(at);
    this.#trace?.add(event, hash.word);
  }
}
