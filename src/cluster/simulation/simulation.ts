import type { Plan } from '../../plan/plan.js';
import { DiskError } from '../../replica/disk-error.js';
import type { Arrival, StartReplica, Timer } from '../../replica/host.js';
import type { Body } from '../../replica/message.js';
import type {
  Cluster,
  FaultPort,
  Link,
  MachinePort,
  RequestResult,
  RunOptions,
  UnsyncedFate,
} from '../cluster.js';
import { realNowMs, realPause } from '../real-pace.js';
import { damaged } from './damage.js';
import { EventQueue, type Scheduled } from './event-queue.js';
import { withForbiddenGlobals } from './forbidden-globals.js';
import { freezeDeep } from './freeze-deep.js';
import type { LinkTrouble, Troubles } from './link-trouble.js';
import { Network } from './network.js';
import { RollingHash } from './rolling-hash.js';
import { SimulatedClock } from './simulated-clock.js';
import { SimulatedNode } from './simulated-node.js';
import { Trace } from './trace.js';

const NS_PER_MS = 1_000_000;

/** Events between two looks at the real clock. */
const EVENTS_PER_LOOK = 1_000;
/** Events from one checkpoint of the hash to the next. */
export const EVENTS_PER_CHECKPOINT = 1_000;
/** Real time after which a slice makes room for the rest of the program: progress, signals. */
const SLICE_MS = 40;

/** What an event is, for the hash and the trace. */
type EventKind =
  | 'message'
  | 'request'
  | 'reply'
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'timer'
  | 'sync'
  | 'work'
  | 'controller';

/** Kinds of events whose delays are few, and which are mostly called off. */
const isTimer: Readonly<Partial<Record<EventKind, true>>> = { timeout: true, timer: true, controller: true };

/** Kinds of events that come over a link. */
const travels: Readonly<Partial<Record<EventKind, true>>> = {
  message: true,
  request: true,
  reply: true,
  refused: true,
  reset: true,
};

class SimulatedEvent implements Scheduled<SimulatedEvent> {
  readonly at: number;
  readonly sequence: number;
  readonly kind: EventKind;
  /** Where it happens: a node or a client; empty for the controller. */
  readonly place: string;
  /** The sender and the message's type, where it is one. */
  readonly from: string;
  readonly type: string;
  action: (() => void) | undefined;
  lane: number | undefined = undefined;
  next: SimulatedEvent | undefined = undefined;

  constructor(
    at: number,
    sequence: number,
    kind: EventKind,
    place: string,
    from: string,
    type: string,
    action: () => void,
  ) {
    this.at = at;
    this.sequence = sequence;
    this.kind = kind;
    this.place = place;
    this.from = from;
    this.type = type;
    this.action = action;
  }

  cancel(): void {
    this.action = undefined;
  }
}

/** What a replica revealed, with where and when. */
export interface Revealed extends Arrival {
  /** Virtual nanoseconds. */
  readonly at: number;
  readonly node: string;
  /** Which of the node's lives: each starts with what its disk holds. */
  readonly life: number;
}

/** The rolling hash at some moment. */
export interface Checkpoint {
  /** Virtual nanoseconds. */
  readonly at: number;
  readonly hash: string;
}

interface PendingRequest {
  readonly client: string;
  readonly node: string;
  readonly timeout: SimulatedEvent;
  readonly done: (result: RequestResult) => void;
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
}

/**
 * A cluster in one process and in virtual time: a run is a function of the code and the plan. All that happens is an
 * event in one queue; nothing else moves time.
 */
export class Simulation implements Cluster {
  readonly kind = 'simulation';
  readonly nodes: readonly string[];
  readonly faults: FaultPort;
  readonly #queue = new EventQueue<SimulatedEvent>();
  readonly #network: Network<SimulatedEvent>;
  readonly #hash = new RollingHash();
  readonly #byName = new Map<string, SimulatedNode>();
  readonly #pending = new Map<number, PendingRequest>();
  readonly #options: SimulationOptions;
  /** For a planted bug. */
  readonly #trustsMessages: boolean;
  readonly #crashListeners: ((node: string, why: string) => void)[] = [];
  readonly #checkpoints: Checkpoint[] = [];
  #now = 0;
  #sequence = 0;
  #messageId = 0;
  #events = 0;

