import type { Body } from '../../replica/message.js';
import { EventQueue } from './event-queue.js';
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
  #now = 0;
  #sequence = 0;
  #events = 0;

  /** @param trace remembers every event */
  constructor(trace: Trace | undefined) {
    this.#trace = trace;
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
