import type { ZodType } from 'zod';
import type { GuaranteePromise } from '../src/checkers/verdict.js';
import type { AnomalyKind } from '../src/checkers/checker.js';
import type { Quorum } from '../src/checkers/staleness/prediction.js';
import type { OperationError, Value } from '../src/history/event.js';
import type { PlannedOperation } from '../src/plan/plan.js';
import type { RequestResult } from '../src/cluster/cluster.js';
import type { Body } from '../src/replica/message.js';
import type { StartReplica } from '../src/replica/host.js';

/** A switch that breaks one mechanism of a target, to see whether the harness notices. */
export interface PlantedBug {
  readonly name: string;
  /** Which mechanism it breaks, and how. */
  readonly summary: string;
  /** The anomalies that give it away; a campaign must find at least one of them. */
  readonly causes: readonly AnomalyKind[];
  /** Options without which the mechanism is not there: they hold where nothing else is said. */
  readonly options?: Readonly<Record<string, Value>>;
  /** Faults without which it does not show, and that a run would not have by itself: it has them where none are named. */
  readonly faults?: readonly string[];
}

/** How an operation ended, as its client understood the answer. */
export interface Completion {
  readonly type: 'ok' | 'fail' | 'info';
  readonly value: Value;
  readonly error?: OperationError;
}

/** What a client may do: ask a node, as often as it needs, within the operation's time. */
export type Ask = (node: string, body: Body, done: (result: RequestResult) => void) => void;

/** Turns operations into requests and answers into completions. One per process, so it may keep a session's state. */
export interface Client {
  invoke(operation: PlannedOperation, ask: Ask, done: (completion: Completion) => void): void;
}

/** What a client knows of the system that it speaks to. */
export interface Session {
  /** The target's options, complete. */
  readonly options: Readonly<Record<string, Value>>;
  readonly nodes: readonly string[];
  /** The process that the client is, unlike any other's number. */
  readonly process: number;
  /** Milliseconds by a clock of the client's own, which never runs backwards. */
  readonly nowMs: () => number;
}

/** A system under test. */
export interface Target<Options extends Record<string, Value> = Record<string, Value>> {
  readonly name: string;
  /** One line for `splitbrain list targets`. */
  readonly summary: string;
  /** Its options on so many nodes, with defaults and descriptions; refuses unknown names and impossible values. */
  options(nodeCount: number): ZodType<Options>;
  /**
   * Options that change how it behaves, such as timeouts, and what a swarm may draw for them where nobody gave them. A draw
   * under which it would promise something else is not used.
   */
  readonly tunings?: Readonly<Record<string, readonly Value[]>>;
  /** Names of the operations that its clients know: workloads that have others are refused. */
  readonly operations: readonly string[];
  readonly bugs: readonly PlantedBug[];
  /** Rare states that its replicas mark (`Host.probe`): a campaign says which of them it never reached. */
  readonly probes?: readonly string[];
  /** What an operator may ask of a replica, such as `promote`: requests that faults make. */
  readonly orders?: readonly string[];
  /** What it claims under these options with this many nodes. */
  promises(options: Options, nodeCount: number): readonly GuaranteePromise[];
  /** How many replicas answer for a write and a read, where that is what staleness depends on. */
  quorum?(options: Options, nodeCount: number): Quorum;
  /** How many nodes suffice for it to serve clients, however the rest fail; absent or undefined where it does not claim to. */
  quorumSize?(options: Options, nodeCount: number): number | undefined;
  /** Starts a replica; `options` also holds `bugs: string[]`. */
  readonly start: StartReplica;
  /** The compiled module that exports `start`, as a file URL: real clusters run it in processes of its own. */
  readonly module: URL;
  connect(session: Session): Client;
}
