import type { Host } from '../../src/replica/host.js';
import type { SingleLeaderOptions } from './options.js';

/** How many of the nodes are replicas: the others are consumers of their changes. */
export function replicaCount({ consumers }: Pick<SingleLeaderOptions, 'consumers'>, n: number): number {
  return n - consumers;
}

/** The host of a replica that knows of no nodes but these. */
export function hostAmong(host: Host, nodes: readonly string[]): Host {
  return {
    id: host.id,
    nodes,
    clock: host.clock,
    disk: host.disk,
    after: (delayMs, action) => host.after(delayMs, action),
    send: (to, body) => host.send(to, body),
    random: () => host.random(),
    log: (text) => host.log(text),
    ...(host.tell && { tell: (standing) => host.tell?.(standing) }),
    ...(host.reveal && { reveal: (arrival) => host.reveal?.(arrival) }),
    ...(host.probe && { probe: (name) => host.probe?.(name) }),
  };
}
