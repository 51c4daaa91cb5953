import type { AnomalyKind, Guarantee } from '../src/checkers/checker.js';
import type { History } from '../src/history/operation.js';
import type { RunSettings } from '../src/run/settings.js';
import type { Script } from './script.js';

/** What a design must show under some fault: an anomaly, or something else that a history tells. */
export type Shows =
  | {
      readonly guarantee: Guarantee;
      /** What the anomaly may be called. */
      readonly kinds: readonly AnomalyKind[];
    }
  | {
      /** A clause, such as `no write is acknowledged while a follower is down`. */
      readonly what: string;
      readonly isSeen: (history: History) => boolean;
    };

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
  readonly bugs?: readonly string[];
  /** Absent where the design is sound in this respect. */
  readonly shows?: Shows;
  /** Broken in no run, whatever the campaign's faults. */
  readonly never: readonly Guarantee[];
  /** A directed schedule: absent only where nothing is to be shown. */
  readonly witness?: Script;
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
