import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { RecordLog } from '../../src/replica/record-log.js';
import type { ReplicaOptions } from './options.js';

/** What it keeps of a key: what was put there last, and with which fencing token. */
interface Kept {
  readonly key: string;
  readonly value: Value;
  /** The greatest token that it has accepted; absent for what was put without one. */
  readonly token?: number;
}

/** The node on which the second system runs, whoever leads the first. */
export const secondSystemNode = (nodes: readonly string[]): string => nodes.at(-1) as string;

/**
 * A system of its own on one of the nodes, with its own disk file: what is put there is in no log of the leaders, and no
 * failover takes it back. To clients it is the cache beside a database, or the resource that a lock protects.
 */
export class SecondSystem {
  readonly #host: Host;
  readonly #checksTokens: boolean;
  readonly #log: RecordLog<Kept>;
  readonly #kept = new Map<string, Kept>();

  constructor(host: Host, { resource, bugs }: Pick<ReplicaOptions, 'resource' | 'bugs'>) {
    this.#host = host;
    this.#checksTokens = resource === 'checks-tokens';
    this.#log = new RecordLog(host, 'second-system');
    for (const one of this.#log.recover()) {
      const { token: _, ...forgetful } = one;
      this.#kept.set(one.key, bugs.includes('token-in-memory') ? forgetful : one);
    }
  }

  /** Hears a request; false: it is none of its own. */
  receive(from: string, request: Body): boolean {
    switch (request.type) {
      case 'cache-get': {
        const { value = null } = this.#kept.get(request['key'] as string) ?? {};
        this.#reply(from, request, { type: 'cache-get_ok', value });
        return true;
      }
      case 'cache-put':
      case 'fenced-write':
        this.#put(from, request);
        return true;
      default:
        return false;
    }
  }

  #put(from: string, request: Body): void {
    const { key, value, token } = request as unknown as Kept;
    const greatest = this.#kept.get(key)?.token ?? -Infinity;
    if (token !== undefined && token < greatest && this.#checksTokens) {
      this.#host.probe?.('a resource refuses an old fencing token');
      const text = `the token ${token} is older than ${greatest}`;
      this.#reply(from, request, { type: 'error', code: ErrorCode.preconditionFailed, text });
      return;
    }
    const kept: Kept = { key, value, ...(token !== undefined && { token: Math.max(token, greatest) }) };
    this.#kept.set(key, kept);
    this.#log.append(kept);
    this.#log.sync(() => this.#reply(from, request, { type: `${request.type}_ok` }));
  }

  #reply(to: string, request: Body, answer: Body): void {
    if (request.msg_id === undefined) return;
    this.#host.send(to, { ...answer, in_reply_to: request.msg_id });
  }
}
