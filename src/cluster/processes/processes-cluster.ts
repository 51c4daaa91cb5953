import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../../../targets/target.js';
import { type Address, formatAddress } from '../../replica/address.js';
import { serverExit } from '../../replica/server-exit.js';
import type { Cluster, FaultPort } from '../cluster.js';
import { compiledFile, serverFile } from '../compiled-file.js';
import { OPERATIONS_BEGIN, RealTime } from '../real-time.js';
import { TcpClients } from '../tcp/tcp-clients.js';
import { freePorts } from './free-ports.js';
import { ReplicaProcess, ReplicaStartError } from './replica-process.js';

/** What a cluster of processes is made of. */
export interface ProcessesClusterOptions {
  readonly target: Pick<Target, 'name' | 'module'>;
  readonly nodes: readonly string[];
  /** For the replicas; includes `bugs`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The run's folder: logs go to `logs/<node>.log`, which stay; data to `nodes/<node>`, which goes when it stops. */
  readonly dir: string;
}

const LOOPBACK = '127.0.0.1';

/** Somebody else may take a port between the moment it was found free and the moment a server listens. */
const PORT_TRIES = 3;

/**
 * A cluster of local processes on loopback: the real server and the real network stack, with kill and pause, without
 * partitions and clock skew, which need machines (or containers) of their own.
 */
export function createProcessesCluster({ target, nodes, options, dir }: ProcessesClusterOptions): Cluster {
  const time = new RealTime();
  const addresses = new Map<string, Address>();
  const clients = new TcpClients((node) => {
    const address = addresses.get(node);
    if (!address) throw unknownNode(node);
    return address;
  });
  let processes = new Map<string, ReplicaProcess>();
  let stopping: Promise<void> | undefined;
  const crashListeners: ((node: string, why: string) => void)[] = [];
  /** Deeds of the nemesis that are under way. */
  const deeds = new Set<Promise<unknown>>();

  const unknownNode = (node: string): Error =>
    new Error(`There is no node ${node}. Nodes: ${nodes.join(', ')}.`);

  const processOf = (node: string): ReplicaProcess => {
    const process = processes.get(node);
    if (process) return process;
    throw nodes.includes(node) ? new Error(`Node ${node} has never been started.`) : unknownNode(node);
  };

  const each = async (
    ids: readonly string[],
    action: (process: ReplicaProcess) => void | Promise<void>,
  ): Promise<void> => {
    if (stopping) return;
    const deed = Promise.all(ids.map(processOf).map(async (process) => action(process)));
    deeds.add(deed);
    try {
      await deed;
    } finally {
      deeds.delete(deed);
    }
  };

  async function prepare(): Promise<void> {
    const server = serverFile();
    const module = compiledFile(target.module);
    const ports = await freePorts(nodes.length);
    for (const [at, node] of nodes.entries()) {
      addresses.set(node, { host: LOOPBACK, port: ports[at] as number });
    }
    const book = Object.fromEntries([...addresses].map(([node, address]) => [node, formatAddress(address)]));
    processes = new Map(
      [...addresses].map(([id, address]) => [
        id,
        new ReplicaProcess({
          id,
          address,
          config: { id, nodes: book, module, options },
          server,
          dir: join(dir, 'nodes', id),
          logFile: join(dir, 'logs', `${id}.log`),
          nowMs: () => time.now() / 1e6,
          onCrash: (why) => {
            if (!stopping) for (const listener of crashListeners) listener(id, why);
          },
        }),
      ]),
    );
  }

  const removeNodes = async (): Promise<void> => {
    await Promise.all([...processes.values()].map((process) => process.kill()));
    await rm(join(dir, 'nodes'), { recursive: true, force: true });
  };

  async function start(signal?: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      await prepare();
      const starts = [...processes.values()].map((process) => process.start(signal));
      try {
        await Promise.all(starts);
        if (stopping) throw new Error('The cluster was stopped while it started.');
        return;
      } catch (error) {
        await removeNodes();
        await Promise.allSettled(starts);
        const taken = error instanceof ReplicaStartError && error.exitCode === serverExit.addressInUse;
        if (!taken || tries === PORT_TRIES) throw error;
      }
    }
  }

  const refuse = (what: string) => (): Promise<never> =>
    Promise.reject(
      new Error(
        `A cluster of processes cannot ${what}: all nodes share this machine's network and clock. Use the docker cluster or the simulation.`,
      ),
    );

  const faults: FaultPort = {
    nodes,
    cut: refuse('cut links'),
    mend: refuse('mend links'),
    impair: refuse('impair links'),
    setClock: refuse('set clocks'),
    kill: (ids) => each(ids, (process) => process.kill()),
    restart: (ids) => each(ids, (process) => process.start()),
    pause: (ids) => each(ids, (process) => process.pause()),
    resume: (ids) => each(ids, (process) => process.resume()),
    after: (delayMs, action) => time.after(delayMs, action),
  };

  return {
    kind: 'processes',
    nodes,
    faults,
    start,
    now: () => time.now(),
    after: (delayMs, action) => time.after(delayMs, action),
    request: (client, node, body, timeoutMs, done) =>
      clients.request(client, node, body, timeoutMs, time.guard(done)),
    onCrash: (listener) => {
      crashListeners.push(listener);
    },
    run: (main, runOptions) => {
      for (const process of processes.values()) process.note(OPERATIONS_BEGIN);
      return time.run(main, runOptions);
    },
    stop: () => {
      stopping ??= (async () => {
        time.close();
        clients.close();
        await removeNodes();
        await Promise.allSettled(deeds);
      })();
      return stopping;
    },
  };
}
