import type { Disk, Host } from '../../src/replica/host.js';
import type { Standing } from '../../src/replica/standing.js';
import type { Body } from '../../src/replica/message.js';

/**
 * What the replica of one partition sees of its node: files of its own, messages that say which partition they are about, and
 * the nodes in an order of its own. So each partition gets another first leader.
 */
export function partitionHost(host: Host, partition: number): Host {
  const first = partition % host.nodes.length;
  return {
    id: host.id,
    nodes: [...host.nodes.slice(first), ...host.nodes.slice(0, first)],
    clock: host.clock,
    disk: partitionDisk(host.disk, `partition-${partition}-`),
    after: (delayMs, action) => host.after(delayMs, action),
    send: (to, body) => host.send(to, { ...body, partition } satisfies Body),
    random: () => host.random(),
    log: (text) => host.log(`partition ${partition}: ${text}`),
    reveal: (arrival) => host.reveal?.(arrival),
    probe: (name) => host.probe?.(name),
    tell: (standing) => host.tell?.(ofPartition(partition, standing)),
  };
}

/** Figures as those of one part of the node: `p0.position`. */
const ofPartition = (partition: number, standing: Standing): Standing =>
  Object.fromEntries(Object.entries(standing).map(([name, figure]) => [`p${partition}.${name}`, figure]));

function partitionDisk(disk: Disk, prefix: string): Disk {
  return {
    read: (file) => disk.read(prefix + file),
    append: (file, text) => disk.append(prefix + file, text),
    truncate: (file, length) => disk.truncate(prefix + file, length),
    sync: (file, done, failed) => disk.sync(prefix + file, done, failed),
  };
}