  constructor(plan: SimulationPlan, start: StartReplica, options: SimulationOptions = {}) {
    this.nodes = plan.nodes;
    this.#options = options;
    this.#trustsMessages = plan.bugs.includes('skip-checksum');
    this.#network = new Network(plan.seed, plan.network, plan.nodes);
    const world = {
      seed: plan.seed,
      nodes: plan.nodes,
      disk: plan.disk,
      onNode: this.#onNode.bind(this),
      send: this.#send.bind(this),
      log: (node: string, text: string) => options.onLog?.(node, this.#now / NS_PER_MS, text),
      isRead: options.onLog !== undefined,
      probe: options.onProbe ?? (() => {}),
      reveal: ({ id, incarnation }: SimulatedNode, { key, version, value, holds }: Arrival) =>
        options.onReveal?.({ at: this.#now, node: id, life: incarnation, key, version, value, holds }),
    };
    const replicaOptions = { ...plan.options, bugs: plan.bugs };
    for (const id of plan.nodes) {
      const clock = new SimulatedClock(
        () => this.#now / NS_PER_MS,
        plan.clocks[id] ?? { offsetMs: 0, driftPpm: 0 },
      );
      this.#byName.set(id, new SimulatedNode(id, clock, world, start, replicaOptions));
    }
    this.faults = this.#faultPort();
  }

  /** 16 hexadecimal digits that two runs share only if the same events happened in the same order. */
  get hash(): string {
    return this.#hash.digest();
  }

  /** The rolling hash before every thousandth event, so that two runs can be told apart where they part. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  /** How many events have happened. */
  get events(): number {
    return this.#events;
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
    return this.#now;
  }

  after(delayMs: number, action: () => void): () => void {
    const event = this.#schedule(
      Math.max(0, Math.round(delayMs * NS_PER_MS)),
      'controller',
      '',
      '',
      '',
      action,
    );
    return () => {
      event.action = undefined;
    };
  }

  request(
    client: string,
    node: string,
    body: Body,
    timeoutMs: number,
    done: (result: RequestResult) => void,
  ): void {
    const target = this.#node(node);
    const id = ++this.#messageId;
    const timeout = this.#schedule(Math.round(timeoutMs * NS_PER_MS), 'timeout', client, node, '', () =>
      this.#settle(id, { kind: 'timeout' }),
    );
    this.#pending.set(id, { client, node, timeout, done });
    const message = this.#message({ ...body, msg_id: id });
    const listening = target.alive;
    const { incarnation } = target;
    const delay = this.#network.clientArrival(client, node, this.#now) - this.#now;
    this.#schedule(delay, 'request', node, client, body.type, () => {
      if (!listening) this.#break(id, 'refused');
      else if (target.incarnation !== incarnation) this.#break(id, 'reset');
      else target.receive(client, message);
    });
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

