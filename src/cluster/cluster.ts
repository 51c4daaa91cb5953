import type { Body } from '../replica/message.js';

/** Where a target runs. */
export type ClusterKind = 'simulation' | 'processes' | 'docker';

/** A directed link between two nodes, or between a node and all clients: traffic from the first to the second. */
export type Link = readonly [from: string, to: string];

/** Stands in a link for all clients. */
export const CLIENTS = 'clients';

/** What can be wrong with a link beside its being cut. What is not named stays as it is. */
export interface LinkImpairment {
  /**
   * Holds back everything that arrives, and when it is false again sends it on: `at-once` in the order of arrival, or
   * `spread`, each with a latency of its own.
   */
  readonly clogged?: false | 'at-once' | 'spread';
  /** Multiplies latencies, up to a second; 1 is sound. */
  readonly slowness?: number;
  /** The share of messages, in [0, 1], that are lost. Between nodes only. */
  readonly loss?: number;
  /** The share of messages, in [0, 1], that arrive damaged. */
  readonly corruption?: number;
}

/** What becomes of data that a killed node had written but not synced. Only a simulation can choose. */
export type UnsyncedFate = 'kept' | 'lost' | 'torn';

/** How a disk fails: no space is left for what is appended, nothing is written and synced at all, or it says that it has synced what it has not. */
export type DiskFailure = 'full' | 'error' | 'lying';

/** What a nemesis can do to machines and their disks; only simulated ones. */
export interface MachinePort {
  /** Lets every message take a node so long, one after the other; 0 mends it. */
  slow(nodes: readonly string[], messageMs: number): void;
  /** Lets the nodes' disks fail from now on. A node that cannot go on without its disk ends. */
  failDisk(nodes: readonly string[], how: DiskFailure): void;
  /** Mends the disks, and starts the nodes again that had ended because of them. */
  mendDisk(nodes: readonly string[]): void;
  /** Copies a node's disk; the function returned puts the copy back, when the node is down. */
  copyDisk(node: string): () => void;
  /** Gives a node that is down an empty disk. */
  wipeDisk(node: string): void;
  /** Flips one bit somewhere on the disk of a node that is down. */
  flipBit(node: string): void;
}

/** How far a node's wall clock is from the truth. */
export interface ClockSetting {
  /** Added at once; may be negative. */
  readonly offsetMs: number;
  /** Parts per million by which the clock runs fast (or slow, when negative) from now on. */
  readonly driftPpm: number;
}

/**
 * The hands of the nemesis. A cluster that cannot do something refuses it before the run begins
 * (see each fault's `clusters`), so these never throw for lack of ability. In simulation they act at once; elsewhere
 * they return a promise that resolves when the deed is done, and rejects with the reason when it failed.
 */
export interface FaultPort {
  readonly nodes: readonly string[];
  /** Drops everything that travels along these directed links from now on. */
  cut(links: readonly Link[]): void | Promise<void>;
  /** Undoes `cut` for these links. */
  mend(links: readonly Link[]): void | Promise<void>;
  /** Changes what is wrong with these directed links. */
  impair(links: readonly Link[], impairment: LinkImpairment): void | Promise<void>;
  /** Ends the nodes' processes at once, as kill -9 or a power failure does. */
  kill(nodes: readonly string[], unsynced: UnsyncedFate): void | Promise<void>;
  /** Starts killed nodes again with what their disks hold; nodes that run are left alone. */
  restart(nodes: readonly string[]): void | Promise<void>;
  /** Stops the nodes' processes without ending them, as SIGSTOP or a long garbage collection does. */
  pause(nodes: readonly string[]): void | Promise<void>;
  resume(nodes: readonly string[]): void | Promise<void>;
  /** Sets how wrong a node's wall clock is, replacing the earlier setting. `{offsetMs: 0, driftPpm: 0}` mends it. */
  setClock(node: string, setting: ClockSetting): void | Promise<void>;
  /** Runs `action` `delayMs` later in the cluster's time; returns a function that calls it off. */
  after(delayMs: number, action: () => void): () => void;
  /** Only in simulation. */
  readonly machines?: MachinePort;
}

/** The nemesis as an operator: it can also ask a node for something that the target itself does. */
export interface OperatorPort extends FaultPort {
  /** Asks a node, which may refuse or not hear; the answer matters only to who asks for it. */
  order(node: string, body: Body, answered?: (result: RequestResult) => void): void;
  /** Numbers an order: higher than all before it in this run, so that a replica can tell which of two is the later one. */
  number(): number;
}

/**
 * What a client hears of its request:
 * - `reply`: the node's answer, which may be an error body.
 * - `refused`: nobody listens there, so the request was never read: definite.
 * - `reset`: the connection broke after the request was sent: indefinite.
 * - `timeout`: silence: indefinite.
 */
export type RequestResult =
  { readonly kind: 'reply'; readonly body: Body } | { readonly kind: 'refused' | 'reset' | 'timeout' };

/** A set of replicas of one target, with clients around it and a nemesis within. */
export interface Cluster {
  readonly kind: ClusterKind;
  readonly nodes: readonly string[];
  readonly faults: FaultPort;
  /** Starts every node; resolves when all of them answer. Rejects, leaving nothing behind, when one does not. */
  start(signal?: AbortSignal): Promise<void>;
  /** Nanoseconds since the cluster's clock began: virtual in simulation. */
  now(): number;
  /** Runs `action` `delayMs` later in the cluster's time; returns a function that calls it off. */
  after(delayMs: number, action: () => void): () => void;
  /** Sends a request from a client to a node; `done` is called exactly once. `msg_id` is added here. */
  request(
    client: string,
    node: string,
    body: Body,
    timeoutMs: number,
    done: (result: RequestResult) => void,
  ): void;
  /**
   * Lets time pass: calls `main`, and resolves when `main` has called `finish`, or rejects with what was thrown on
   * the way. `onSlice` is called now and then in real time, for progress and flushing.
   */
  run(main: (finish: () => void) => void, options?: RunOptions): Promise<void>;
  /** Calls back when a replica that has been ready ends by itself, with the reason; a failing disk is none of its own. */
  onCrash(listener: (node: string, why: string) => void): void;
  /** Ends every node and removes what the cluster made. May be called at any time and more than once. */
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onSlice?: () => void;
}
