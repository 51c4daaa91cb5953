import type { Container, ContainerCreateOptions } from 'dockerode';
import { type Address, formatAddress } from '../../replica/address.js';
import { crashReason, serverExit } from '../../replica/server-exit.js';
import type { ClockSetting } from '../cluster.js';
import { awaitServer } from '../tcp/await-server.js';
import { AgentChannel } from './agent-channel.js';
import type { Drops } from './agent/protocol.js';
import type { CodeArchive } from './code-archive.js';
import type { Engine } from './engine.js';
import { NODE_LABEL, runLabels } from './labels.js';
import type { NodeLog } from './node-log.js';
import type { RunNetwork } from './run-network.js';

/** The port on which every replica listens in its container. */
export const REPLICA_PORT = 7000;

/** Where things lie in a container. */
const FOLDER = '/splitbrain';
export const CODE_FOLDER = `${FOLDER}/code`;

/** A node that has to load a module and recover on a busy machine needs so long at most. */
const READY_TIMEOUT_MS = 60_000;

/** The code that every container gets, with the entries that are run in it. */
export interface ReplicaCode {
  readonly archive: CodeArchive;
  readonly agent: string;
  readonly server: string;
  readonly module: string;
}

export interface ReplicaContainerOptions {
  readonly engine: Engine;
  readonly runId: string;
  readonly id: string;
  readonly image: string;
  readonly network: RunNetwork;
  readonly code: ReplicaCode;
  readonly log: NodeLog;
  /** Called when the server ends by itself. */
  readonly onCrash: (why: string) => void;
}

/** A node: a container that stays, and in it a replica server that can be killed, paused, and started again. */
export class ReplicaContainer {
  readonly #options: ReplicaContainerOptions;
  #channel!: AgentChannel;
  #container!: Container;
  /** Where clients reach the server. */
  #clientAddress: Address | undefined;
  #peerHost = '';
  #running = false;
  /** Aborted when the server ends. */
  #ended = new AbortController();
  #exitCode: number | null = null;
  /** Aborted when the nemesis acts on a server that is still starting: nobody can wait for its answer then. */
  #interrupted = new AbortController();

