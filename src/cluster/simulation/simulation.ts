import type { Plan } from '../../plan/plan.js';
import { DiskError } from '../../replica/disk-error.js';
import type { Arrival, StartReplica, Timer } from '../../replica/host.js';
import type { Body } from '../../replica/message.js';
import type { Cluster, FaultPort, RequestResult, RunOptions, UnsyncedFate } from '../cluster.js';
import { realNowMs, realPause } from '../real-pace.js';
import { ClientRequests } from './client-requests.js';
import { damaged } from './damage.js';
import { faultPort } from './fault-port.js';
import { withForbiddenGlobals } from './forbidden-globals.js';
import { freezeDeep } from './freeze-deep.js';
import type { LinkTrouble } from './link-trouble.js';
import type { MessageTrace } from './message-trace.js';
import { Network } from './network.js';
import type { SimulatedEvent } from './simulated-event.js';
import { SimulatedClock } from './simulated-clock.js';
import { SimulatedNode } from './simulated-node.js';
import { type Checkpoint, Timeline } from './timeline.js';
import type { Trace } from './trace.js';

const NS_PER_MS = 1_000_000;

/** Events between two looks at the real clock. */
const EVENTS_PER_LOOK = 1_000;
/** Real time after which a slice makes room for the rest of the program: progress, signals. */
const SLICE_MS = 40;

/** What a replica revealed, with where and when. */
export interface Revealed extends Arrival {
  /** Virtual nanoseconds. */
  readonly at: number;
  readonly node: string;
  /** Which of the node's lives: each starts with what its disk holds. */
  readonly life: number;
}

/** The part of a plan that a simulation runs on. */
export type SimulationPlan = Pick<
  Plan,
  'seed' | 'nodes' | 'options' | 'bugs' | 'network' | 'clocks' | 'disk'
>;

export interface SimulationOptions {
  /** Hears every line that a node logs, with the virtual time in milliseconds. */
  readonly onLog?: (node: string, atMs: number, text: string) => void;
  /** Hears what replicas reveal. */
  readonly onReveal?: (revealed: Revealed) => void;
  /** Hears what replicas mark. */
  readonly onProbe?: (name: string) => void;
  /** Freezes every message, so that a replica that changes one fails at once. For tests of replicas. */
  readonly freezeMessages?: boolean;
  /** Remembers every event, so that two runs can be compared event by event. */
  readonly trace?: Trace;
  /** Keeps some of the messages, so that they can be drawn. */
  readonly messages?: MessageTrace;
}

/**
 * A cluster in one process and in virtual time: a run is a function of the code and the plan. All that happens is an
 * event on one timeline; nothing else moves time.
 */
export class Simulation implements Cluster {
  readonly kind = 'simulation';
  readonly nodes: readonly string[];
  readonly faults: FaultPort;
  readonly #timeline: Timeline;
  readonly #network: Network<SimulatedEvent>;
  readonly #requests: ClientRequests;
  readonly #byName = new Map<string, SimulatedNode>();
  readonly #options: SimulationOptions;
  /** For a planted bug. */
  readonly #trustsMessages: boolean;
  readonly #crashListeners: ((node: string, why: string) => void)[] = [];

  constructor(plan: SimulationPlan, start: StartReplica, options: SimulationOptions = {}) {
    this.nodes = plan.nodes;
    this.#options = options;
    this.#trustsMessages = plan.bugs.includes('skip-checksum');
    const timeline = new Timeline(options.trace, options.messages);
    this.#timeline = timeline;
    this.#network = new Network(plan.seed, plan.network, plan.nodes);
    this.#requests = new ClientRequests(timeline, this.#network, options.messages);
    const world = {
      seed: plan.seed,
      nodes: plan.nodes,
      disk: plan.disk,
      onNode: this.#onNode.bind(this),
      send: this.#send.bind(this),
      log: (node: string, text: string) => options.onLog?.(node, timeline.now / NS_PER_MS, text),
      isRead: options.onLog !== undefined,
      putOff: this.#putOff.bind(this),
      probe: options.onProbe ?? (() => {}),
      reveal: ({ id, incarnation }: SimulatedNode, { key, version, value, holds }: Arrival) => {
        options.messages?.tookIn(id, timeline.now);
        options.onReveal?.({ at: timeline.now, node: id, life: incarnation, key, version, value, holds });
      },
    };
    const replicaOptions = { ...plan.options, bugs: plan.bugs };
    for (const id of plan.nodes) {
      const clock = new SimulatedClock(
        () => timeline.now / NS_PER_MS,
        plan.clocks[id] ?? { offsetMs: 0, driftPpm: 0 },
      );
      this.#byName.set(id, new SimulatedNode(id, clock, world, start, replicaOptions));
    }
    this.faults = faultPort({
      nodes: plan.nodes,
      timeline,
      network: this.#network,
      node: this.#node.bind(this),
      live: this.#live.bind(this),
      end: this.#end.bind(this),
      after: this.after.bind(this),
    });
  }

  /** 16 hexadecimal digits that two runs share only if the same events happened in the same order. */
  get hash(): string {
    return this.#timeline.hash;
  }

  /** The rolling hash before every thousandth event, so that two runs can be told apart where they part. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#timeline.checkpoints;
  }

  /** How many events have happened. */
  get events(): number {
    return this.#timeline.events;
  }

