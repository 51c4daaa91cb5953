import type { AnomalyKind, Guarantee } from '../src/checkers/checker.js';
import type { Verdict } from '../src/checkers/verdict.js';
import type { History } from '../src/history/operation.js';
import type { RunSettings } from '../src/run/settings.js';
import type { Script } from './script.js';

/** What a run tells beside its history. */
export interface Traces {
  /** By which the guarantees that the experiment names were judged. */
  readonly verdict: Verdict;
  /** What the nodes said, each in the order in which it did. */
  readonly logs: readonly { readonly node: string; readonly text: string }[];
}

/** Something that a run tells and that is no anomaly of a guarantee. */
export interface Sight {
  /** A clause, such as `no write is acknowledged while a follower is down`. */
  readonly what: string;
  readonly isSeen: (history: History, traces: Traces) => boolean;
  /** What it wants to find in the verdict. */
  readonly judged?: readonly Guarantee[];
}

/** What a design must show under some fault: an anomaly, or something else. */
export type Shows =
  | {
      readonly guarantee: Guarantee;
      /** What the anomaly may be called. */
      readonly kinds: readonly AnomalyKind[];
    }
  | Sight;

/** What a design must never show: a guarantee broken, or something else. */
export type Never = Guarantee | Sight;

/**
 * A design under faults, and what must and must never be seen of it: a row of the truth table. The witness shows the anomaly
 * at once; a campaign over random plans must find it within a number of seeds, and must never find the others.
 */
export interface Experiment {
  /** Such as `SL1`. */
  readonly id: string;
  /** What the design does, in a line. */
  readonly design: string;
  /** What happens to it, and what comes of that, in one or two sentences. */
  readonly story: string;
  readonly target: string;
  readonly workload: string;
  readonly nodes: number;
  /** The target's options, as far as they differ from the defaults. */
  readonly options: RunSettings['options'];
  /** Options that depend on how many nodes there are, where more than `nodes` are asked for. */
  readonly optionsOn?: (nodes: number) => RunSettings['options'];
  readonly bugs?: readonly string[];
  /** For `bounded-staleness`: for how long at most, in milliseconds, what a read returns may have been overwritten. */
  readonly maxStaleMs?: number;
  /** Absent where the design is sound in this respect. */
  readonly shows?: Shows;
  /** Broken and seen in no run, whatever the campaign's faults. */
  readonly never: readonly Never[];
  /** A directed schedule: absent only where nothing is to be shown. */
  readonly witness?: Script;
  /** Shows the same without cutting links or setting clocks, for clusters of processes. */
  readonly withoutNetwork?: Script;
  /** Why the witness shows nothing on a real cluster: a clause. */
  readonly onlySimulated?: string;
  /** Why the witness is for `nodes` nodes and no more: a clause. */
  readonly onlyNodes?: string;
  /** The random runs; what is not said is the default. */
  readonly campaign: {
    /** Within so many seeds the anomaly must be found; so many must keep what must never break. */
    readonly seeds: number;
    /** Options that differ from the witness's: an operator cannot be drawn. */
    readonly options?: RunSettings['options'];
    readonly settings?: Partial<
      Omit<RunSettings, 'seed' | 'target' | 'workload' | 'nodes' | 'options' | 'bugs'>
    >;
  };
}
