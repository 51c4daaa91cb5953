import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { Joining } from './joining.js';
import { Membership } from './membership.js';
import type { LeaderlessBug, LeaderlessOptions } from './options.js';
import { Registrar } from './registrar.js';
import type { Storage } from './storage.js';
import type { Configuration } from './configuration.js';

/** All that a node says and hears of who is a member. */
export class Members {
  readonly membership: Membership;
  readonly #host: Host;
  readonly #options: LeaderlessOptions;
  readonly #storage: Storage;
  readonly #joining: Joining;
  /** On the node that decides. */
  readonly #registrar: Registrar | undefined;

  /** @param changed called with the epoch when other members hold */
  constructor(
    host: Host,
    options: LeaderlessOptions,
    bugs: ReadonlySet<LeaderlessBug>,
    storage: Storage,
    changed: (epoch: number) => void,
  ) {
    this.#host = host;
    this.#options = options;
    this.#storage = storage;
    let lastEpoch = 0;
    this.membership = new Membership(host, options, bugs, () => {
      const { epoch } = this.membership;
      if (epoch !== lastEpoch) changed(epoch);
      lastEpoch = epoch;
      this.#joining.review();
      this.#registrar?.changed();
    });
    lastEpoch = this.membership.epoch;
    this.#joining = new Joining(host, options, this.membership, storage);
    if (host.id === host.nodes[0] && options.join !== 'at-once') {
      this.#registrar = new Registrar(host, options, this.membership);
    }
    this.#joining.review();
  }

  /** Whether this node answers for what it holds. */
  mayAnswer(from: string, request: Body): boolean {
    return this.mayStore(from, request) && this.membership.isReady;
  }

  /** Whether what this node stores counts. */
  mayStore(from: string, { epoch }: Body): boolean {
    return this.membership.admits(from, epoch as number);
  }

  /** Takes in what is about members; returns false when it is about something else. */
  receive(from: string, body: Body, reply: (answer: Body) => void): boolean {
    switch (body.type) {
      case 'members':
        this.#order(body, reply);
        return true;
      case 'members-are':
        this.#learn(from, body);
        return true;
      case 'which-members':
        this.membership.tell(from);
        return true;
      case 'knows-members':
        this.#registrar?.heard(from, body);
        return true;
      case 'copy':
        if (this.mayAnswer(from, body)) {
          this.#host.send(from, { type: 'copied', epoch: body['epoch'], registers: this.#storage.all() });
        }
        return true;
      case 'copied':
        this.#joining.receive(from, body);
        return true;
      default:
        return false;
    }
  }

  #learn(from: string, { configuration, asks }: Body): void {
    const { epoch } = configuration as Configuration;
    this.membership.adopt(configuration as Configuration);
    if (asks !== true || epoch !== this.membership.epoch) return;
    this.#host.send(from, { type: 'knows-members', epoch, isReady: this.membership.isReady });
  }

  #order(body: Body, reply: (answer: Body) => void): void {
    const { nodes, number } = body as unknown as { nodes: readonly string[]; number: number };
    if (this.#options.join === 'at-once') {
      const since = Object.fromEntries(nodes.map((node) => [node, number]));
      this.membership.adopt({ epoch: number, since, before: this.membership.members });
      reply({ type: 'members_ok' });
    } else if (this.#registrar) this.#registrar.order(nodes, number, reply);
    else {
      const text = `${this.#host.nodes[0]} decides who is a member`;
      reply({ type: 'error', code: ErrorCode.temporarilyUnavailable, text });
    }
  }
}