  async start(): Promise<void> {
    withForbiddenGlobals(() => {
      for (const node of this.#byName.values()) node.start();
    });
  }

  async stop(): Promise<void> {
    // Nothing of it lives outside this object.
  }

  now(): number {
    return this.#timeline.now;
  }

  after(delayMs: number, action: () => void): () => void {
    const delayNs = Math.max(0, Math.round(delayMs * NS_PER_MS));
    const event = this.#timeline.schedule(delayNs, 'controller', '', '', '', action);
    return () => event.cancel();
  }

  request(
    client: string,
    node: string,
    body: Body,
    timeoutMs: number,
    done: (result: RequestResult) => void,
  ): void {
    const message = (id: number): Body => this.#message({ ...body, msg_id: id });
    this.#requests.send(client, this.#node(node), message, timeoutMs, done);
  }

  async run(main: (finish: () => void) => void, { signal, onSlice }: RunOptions = {}): Promise<void> {
    let finished = false;
    withForbiddenGlobals(() => main(() => (finished = true)));
    while (!finished) {
      signal?.throwIfAborted();
      const until = realNowMs() + SLICE_MS;
      withForbiddenGlobals(() => {
        while (!finished && realNowMs() < until) {
          for (let step = 0; step < EVENTS_PER_LOOK && !finished; step++) this.#step();
        }
      });
      onSlice?.();
      if (!finished) await realPause();
    }
  }

  onCrash(listener: (node: string, why: string) => void): void {
    this.#crashListeners.push(listener);
  }

  /** Makes the next event happen. */
  #step(): void {
    const event = this.#timeline.next();
    if (this.#network.stops && this.#isStopped(event)) return;
    const node = this.#byName.get(event.place);
    if (node?.alive === false && event.travels) this.#options.messages?.lost(event, 'down');
    if (node) this.#live(node, event.action as () => void, event);
    else event.action?.(event);
  }

  /** Whether a cut or clogged link ends or holds back what would arrive now. */
  #isStopped(event: SimulatedEvent): boolean {
    if (!event.travels) return false;
    const { trouble } = this.#network.link(event.from, event.place);
    if (trouble.cut) this.#options.messages?.lost(event, 'cut');
    else if (trouble.clogged) {
      trouble.held.push(event);
      this.#options.messages?.held(event);
    }
    return trouble.cut || trouble.clogged !== false;
  }

  /** Lets a node do something. What it throws ends that node and nothing else. */
  #live<Given>(node: SimulatedNode, action: (given: Given) => void, given?: Given): void {
    try {
      action(given as Given);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const isDisk = error instanceof DiskError;
      this.#options.onLog?.(
        node.id,
        this.#timeline.now / NS_PER_MS,
        `ended: ${isDisk ? error.message : (error.stack ?? error.message)}`,
      );
      this.#end(node, isDisk && error.code === 'EIO' ? 'lost' : 'kept');
      node.lostDisk = isDisk;
      if (!isDisk) for (const listener of this.#crashListeners) listener(node.id, error.message);
    }
  }

  /** Ends a node's life; its clients' connections break. */
  #end(node: SimulatedNode, unsynced: UnsyncedFate): void {
    node.kill(unsynced);
    this.#requests.breakAll(node.id);
  }

  #node(id: string): SimulatedNode {
    const node = this.#byName.get(id);
    if (!node) throw new Error(`There is no node ${id}. Nodes: ${this.nodes.join(', ')}.`);
    return node;
  }

  #message(body: Body): Body {
    return this.#options.freezeMessages ? freezeDeep(body) : body;
  }

  #onNode(node: SimulatedNode, kind: 'timer' | 'sync' | 'work', delayNs: number, action: () => void): Timer {
    const { incarnation } = node;
    return this.#timeline.schedule(delayNs, kind, node.id, '', '', (event) => {
      if (node.incarnation !== incarnation) return;
      if (!node.paused) action();
      else {
        const late = (): void => {
          // Another of the backlog may have called it off.
          if (event.action) action();
        };
        node.backlog.push(this.#putOff(late));
      }
    });
  }

  /** What a node does later because it is paused or slow. */
  #putOff(action: () => void): () => void {
    return this.#options.messages?.putOff(action, () => this.#timeline.now) ?? action;
  }

  #send(from: SimulatedNode, to: string, sent: Body): void {
    const body = this.#message(sent);
    const node = this.#byName.get(to);
    if (!node) this.#requests.reply(from.id, to, body);
    else if (node === from) this.#timeline.schedule(0, 'message', to, to, body.type, this.#deliver, body);
    else {
      const { now } = this.#timeline;
      const link = this.#network.link(from.id, to);
      if (link.loses()) {
        this.#options.messages?.lostAtOnce(from.id, to, body, now, 'dropped');
        return;
      }
      this.#transmit(from.id, to, body, link.arrival(now) - now, link.trouble);
      if (link.doubles()) this.#transmit(from.id, to, body, link.arrival(now) - now, link.trouble);
    }
  }

  #transmit(from: string, to: string, body: Body, delay: number, trouble: LinkTrouble<SimulatedEvent>): void {
    const heard = trouble.corrupts() ? this.#damaged(body, trouble) : body;
    if (heard) this.#timeline.schedule(delay, 'message', to, from, body.type, this.#deliver, heard);
    else this.#options.messages?.lostAtOnce(from, to, body, this.#timeline.now, 'damaged');
  }

  /** One function for all messages between nodes: most events are such. */
  readonly #deliver = ({ place, from, body }: SimulatedEvent): void => {
    const node = this.#byName.get(place) as SimulatedNode;
    if (node.alive) node.receive(from, body as Body);
  };

  /** What a node hears of a message that was damaged on the way: nothing, if it looks at checksums. */
  #damaged(body: Body, { random }: LinkTrouble<SimulatedEvent>): Body | undefined {
    return this.#trustsMessages ? damaged(body, random.unit) : undefined;
  }
}
