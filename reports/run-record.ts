import type { Verdict } from '../src/checkers/verdict.js';
import type { ClusterKind } from '../src/cluster/cluster.js';
import type { TracedMessage } from '../src/cluster/simulation/message-trace.js';
import type { Value } from '../src/history/event.js';
import type { History } from '../src/history/operation.js';
import type { Revelation } from '../src/history/revelation.js';
import type { Plan } from '../src/plan/plan.js';

/** What a node wrote into its log. */
export interface NodeLog {
  readonly node: string;
  readonly text: string;
}

/** A judged run, as far as it is known: what every report is made of. */
export interface RunRecord {
  /** What ran, in a few words: `leaderless · session`. */
  readonly title: string;
  readonly history: History;
  readonly verdict: Verdict;
  /** Absent for a history that comes from elsewhere. */
  readonly plan?: Plan;
  /** The command that reproduces the run. */
  readonly replay?: string;
  readonly clusterKind?: ClusterKind;
  /** The run's folder. */
  readonly runPath?: string;
  /** sha256 of `history.jsonl`. */
  readonly historyHash?: string;
  /** What the replicas took in, in order; only of simulations. */
  readonly truth?: readonly Revelation[];
  /** Messages around the anomalies; only of simulations. */
  readonly messages?: readonly TracedMessage[];
  /** Rare states that the target can mark (`Host.probe`); which it did stands in the logs. */
  readonly probes?: readonly string[];
  /** What each node said. */
  readonly logs?: readonly NodeLog[];
  /** What else is known about where and when it ran, by name: versions, platform, time. */
  readonly environment?: { readonly [name: string]: Value | undefined };
}
