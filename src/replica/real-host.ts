import { getRandomValues } from 'node:crypto';
import { formatAddress } from './address.js';
import type { Clock, Host, Replica, StartReplica } from './host.js';
import type { LinkTimes } from './peer-link.js';
import { RealDisk } from './real-disk.js';
import type { ServerConfig } from './server-config.js';
import { TimerQueue } from './timer-queue.js';
import { Transport } from './transport.js';
import { probeLog } from './probe-log.js';
import { standingLog } from './standing.js';

/**
 * The machine's clocks. The wall clock is asked anew each time, never derived from the monotonic one, because it may
 * jump: by an administrator's hand or by libfaketime's.
 */
export const realClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Uniform in [0, 1), with 53 bits from the operating system, fetched in blocks. */
export function createRandom(): () => number {
  const block = new Uint32Array(512);
  let used = block.length;
  return () => {
    if (used === block.length) {
      getRandomValues(block);
      used = 0;
    }
    const high = (block[used++] as number) >>> 5;
    const low = (block[used++] as number) >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
}

/** A replica that runs on the real machine. */
export interface RunningServer {
  /** Where it listens. */
  readonly address: string;
  /** Makes what was written durable and ends connections, timers and callbacks. */
  close(): void;
}

export interface StartServerOptions {
  readonly config: Pick<ServerConfig, 'id' | 'nodes' | 'listen' | 'dataDir' | 'options'>;
  readonly start: StartReplica;
  readonly log: (text: string) => void;
  /** For tests: how fast links notice that they are dead. */
  readonly times?: LinkTimes;
}

/**
 * Starts a replica on the real Host: TCP, disk, clocks. Resolves when it has recovered and listens; what the replica
 * throws later is thrown out of the event loop.
 */
export async function startServer({ config, start, log, times }: StartServerOptions): Promise<RunningServer> {
  const { id, nodes, listen, dataDir, options } = config;
  const disk = new RealDisk(dataDir);
  const timers = new TimerQueue(() => realClock.monotonic());
  let replica: Replica | undefined;
  const transport = new Transport({
    id,
    nodes,
    listen,
    log,
    receive: (from, body) => replica?.receive(from, body),
    ...(times && { times }),
  });
  const close = (): void => {
    replica = undefined;
    transport.close();
    timers.clear();
    disk.close();
  };
  const host: Host = {
    id,
    nodes: [...nodes.keys()],
    clock: realClock,
    disk,
    after: (delayMs, action) => timers.after(delayMs, action),
    send: (to, body) => transport.send(to, body),
    random: createRandom(),
    log,
    probe: probeLog(log),
    tell: standingLog(log, (delayMs, action) => timers.after(delayMs, action)),
  };
  try {
    replica = start(host, options);
    const address = formatAddress(await transport.listen());
    return { address, close };
  } catch (error) {
    close();
    throw error;
  }
}