  constructor(options: ReplicaContainerOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  /** Where clients reach it. */
  get address(): Address {
    if (!this.#clientAddress) throw new Error(`Node ${this.id} has no address yet.`);
    return this.#clientAddress;
  }

  /** Its own address in the run's network. */
  get peerHost(): string {
    return this.#peerHost;
  }

  /** Makes the container with its code; resolves when its agent listens. */
  async create(signal: AbortSignal): Promise<void> {
    const { engine, code } = this.#options;
    const container = await engine.createContainer(this.#creation());
    this.#container = container;
    signal.throwIfAborted();
    await container.putArchive(code.archive.tar, { path: '/' });
    signal.throwIfAborted();
    const stream = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    await this.#listen(stream, signal);
    await this.#findAddress();
  }

  /** Starts the container; resolves when its agent listens. */
  #listen(stream: NodeJS.ReadWriteStream, signal: AbortSignal): Promise<void> {
    const { engine, log } = this.#options;
    return new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`The container of ${this.id} ${why}.\n${log.tail()}`));
      const timer = setTimeout(() => fail(`was not ready within ${READY_TIMEOUT_MS} ms`), READY_TIMEOUT_MS);
      const abort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      const settled = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      this.#channel = new AgentChannel(this.id, engine, stream, {
        onHello: () => {
          settled();
          resolve();
        },
        onExit: ({ code, signal }) => this.#onExit(code, signal),
        onOutput: (chunk) => log.write(chunk),
        onClose: () => {
          settled();
          fail('ended before it was ready');
          this.#onExit(null, null);
        },
      });
      this.#container.start().catch((error: Error) => {
        settled();
        reject(error);
      });
    });
  }

  /** Tells the server what it is; once, before the first `start`. */
  async configure(config: object): Promise<void> {
    const { module } = this.#options.code;
    await this.#channel.ask({ do: 'configure', config: { ...config, module, dataDir: `${FOLDER}/data` } });
    // Shows now, not in the middle of the run, whether this engine lets a container have rules.
    await this.drop({ sources: [], lossy: [] });
  }

  /**
   * Starts the server unless it runs. Resolves when it answers, or when it was killed or paused before it could.
   * Rejects with the end of its log when it does not come up; it does not run then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const interrupted = (this.#interrupted = new AbortController());
    const ended = (this.#ended = new AbortController());
    const { log } = this.#options;
    log.note('started');
    try {
      const { pid: started } = await this.#channel.ask({ do: 'start' });
      await awaitServer(this.address, {
        accept: ({ pong, pid }) => pong === this.id && pid === started,
        timeoutMs: READY_TIMEOUT_MS,
        signal: AbortSignal.any([ended.signal, interrupted.signal, ...(signal ? [signal] : [])]),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (interrupted.signal.aborted) return;
      const byItself = ended.signal.aborted;
      await this.kill();
      const why = byItself
        ? `it ended with exit code ${this.#exitCode ?? 'unknown'}`
        : (error as Error).message;
      throw new Error(`Node ${this.id} did not start: ${why}.\n${log.tail()}`, { cause: error });
    }
  }

  /** Ends the server with kill -9, even a paused one; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#interrupted.abort();
    await this.#channel.ask({ do: 'kill' });
  }

  /** Stops the server without ending it. Does nothing while it does not run. */
  async pause(): Promise<void> {
    const interrupted = this.#interrupted;
    if (!(await this.#channel.ask({ do: 'pause' }))) return;
    interrupted.abort();
    this.#options.log.note('paused');
  }

  async resume(): Promise<void> {
    if (await this.#channel.ask({ do: 'resume' })) this.#options.log.note('resumed');
  }

  /** From now on these packets are dropped, and no others. */
  async drop(drops: Drops): Promise<void> {
    await this.#channel.ask({ do: 'drop', drops });
  }

  async setClock(setting: ClockSetting): Promise<void> {
    await this.#channel.ask({ do: 'clock', setting });
  }

  /** Hangs up. The container goes by itself then; removing it is faster. */
  close(): void {
    // There is none when the container could not be made.
    (this.#channel as AgentChannel | undefined)?.close();
    this.#options.log.close();
  }

  #creation(): ContainerCreateOptions {
    const { runId, id, image, network, code } = this.#options;
    const port = `${REPLICA_PORT}/tcp`;
    const published = network.reach === 'published-port';
    return {
      name: `splitbrain-${runId}-${id}`,
      Hostname: id,
      Image: image,
      Cmd: ['node', code.agent, code.server, FOLDER],
      Labels: { ...runLabels(runId), [NODE_LABEL]: id },
      // The agent hears at once when the controller hangs up or dies.
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      ...(published && { ExposedPorts: { [port]: {} } }),
      HostConfig: {
        NetworkMode: network.name,
        AutoRemove: true,
        // Root without root's powers, save the one over the container's own network.
        CapDrop: ['ALL'],
        CapAdd: ['NET_ADMIN'],
        SecurityOpt: ['no-new-privileges'],
        PidsLimit: 512,
        LogConfig: { Type: 'none', Config: {} },
        ...(published && { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } }),
      },
    };
  }

  async #findAddress(): Promise<void> {
    const { network } = this.#options;
    const { NetworkSettings } = await this.#container.inspect();
    this.#peerHost = NetworkSettings.Networks[network.name]?.IPAddress ?? '';
    if (this.#peerHost === '') throw new Error(`The engine gave the container of ${this.id} no address.`);
    const binding = NetworkSettings.Ports[`${REPLICA_PORT}/tcp`]?.[0];
    this.#clientAddress =
      network.reach === 'published-port'
        ? { host: '127.0.0.1', port: Number(binding?.HostPort) }
        : { host: this.#peerHost, port: REPLICA_PORT };
  }

  #onExit(code: number | null, signal: string | null): void {
    if (!this.#running) return;
    this.#running = false;
    this.#exitCode = code;
    const how = code === null ? `by ${signal ?? 'the end of its container'}` : `with exit code ${code}`;
    const { log, onCrash } = this.#options;
    log.note(`ended ${how}`);
    this.#ended.abort();
    if (code === serverExit.crash) onCrash(crashReason(log.tail()));
  }
}

/** How peers dial a node. */
export function peerAddress(container: ReplicaContainer): string {
  return formatAddress({ host: container.peerHost, port: REPLICA_PORT });
}
