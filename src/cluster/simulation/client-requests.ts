import type { RequestResult } from '../cluster.js';
import type { Body } from '../../replica/message.js';
import type { MessageTrace } from './message-trace.js';
import type { SimulatedEvent } from './simulated-event.js';
import type { Network } from './network.js';
import type { SimulatedNode } from './simulated-node.js';
import type { Timeline } from './timeline.js';

const NS_PER_MS = 1_000_000;

interface PendingRequest {
  readonly client: string;
  readonly node: string;
  readonly timeout: SimulatedEvent;
  readonly done: (result: RequestResult) => void;
}

/** The clients' requests, each from when it is sent until its client has heard what came of it. */
export class ClientRequests {
  readonly #timeline: Timeline;
  readonly #network: Network<SimulatedEvent>;
  readonly #messages: MessageTrace | undefined;
  readonly #pending = new Map<number, PendingRequest>();
  #lastId = 0;

  constructor(timeline: Timeline, network: Network<SimulatedEvent>, messages?: MessageTrace) {
    this.#messages = messages;
    this.#timeline = timeline;
    this.#network = network;
  }

  /**
   * Sends a request; `done` is called exactly once, at the latest after `timeoutMs`.
   * @param message makes the message of the id that it is given
   */
  send(
    client: string,
    node: SimulatedNode,
    message: (id: number) => Body,
    timeoutMs: number,
    done: (result: RequestResult) => void,
  ): void {
    const id = ++this.#lastId;
    const timeout = this.#timeline.schedule(
      Math.round(timeoutMs * NS_PER_MS),
      'timeout',
      client,
      node.id,
      '',
      () => this.#settle(id, { kind: 'timeout' }),
    );
    this.#pending.set(id, { client, node: node.id, timeout, done });
    const body = message(id);
    const { alive, incarnation } = node;
    const arrive = (event: SimulatedEvent): void => {
      if (alive && node.incarnation === incarnation) {
        node.receive(client, body);
        return;
      }
      this.#messages?.lost(event, 'down');
      this.#break(id, alive ? 'reset' : 'refused');
    };
    this.#timeline.schedule(
      this.#delay(client, node.id),
      'request',
      node.id,
      client,
      body.type,
      arrive,
      body,
    );
  }

  /** A node answers. */
  reply(from: string, client: string, body: Body): void {
    this.#timeline.schedule(this.#delay(from, client), 'reply', client, from, body.type, this.#hear, body);
  }

  /** A node's life has ended, and with it its clients' connections. */
  breakAll(node: string): void {
    for (const [id, request] of this.#pending) {
      if (request.node === node) this.#break(id, 'reset');
    }
  }

  readonly #hear = ({ body }: SimulatedEvent): void => {
    if (body?.in_reply_to !== undefined) this.#settle(body.in_reply_to, { kind: 'reply', body });
  };

  /** Tells a client that its connection came to nothing. */
  #break(id: number, kind: 'refused' | 'reset'): void {
    const request = this.#pending.get(id);
    if (!request) return;
    const { client, node } = request;
    this.#timeline.schedule(this.#delay(node, client), kind, client, node, '', () =>
      this.#settle(id, { kind }),
    );
  }

  #settle(id: number, result: RequestResult): void {
    const request = this.#pending.get(id);
    if (!request) return;
    this.#pending.delete(id);
    request.timeout.cancel();
    request.done(result);
  }

  #delay(from: string, to: string): number {
    const { now } = this.#timeline;
    return this.#network.link(from, to).connectionArrival(now) - now;
  }
}
