import type { Host, Replica, StartReplica } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { Coordinator, type Outcome, type Refusal } from './coordinator.js';
import { Members } from './members.js';
import type { ReplicaOptions } from './options.js';
import { Storage, type Versioned } from './storage.js';

const refusals: Readonly<Record<Refusal, { code: number; text: string }>> = {
  'no-quorum': {
    code: ErrorCode.temporarilyUnavailable,
    text: 'too few replicas answered; nothing was written',
  },
  indefinite: {
    code: ErrorCode.timeout,
    text: 'too few replicas confirmed the write; it may have taken effect',
  },
  starting: { code: ErrorCode.temporarilyUnavailable, text: 'the node is starting' },
  'too-busy': { code: ErrorCode.temporarilyUnavailable, text: 'the keys kept changing while they were read' },
};

/** An answer that still lacks what it answers. */
interface Unsent extends Body {
  in_reply_to?: number;
}

/** Starts a replica of the leaderless store; it is a coordinator for its clients as well. */
export const start: StartReplica = (host, given) => {
  const options = given as unknown as ReplicaOptions;
  const bugs = new Set(options.bugs);
  const storage = new Storage(host, bugs);
  const members = new Members(host, options, bugs, storage, (epoch) => coordinator.gather.beginAnew(epoch));
  const coordinator = new Coordinator(host, options, bugs, members.membership);
  return new LeaderlessReplica(host, storage, coordinator, members);
};

class LeaderlessReplica implements Replica {
  readonly #host: Host;
  readonly #storage: Storage;
  readonly #coordinator: Coordinator;
  readonly #members: Members;

  constructor(host: Host, storage: Storage, coordinator: Coordinator, members: Members) {
    this.#host = host;
    this.#storage = storage;
    this.#coordinator = coordinator;
    this.#members = members;
  }

  receive(from: string, body: Body): void {
    const key = body['key'] as string;
    switch (body.type) {
      case 'query': {
        if (!this.#members.mayAnswer(from, body)) break;
        const { value, version } = this.#storage.get(key);
        this.#reply(from, body, { type: 'query_ok', value, version, epoch: body['epoch'] });
        break;
      }
      case 'store':
        if (!this.#members.mayStore(from, body)) break;
        this.#storage.store(key, body as unknown as Versioned, () => {
          // A new member that has copied in the meantime what this one holds has not got this.
          if (!this.#members.mayStore(from, body)) return;
          this.#reply(from, body, { type: 'store_ok', epoch: body['epoch'] });
        });
        break;
      case 'query_ok':
      case 'store_ok':
        this.#coordinator.gather.answer(from, body);
        break;
      case 'read':
        this.#coordinator.read(key, (outcome) =>
          this.#answer(from, body, outcome, ({ value }) => ({ type: 'read_ok', value })),
        );
        break;
      case 'write':
        this.#coordinator.write(key, body['value'], (outcome) =>
          this.#answer(from, body, outcome, () => ({ type: 'write_ok' })),
        );
        break;
      case 'multi-read':
        this.#coordinator.readMany(body['keys'] as string[], (outcome) =>
          this.#answer(from, body, outcome, (values) => ({ type: 'multi-read_ok', values })),
        );
        break;
      case 'inspect':
        this.#reply(from, body, { type: 'inspect_ok', registers: this.#storage.all() });
        break;
      default:
        if (this.#members.receive(from, body, (answer) => this.#reply(from, body, answer))) break;
        this.#reply(from, body, {
          type: 'error',
          code: ErrorCode.notSupported,
          text: `unknown request ${body.type}; known: read, write, multi-read, inspect, members`,
        });
    }
  }

  /** @param answer made for this; it is completed in place, because a copy of each would be dear */
  #reply(to: string, { msg_id }: Body, answer: Unsent): void {
    if (msg_id === undefined) return;
    answer.in_reply_to = msg_id;
    this.#host.send(to, answer);
  }

  #answer<T>(to: string, request: Body, outcome: Outcome<T>, answer: (result: T) => Unsent): void {
    if (outcome.ok) this.#reply(to, request, answer(outcome.result));
    else this.#reply(to, request, { type: 'error', ...refusals[outcome.why] });
  }
}
