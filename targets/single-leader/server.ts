import type { Host, Replica, StartReplica } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { Consumer } from './consumer.js';
import { hostAmong, replicaCount } from './consumers.js';
import { type ReplicaOptions, storageVersion } from './options.js';
import { partitionHost } from './partition-host.js';
import { SingleLeaderReplica } from './replica.js';
import { SecondSystem } from './second-system.js';

/**
 * Starts a node of the single-leader store: one replica of each partition, or a consumer of what replicas change; and a second
 * system beside it.
 */
export const start: StartReplica = (host, given) => {
  const options = given as unknown as ReplicaOptions;
  const store = startStore(host, options);
  const beside = new SecondSystem(host, options);
  return {
    receive(from, body) {
      if (!beside.receive(from, body)) store.receive(from, body);
    },
  };
};

function startStore(host: Host, options: ReplicaOptions): Replica {
  if (options.consumers === 0) return startReplica(host, options);
  const replicas = host.nodes.slice(0, replicaCount(options, host.nodes.length));
  return replicas.includes(host.id)
    ? startReplica(hostAmong(host, replicas), options)
    : new Consumer(host, replicas);
}

const startReplica = (host: Host, options: ReplicaOptions): Replica =>
  options.partitions > 1 ? new PartitionedServer(host, options) : new SingleLeaderReplica(host, options);

/** The replicas of a node, each with a log, a leader and a lag of its own. They share nothing but the machine. */
class PartitionedServer implements Replica {
  readonly #host: Host;
  readonly #replicas: readonly SingleLeaderReplica[];
  /** For a planted bug. */
  readonly #forgetsTokens: boolean;

  constructor(host: Host, options: ReplicaOptions) {
    this.#host = host;
    this.#forgetsTokens = options.bugs.includes('token-for-first-partition');
    // A machine is upgraded with all its partitions, whatever the order of nodes that they see.
    const upgraded = storageVersion(options, host) === 1 ? 0 : host.nodes.length;
    this.#replicas = Array.from(
      { length: options.partitions },
      (_, partition) => new SingleLeaderReplica(partitionHost(host, partition), { ...options, upgraded }),
    );
  }

  receive(from: string, body: Body): void {
    const replica = this.#replicas[body['partition'] as number];
    if (replica) {
      const forgets = this.#forgetsTokens && replica !== this.#replicas[0];
      replica.receive(from, forgets ? { ...body, token: undefined } : body);
    } else if (body.type === 'promote' || body.type === 'damage') this.#carryOut(from, body);
    // None of them can.
    else if (body.type === 'members') this.#replicas[0]?.receive(from, body);
    else if (body.type === 'inspect') {
      const registers = Object.assign({}, ...this.#replicas.map((one) => one.registers)) as object;
      this.#reply(from, body, { type: 'inspect_ok', registers });
    } else if (body.type === 'lag') {
      this.#reply(from, body, { type: 'lag_ok', partitions: this.#replicas.map(({ lag }) => lag) });
    } else {
      const text = `expected a request to name one of the partitions 0 to ${this.#replicas.length - 1}, not ${JSON.stringify(body['partition'])}`;
      this.#reply(from, body, { type: 'error', code: ErrorCode.malformedRequest, text });
    }
  }

  /** An operator who names no partition means all of them. */
  #carryOut(from: string, request: Body): void {
    for (const replica of this.#replicas) replica.receive(from, { type: request.type });
    this.#reply(from, request, { type: `${request.type}_ok` });
  }

  #reply(to: string, request: Body, answer: Body): void {
    if (request.msg_id === undefined) return;
    this.#host.send(to, { ...answer, in_reply_to: request.msg_id });
  }
}
