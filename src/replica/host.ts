import type { Body } from './message.js';
import type { Standing } from './standing.js';

/** A timer that can still be cancelled. */
export interface Timer {
  cancel(): void;
}

/** The two clocks of a machine, in milliseconds (with fractions). */
export interface Clock {
  /** Time of day. It can be wrong: jump, drift, run backwards. */
  wall(): number;
  /** Time since an arbitrary start. Never runs backwards, whatever happens to the wall clock. */
  monotonic(): number;
}

/**
 * Files that survive a crash as far as they were synced. Text only, append only, so that a crash has one shape:
 * what follows the last finished `sync` may be missing or cut off in the middle.
 */
export interface Disk {
  /** The file's whole text; empty if there is none. */
  read(file: string): string;
  /**
   * Adds to the end of the file. Durable only after a `sync` that began later has finished.
   * @throws Error when the disk refuses, as when it is full: a replica that does not catch it ends
   */
  append(file: string, text: string): void;
  /** Cuts the file to its first `length` characters of ASCII text, as recovery does with a torn tail. */
  truncate(file: string, length: number): void;
  /**
   * Makes everything appended so far durable, then calls back. Calls back in the order of the calls. Where that fails it
   * calls `failed`, or else ends the replica.
   */
  sync(file: string, done: () => void, failed?: () => void): void;
}

/** A write of a register has reached a replica, which took it in, or left it because it holds something newer. */
export interface Arrival {
  readonly key: string;
  /** The write's place in the replicas' own order of the key's versions: compared part by part; the same everywhere. */
  readonly version: readonly (number | string)[];
  /** What the write wrote. */
  readonly value: unknown;
  /** The value that the replica shows from now on. */
  readonly holds: unknown;
}

/**
 * All that a replica may touch. The same replica runs in a simulation, as a process and in a container, because it
 * knows nothing else: no globals, no I/O, no other clock and no other source of randomness.
 *
 * Everything is a callback and runs to completion; a replica has no threads and uses no promises.
 */
export interface Host {
  /** This node's name, such as `n1`. */
  readonly id: string;
  /** All nodes of the cluster, this one included, in a fixed order. */
  readonly nodes: readonly string[];
  readonly clock: Clock;
  readonly disk: Disk;
  /** Runs `action` once, `delayMs` later by the monotonic clock. */
  after(delayMs: number, action: () => void): Timer;
  /** Sends to a node or back to a client. May be lost, delayed, duplicated or reordered; a damaged one is dropped before it is heard. */
  send(to: string, body: Body): void;
  /** Uniform in [0, 1), seeded. */
  random(): number;
  /** One line in the node's log. */
  log(text: string): void;
  /**
   * Tells an observer who knows all what the replica has just taken in, also while it recovers. Only a simulation
   * listens, to check the checkers; nothing may depend on it.
   */
  reveal?(arrival: Arrival): void;
  /**
   * Marks that something rare has happened, one of the target's `probes`: a campaign that never got there has not tested
   * it. Nothing may depend on it.
   */
  probe?(name: string): void;
  /**
   * Says how the replica stands, in figures that hold until they are told again; one that starts again tells all of them.
   * `leads` is the term in which it believes to lead, or null; `position` how far it has come in a log that all nodes
   * share; others as the target likes, such as `hints`. Reports show them along time. A node
   * with several replicas says before a dot which it means: `p2.leads`. Nothing may depend on it.
   */
  tell?(standing: Standing): void;
}

/** A running replica: it hears messages, from other nodes and from clients. */
export interface Replica {
  receive(from: string, body: Body): void;
}

/** Starts a replica on a host, recovering what its disk holds. Called again after every crash. */
export type StartReplica<Options = Record<string, unknown>> = (host: Host, options: Options) => Replica;