  /** Makes the next event happen. */
  #step(): void {
    const event = this.#queue.pop();
    if (!event) throw new Error('The simulation has run out of events before the run was finished.');
    const { action } = event;
    if (!action) return;
    this.#now = event.at;
    if (++this.#events % EVENTS_PER_CHECKPOINT === 1)
      this.#checkpoints.push({ at: event.at, hash: this.#hash.digest() });
    const hash = this.#hash;
    hash.addName(event.kind);
    hash.addName(event.place);
    hash.addName(event.from);
    hash.addName(event.type);
    hash.addTime(event.at);
    this.#options.trace?.add(event, hash.word);
    if (this.#isStopped(event)) return;
    const node = this.#byName.get(event.place);
    if (node) this.#live(node, action);
    else action();
  }

  /** Lets a node do something. What it throws ends that node and nothing else. */
  #live(node: SimulatedNode, action: () => void): void {
    try {
      action();
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const isDisk = error instanceof DiskError;
      this.#options.onLog?.(
        node.id,
        this.#now / NS_PER_MS,
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
    for (const [id, request] of this.#pending) {
      if (request.node === node.id) this.#break(id, 'reset');
    }
  }

  onCrash(listener: (node: string, why: string) => void): void {
    this.#crashListeners.push(listener);
  }

  #schedule(
    delayNs: number,
    kind: EventKind,
    place: string,
    from: string,
    type: string,
    action: () => void,
  ): SimulatedEvent {
    const event = new SimulatedEvent(this.#now + delayNs, this.#sequence++, kind, place, from, type, action);
    if (isTimer[kind]) this.#queue.pushTimer(event, delayNs);
    else this.#queue.push(event);
    return event;
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
    const event = this.#schedule(delayNs, kind, node.id, '', '', () => {
      if (node.incarnation !== incarnation) return;
      if (!node.paused) action();
      else {
        node.backlog.push(() => {
          // Another of the backlog may have called it off.
          if (event.action) action();
        });
      }
    });
    return event;
  }

  #send(from: SimulatedNode, to: string, sent: Body): void {
    const body = this.#message(sent);
    const node = this.#byName.get(to);
    if (!node) {
      const delay = this.#network.clientArrival(from.id, to, this.#now) - this.#now;
      this.#schedule(delay, 'reply', to, from.id, body.type, () => {
        if (body.in_reply_to !== undefined) this.#settle(body.in_reply_to, { kind: 'reply', body });
      });
      return;
    }
    if (node === from) {
      this.#schedule(0, 'message', to, to, body.type, () => node.receive(to, body));
      return;
    }
    for (const at of this.#network.arrivals(from.id, to, this.#now)) {
      const trouble = this.#network.trouble(from.id, to);
      const heard = trouble.corrupts() ? this.#damaged(body, trouble) : body;
      if (!heard) continue;
      this.#schedule(at - this.#now, 'message', to, from.id, body.type, () => {
        if (node.alive) node.receive(from.id, heard);
      });
    }
  }

  /** What a node hears of a message that was damaged on the way: nothing, if it looks at checksums. */
  #damaged(body: Body, { random }: LinkTrouble<SimulatedEvent>): Body | undefined {
    return this.#trustsMessages ? damaged(body, random.unit) : undefined;
  }

  /** Whether a cut or clogged link ends or holds back what would arrive now. */
  #isStopped(event: SimulatedEvent): boolean {
    if (!this.#network.stops || !travels[event.kind]) return false;
    const trouble = this.#network.trouble(event.from, event.place);
    if (trouble.clogged && !trouble.cut) trouble.held.push(event);
    return trouble.cut || trouble.clogged !== false;
  }

  /** Sends on what a link held back. */
  #release(held: readonly SimulatedEvent[], how: 'at-once' | 'spread'): void {
    for (const { kind, place, from, type, action } of held) {
      const delay = how === 'spread' ? this.#network.released(from, place, this.#now) - this.#now : 0;
      if (action) this.#schedule(delay, kind, place, from, type, action);
    }
  }

  /** Tells a client that its connection came to nothing. */
  #break(id: number, kind: 'refused' | 'reset'): void {
    const request = this.#pending.get(id);
    if (!request) return;
    const { client, node } = request;
    const delay = this.#network.clientArrival(node, client, this.#now) - this.#now;
    this.#schedule(delay, kind, client, node, '', () => this.#settle(id, { kind }));
  }

  #settle(id: number, result: RequestResult): void {
    const request = this.#pending.get(id);
    if (!request) return;
    this.#pending.delete(id);
    request.timeout.action = undefined;
    request.done(result);
  }

  #faultPort(): FaultPort {
    const each = (ids: readonly string[], action: (node: SimulatedNode) => void): void => {
      for (const id of ids) action(this.#node(id));
    };
    const trouble = (links: readonly Link[], change: Partial<Troubles>): void => {
      for (const [from, to] of links) {
        const { clogged } = this.#network.trouble(from, to);
        const held = this.#network.change(from, to, change);
        if (clogged) this.#release(held, clogged);
      }
    };
    const start = (node: SimulatedNode): void => this.#live(node, () => node.start());
    const machines: MachinePort = {
      slow: (ids, messageMs) => each(ids, (node) => this.#live(node, () => node.slow(messageMs))),
      failDisk: (ids, how) => each(ids, (node) => (node.disk.failing = how)),
      mendDisk: (ids) =>
        each(ids, (node) => {
          node.disk.failing = undefined;
          if (node.lostDisk) start(node);
        }),
      copyDisk: (id) => this.#node(id).disk.copy(),
      wipeDisk: (id) => this.#node(id).disk.wipe(),
      flipBit: (id) => this.#node(id).flipBit(),
    };
    return {
      nodes: this.nodes,
      machines,
      cut: (links) => trouble(links, { cut: true }),
      mend: (links) => trouble(links, { cut: false }),
      impair: trouble,
      kill: (ids, unsynced) => each(ids, (node) => this.#end(node, unsynced)),
      restart: (ids) => each(ids, start),
      pause: (ids) =>
        each(ids, (node) => {
          node.paused = node.alive;
        }),
      resume: (ids) =>
        each(ids, (node) => {
          node.paused = false;
          for (const action of node.backlog.splice(0)) this.#live(node, action);
        }),
      setClock: (id, setting) => this.#node(id).clock.set(setting),
      after: this.after.bind(this),
    };
  }
}
