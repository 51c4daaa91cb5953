import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Target } from '../../../targets/target.js';
import { formatAddress } from '../../replica/address.js';
import { CLIENTS, type Cluster, type FaultPort, type Link } from '../cluster.js';
import { compiledFile, serverFile } from '../compiled-file.js';
import { OPERATIONS_BEGIN, RealTime } from '../real-time.js';
import { TcpClients } from '../tcp/tcp-clients.js';
import type { Drops } from './agent/protocol.js';
import { packCode } from './code-archive.js';
import { type Engine, openEngine } from './engine.js';
import { LinkFaults } from './link-faults.js';
import { RUN_LABEL } from './labels.js';
import { NodeLog } from './node-log.js';
import { removeLabelled } from './removal.js';
import {
  CODE_FOLDER,
  peerAddress,
  REPLICA_PORT,
  ReplicaContainer,
  type ReplicaCode,
} from './replica-container.js';
import { ensureReplicaImage, type Note } from './replica-image.js';
import { createRunNetwork, type Reach } from './run-network.js';
import { sweep } from './sweep.js';

/** What a cluster of containers is made of. */
export interface DockerClusterOptions {
  readonly target: Pick<Target, 'name' | 'module'>;
  readonly nodes: readonly string[];
  /** For the replicas; includes `bugs`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The run's folder: logs go to `logs/<node>.log`, as they are written. */
  readonly dir: string;
  /** Hears what takes long, such as building the image the first time. */
  readonly note?: Note;
  /** How clients reach the nodes; by default at their own addresses where those are reachable. */
  readonly reach?: Reach;
}

/** A cluster whose containers and network can be told from others by their label `splitbrain.run`. */
export interface DockerCluster extends Cluster {
  readonly runId: string;
}

async function packReplica(module: URL): Promise<ReplicaCode> {
  const agent = compiledFile(new URL('./agent/agent.js', import.meta.url));
  const server = serverFile();
  const replica = compiledFile(module);
  const archive = await packCode([agent, server, replica], CODE_FOLDER);
  const [agentPath, serverPath, modulePath] = [agent, server, replica].map((file) => archive.pathOf(file));
  return {
    archive,
    agent: agentPath as string,
    server: serverPath as string,
    module: modulePath as string,
  };
}

/**
 * A cluster of Docker containers, one for each node, on a network of their own: the real server and the real network
 * stack, with all faults. Nothing but the image outlives it.
 */
