import type { History } from '../../history/operation.js';
import { operationsBeside } from '../define-checker.js';
import { registerOperations } from '../define-register-checker.js';
import { type Registers, registersOf } from '../registers.js';
import { type Distributions, distributions } from './distributions.js';
import { type Legs, missProbability, type Quorum, simulateVisibility } from './prediction.js';
import { smallestDelta } from './smallest-delta.js';
import { smallestGamma } from './smallest-gamma.js';
import { type Bounds, smallestK } from './smallest-k.js';
import { zonesOf } from './zones.js';

const NS_PER_MS = 1e6;
/** Of so many latest writes at once is told how likely a read misses them all. */
const PREDICTED_VERSIONS = 5;

/** How far from linearizable a key is. */
export interface KeyStaleness {
  readonly key?: string;
  /** Between which numbers the smallest k is for which the key is k-atomic; 1 is linearizable. */
  readonly k: Bounds;
  /** By how much the start of every read must be moved back until the key is linearizable. */
  readonly deltaMs: number;
  /** By how much every operation must be stretched until the key is linearizable. */
  readonly gammaMs: number;
}

/** What theory expects of quorums like those of the target. */
export interface Prediction extends Quorum {
  /**
   * How likely a read misses at least 1, 2, … of the latest writes, if no replica beyond the quorum ever gets a
   * write.
   */
  readonly missAtLeast: readonly number[];
  /**
   * For each bucket of the observed visibility the share of stale reads that messages as slow as in this run would
   * cause.
   */
  readonly staleShares: readonly number[];
}

/** How stale the reads of a history were. */
export interface Staleness extends Omit<KeyStaleness, 'key'>, Distributions {
  /** The keys that are not linearizable, worst first; not all, if there are many. */
  readonly keys: readonly KeyStaleness[];
  /** How many keys are not linearizable. */
  readonly staleKeys: number;
  /** Reads that returned what no write can have given; they are left out of everything else. */
  readonly impossibleReads: number;
  readonly prediction?: Prediction;
}

/** What else staleness may be measured by. */
export interface StalenessOptions {
  /** So many keys are told about. */
  readonly maxKeys: number;
  /** To predict from: the target's quorums, and a source of numbers in [0, 1). */
  readonly quorum?: Quorum & { readonly random: () => number };
}

/**
 * Measures how stale the reads of a history of registers were, per key and over all. Undefined when there is nothing
 * to measure: no read, or operations other than those of registers.
 * @throws HistoryError as `registersOf`
 */
export function measureStaleness(
  history: History,
  { maxKeys, quorum }: StalenessOptions,
): Staleness | undefined {
  if (operationsBeside(registerOperations, history).length > 0) return undefined;
  const registers = registersOf(history);
  if (registers.reads.length === 0) return undefined;
  const keys = zonesOf(registers).map(({ key, byIndex, byTime }): KeyStaleness => ({
    ...(key !== undefined && { key }),
    k: smallestK(byIndex),
    deltaMs: smallestDelta(byTime) / NS_PER_MS,
    gammaMs: smallestGamma(byTime) / NS_PER_MS,
  }));
  const stale = keys.filter(({ k }) => k.atMost > 1);
  const felt = distributions(registers);
  const prediction = quorum && predict(history, felt, quorum);
  return {
    k: { atLeast: largest(keys, ({ k }) => k.atLeast, 1), atMost: largest(keys, ({ k }) => k.atMost, 1) },
    deltaMs: largest(keys, ({ deltaMs }) => deltaMs, 0),
    gammaMs: largest(keys, ({ gammaMs }) => gammaMs, 0),
    keys: stale.sort(worstFirst).slice(0, maxKeys),
    staleKeys: stale.length,
    impossibleReads: impossible(registers),
    ...felt,
    ...(prediction && { prediction }),
  };
}

function largest<T>(things: readonly T[], of: (thing: T) => number, least: number): number {
  return things.reduce((most, thing) => Math.max(most, of(thing)), least);
}

function worstFirst(a: KeyStaleness, b: KeyStaleness): number {
  return b.k.atLeast - a.k.atLeast || b.deltaMs - a.deltaMs || b.gammaMs - a.gammaMs;
}

function impossible({ reads }: Registers): number {
  return reads.reduce((count, { version }) => (version ? count : count + 1), 0);
}

function predict(
  history: History,
  { visibility }: Distributions,
  { n, w, r, random }: NonNullable<StalenessOptions['quorum']>,
): Prediction | undefined {
  const legs = legsOf(history);
  if (legs.write.length === 0 || legs.read.length === 0) return undefined;
  const missedAfter = simulateVisibility({ n, w, r }, legs, random);
  return {
    ...{ n, w, r },
    missAtLeast: Array.from({ length: PREDICTED_VERSIONS }, (_, at) => missProbability({ n, w, r }, at + 1)),
    staleShares: visibility.map(({ meanMs }) => missedAfter(meanMs)),
  };
}

/**
 * How long messages took, as far as clients can tell: half of what a whole operation took, each way. Operations have
 * more hops than these, so it is rather too long, and the prediction rather too pessimistic.
 */
function legsOf({ operations }: History): Legs {
  const half = (...names: readonly string[]): number[] =>
    operations
      .filter(({ type, f, final }) => type === 'ok' && !final && names.includes(f))
      .map(({ invokedAt, completedAt }) => (completedAt - invokedAt) / 2 / NS_PER_MS);
  const [writes, reads] = [half('write'), half('read', 'multi-read')];
  return { write: writes, acknowledgment: writes, read: reads, response: reads };
}
