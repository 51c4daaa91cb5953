import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import type { SingleLeaderOptions } from './options.js';
import type { Position } from './replicated-log.js';

/** What a client is told: made for it alone, and completed in place. */
export interface Answer extends Body {
  in_reply_to?: number;
  /** Up to where the log is in what was read. */
  position?: Position;
}

/** Who else can be asked, as far as a node knows. */
export interface KnownNodes {
  /** Who leads. */
  readonly leader: string | undefined;
  /** Who answers reads in the leader's place, in a chain. */
  readonly tail: string | undefined;
}

/** How a node answers requests. */
export class Answers {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #known: () => KnownNodes;

  constructor(host: Host, options: SingleLeaderOptions, known: () => KnownNodes) {
    this.#host = host;
    this.#options = options;
    this.#known = known;
  }

  /** Answers a request, if it asks for that. */
  reply(to: string, request: Body, answer: Answer): void {
    if (request.msg_id === undefined) return;
    answer.in_reply_to = request.msg_id;
    this.#host.send(to, answer);
  }

  /** Nothing was done: it cannot be answered here and now. */
  unavailable(to: string, request: Body, text: string): void {
    this.reply(to, request, { type: 'error', code: ErrorCode.temporarilyUnavailable, text });
  }

  /** Nothing was done: whoever leads must be asked. */
  refuse(to: string, request: Body): void {
    const { leader, tail = leader } = this.#known();
    this.reply(to, request, {
      type: 'error',
      code: ErrorCode.temporarilyUnavailable,
      text: leader === undefined ? 'nobody is known to lead' : `${leader} leads`,
      ...(leader !== undefined && this.#options.followers === 'redirect' && { leader, tail }),
    });
  }
}