export function createDockerCluster(given: DockerClusterOptions): DockerCluster {
  const { target, nodes, options, dir, note } = given;
  const runId = randomBytes(4).toString('hex');
  const time = new RealTime();
  const containers = new Map<string, ReplicaContainer>();
  const logs: NodeLog[] = [];
  const links = new LinkFaults();
  const stopped = new AbortController();
  let engine: Engine | undefined;
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  const crashListeners: ((node: string, why: string) => void)[] = [];
  /** Deeds of the nemesis that are under way. */
  const deeds = new Set<Promise<unknown>>();

  const containerOf = (node: string): ReplicaContainer => {
    const container = containers.get(node);
    if (container) return container;
    throw nodes.includes(node)
      ? new Error(`Node ${node} has never been started.`)
      : new Error(`There is no node ${node}. Nodes: ${nodes.join(', ')}.`);
  };
  const clients = new TcpClients((node) => containerOf(node).address);

  const each = async (
    ids: readonly string[],
    action: (container: ReplicaContainer) => Promise<void>,
  ): Promise<void> => {
    if (stopped.signal.aborted) return;
    const deed = Promise.all(ids.map(containerOf).map(action));
    deeds.add(deed);
    try {
      await deed;
    } catch (error) {
      // What the nemesis still does while the containers go comes to nothing.
      if (!stopped.signal.aborted) throw error;
    } finally {
      deeds.delete(deed);
    }
  };

  async function makeContainers(signal: AbortSignal): Promise<void> {
    engine = await openEngine();
    signal.throwIfAborted();
    const [image, code, network] = await allSettled([
      ensureReplicaImage(engine, { signal, ...(note && { note }) }),
      packReplica(target.module),
      createRunNetwork(engine, runId, given.reach),
      sweep(engine).catch((error: Error) => note?.(`Leftovers of earlier runs stay: ${error.message}`)),
    ]);
    signal.throwIfAborted();
    for (const id of nodes) {
      const log = new NodeLog(join(dir, 'logs', `${id}.log`), () => time.now() / 1e6);
      logs.push(log);
      const onCrash = (why: string): void => {
        if (!stopped.signal.aborted) for (const listener of crashListeners) listener(id, why);
      };
      containers.set(id, new ReplicaContainer({ engine, runId, id, image, network, code, log, onCrash }));
    }
    await allSettled([...containers.values()].map((container) => container.create(signal)));
  }

  async function startServers(signal: AbortSignal): Promise<void> {
    const book = Object.fromEntries([...containers].map(([id, container]) => [id, peerAddress(container)]));
    const listen = formatAddress({ host: '0.0.0.0', port: REPLICA_PORT });
    await allSettled(
      [...containers.values()].map(async (container) => {
        await container.configure({ id: container.id, nodes: book, listen, options });
        await container.start(signal);
      }),
    );
  }

  const remove = async (): Promise<void> => {
    try {
      if (engine) await removeLabelled(engine, `${RUN_LABEL}=${runId}`);
    } finally {
      for (const container of containers.values()) container.close();
    }
  };

  async function start(outer?: AbortSignal): Promise<void> {
    const signal = outer ? AbortSignal.any([outer, stopped.signal]) : stopped.signal;
    signal.throwIfAborted();
    try {
      await makeContainers(signal);
      await startServers(signal);
      signal.throwIfAborted();
    } catch (error) {
      await remove();
      signal.throwIfAborted();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    stopped.abort(new Error('The cluster was stopped while it started.'));
    time.close();
    clients.close();
    // It removes what it has made before it rejects.
    await starting?.catch(() => {});
    await remove();
    await Promise.allSettled(deeds);
  }

  const hostOf = (node: string): string => containerOf(node).peerHost;

  /** What a node has to drop now. */
  const dropsOf = (node: string): Drops => {
    const { unheard, missed, unheardClients, unheardByClients } = links.at(node);
    return {
      sources: unheard.map(hostOf),
      lossy: missed.map(([from, share]) => [hostOf(from), share]),
      ...((unheardClients || unheardByClients) && {
        clients: {
          port: REPLICA_PORT,
          peers: nodes.map(hostOf),
          requests: unheardClients,
          answers: unheardByClients,
        },
      }),
    };
  };

  /** Changes links that exist, and then the rules of the nodes that this concerns. */
  const change = async (which: readonly Link[], how: () => readonly string[]): Promise<void> => {
    for (const end of which.flat()) if (end !== CLIENTS) containerOf(end);
    await each(how(), (container) => container.drop(dropsOf(container.id)));
  };

  const faults: FaultPort = {
    nodes,
    cut: (which) => change(which, () => links.cut(which)),
    mend: (which) => change(which, () => links.mend(which)),
    impair: async (which, { loss, ...others }) => {
      const refused = Object.keys(others);
      if (refused.length > 0)
        throw new Error(
          `A cluster of containers cannot impair links by ${refused.join(', ')}, only by loss.`,
        );
      if (loss !== undefined) await change(which, () => links.lose(which, loss));
    },
    setClock: (node, setting) => each([node], (container) => container.setClock(setting)),
    kill: (ids) => each(ids, (container) => container.kill()),
    restart: (ids) => each(ids, (container) => container.start()),
    pause: (ids) => each(ids, (container) => container.pause()),
    resume: (ids) => each(ids, (container) => container.resume()),
    after: (delayMs, action) => time.after(delayMs, action),
  };

  return {
    kind: 'docker',
    runId,
    nodes,
    faults,
    start: (signal) => {
      starting = start(signal);
      return starting;
    },
    now: () => time.now(),
    after: (delayMs, action) => time.after(delayMs, action),
    request: (client, node, body, timeoutMs, done) =>
      clients.request(client, node, body, timeoutMs, time.guard(done)),
    onCrash: (listener) => {
      crashListeners.push(listener);
    },
    run: (main, runOptions) => {
      for (const log of logs) log.note(OPERATIONS_BEGIN);
      return time.run(main, runOptions);
    },
    stop: () => {
      stopping ??= stop().catch((error: Error) => {
        stopping = undefined;
        throw error;
      });
      return stopping;
    },
  };
}

/** Like Promise.all, but rejects only when all have settled: what is removed next must not be in the making. */
async function allSettled<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [At in keyof T]: Awaited<T[At]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
