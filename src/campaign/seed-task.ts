import type { RunSettings } from '../run/settings.js';
import type { EvidenceByName } from './evidence.js';
import type { Failure } from './failure.js';

/** One seed of a campaign, to be run by a worker. */
export interface SeedTask {
  /** Its place in the campaign, from 0: all shards of a campaign number alike. */
  readonly number: number;
  /** The name of its cell of the matrix. */
  readonly cell: string;
  readonly settings: RunSettings;
  /** A bug was planted here on purpose, to see that the campaign would find one. */
  readonly canary?: true;
  /** Run it twice and compare, whatever comes out. */
  readonly twice?: true;
}

/** What became of a seed; all that a campaign keeps of it. */
export interface SeedReport {
  readonly number: number;
  readonly cell: string;
  readonly seed: string;
  /** `false` also when the run crashed, hung, or was not the same twice. */
  readonly valid: boolean | 'unknown';
  readonly canary?: true;
  /** How promises were broken, each kind and shape once. */
  readonly failures: readonly Failure[];
  /** The run threw, took too long or ran out of memory, or went differently the second time: in a sentence. */
  readonly crash?: string;
  /** The rolling hash over everything that happened; absent after a crash. */
  readonly hash?: string;
  /** Of what was promised, and of faults: summed up over a campaign. */
  readonly evidence: EvidenceByName;
  /** Client operations. */
  readonly operations: number;
  /** What the run lasted in its own time, and what it took in ours. */
  readonly simulatedMs: number;
  readonly wallMs: number;
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** How often each probe fired. */
  readonly probes: Readonly<Record<string, number>>;
}
