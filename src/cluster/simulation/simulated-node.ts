import { type Stream, stream } from '../../plan/stream.js';
import type { Arrival, Host, Replica, StartReplica, Timer } from '../../replica/host.js';
import type { Body } from '../../replica/message.js';
import { probeLog } from '../../replica/probe-log.js';
import { standingLog } from '../../replica/standing.js';
import type { UnsyncedFate } from '../cluster.js';
import type { SimulatedClock } from './simulated-clock.js';
import { SimulatedDisk } from './simulated-disk.js';

/** What a node needs of the simulation around it. */
export interface NodeWorld {
  readonly seed: string;
  readonly nodes: readonly string[];
  readonly disk: { readonly minSyncMs: number; readonly maxSyncMs: number };
  /** Runs `action` on this node `delayNs` later, unless the node's present life has ended by then. */
  onNode(node: SimulatedNode, kind: 'timer' | 'sync' | 'work', delayNs: number, action: () => void): Timer;
  /** What a node puts off, in a form that it can do later. */
  putOff(action: () => void): () => void;
  send(from: SimulatedNode, to: string, body: Body): void;
  log(node: string, text: string): void;
  /** Somebody reads the logs. */
  readonly isRead: boolean;
  reveal(node: SimulatedNode, arrival: Arrival): void;
  probe(name: string): void;
}

const NS_PER_MS = 1_000_000;

/** One node: a disk and a clock that stay, and a replica that lives from start to crash. */
export class SimulatedNode {
  readonly id: string;
  readonly clock: SimulatedClock;
  readonly #world: NodeWorld;
  readonly #start: StartReplica;
  readonly #options: Record<string, unknown>;
  readonly disk: SimulatedDisk;
  readonly #diskRandom: Stream;
  /** Events that came while the node was paused, in order. */
  readonly backlog: (() => void)[] = [];
  #lastSyncMs = 0;
  #replica: Replica | undefined;
  /** Counts lives: what was scheduled in an earlier life must not happen in this one. */
  incarnation = 0;
  paused = false;
  /** It ended because its disk failed. */
  lostDisk = false;
  /** What a slow node has not got round to. */
  readonly #inbox: (() => void)[] = [];
  #messageMs = 0;

  constructor(
    id: string,
    clock: SimulatedClock,
    world: NodeWorld,
    start: StartReplica,
    options: Record<string, unknown>,
  ) {
    this.id = id;
    this.clock = clock;
    this.#world = world;
    this.#start = start;
    this.#options = options;
    this.#diskRandom = stream(world.seed, `disk/${id}`);
    this.disk = new SimulatedDisk((done) => this.#whenSynced(done));
  }

  get alive(): boolean {
    return this.#replica !== undefined;
  }

  /** Boots a new life of the replica. Does nothing while one runs. */
  start(): void {
    if (this.#replica) return;
    this.incarnation++;
    this.#lastSyncMs = 0;
    this.lostDisk = false;
    this.#replica = this.#start(this.#host(), this.#options);
  }

  /** Ends the present life: its timers, its pending syncs and its memory are gone. */
  kill(unsynced: UnsyncedFate): void {
    if (!this.#replica) return;
    this.#replica = undefined;
    this.incarnation++;
    this.paused = false;
    this.backlog.length = 0;
    this.#inbox.length = 0;
    this.disk.crash(unsynced, this.#diskRandom.unit);
  }

  /** From now on it takes so long over each message; when it is fast again it goes through all that waits at once. */
  slow(messageMs: number): void {
    this.#messageMs = messageMs;
    if (messageMs > 0) return;
    for (const next of this.#inbox.splice(0)) next();
  }

  /** The disk's machine: draws for damage to it. */
  flipBit(): void {
    this.disk.flipBit(this.#diskRandom.unit);
  }

  /** Hands a message to the replica: now, or when its pause ends. */
  receive(from: string, body: Body): void {
    if (this.#messageMs > 0) this.#queue(from, body);
    else this.#hear(from, body);
  }

  #hear(from: string, body: Body): void {
    if (this.paused) this.#delay(from, body);
    else this.#replica?.receive(from, body);
  }

  /** A slow node takes its time over each message, one after the other. */
  #queue(from: string, body: Body): void {
    this.#inbox.push(this.#world.putOff(() => this.#hear(from, body)));
    if (this.#inbox.length === 1) this.#workOn();
  }

  #workOn(): void {
    this.#world.onNode(this, 'work', Math.round(this.#messageMs * NS_PER_MS), () => {
      const next = this.#inbox.shift();
      if (this.#inbox.length > 0) this.#workOn();
      next?.();
    });
  }

  /** By itself, so that nothing has to be kept of the many messages that are not delayed. */
  #delay(from: string, body: Body): void {
    this.backlog.push(this.#world.putOff(() => this.#replica?.receive(from, body)));
  }

  /** Syncs end in the order in which they began, each after a latency of its own. */
  #whenSynced(done: () => void): void {
    const { minSyncMs, maxSyncMs } = this.#world.disk;
    const now = this.clock.monotonic();
    const latency = minSyncMs + (maxSyncMs - minSyncMs) * this.#diskRandom.unit();
    this.#lastSyncMs = Math.max(this.#lastSyncMs, now + latency);
    this.#world.onNode(this, 'sync', Math.round((this.#lastSyncMs - now) * NS_PER_MS), done);
  }

  /** What a node of a real cluster writes into its log, too, for whoever reads it. */
  #noted(): Pick<Host, 'probe' | 'tell'> {
    const log = (text: string): void => this.#world.log(this.id, text);
    const note = probeLog(log);
    return {
      probe: (name) => {
        note(name);
        this.#world.probe(name);
      },
      tell: standingLog(log),
    };
  }

  #host(): Host {
    const world = this.#world;
    const random = stream(world.seed, `node/${this.id}/${this.incarnation}`);
    return {
      id: this.id,
      nodes: world.nodes,
      clock: this.clock,
      disk: this.disk,
      after: (delayMs, action) =>
        world.onNode(this, 'timer', Math.max(0, Math.round(delayMs * NS_PER_MS)), action),
      send: (to, body) => world.send(this, to, body),
      random: random.unit,
      log: (text) => world.log(this.id, text),
      reveal: (arrival) => world.reveal(this, arrival),
      probe: (name) => world.probe(name),
      ...(world.isRead && this.#noted()),
    };
  }
}
