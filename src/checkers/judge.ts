import type { History } from '../history/operation.js';
import { REPLICA_CRASH } from '../history/event.js';
import type { Revelation } from '../history/revelation.js';
import {
  type Checker,
  type CheckResult,
  type CheckSettings,
  type Guarantee,
  guarantees as allGuarantees,
} from './checker.js';
import { registerOperations } from './define-register-checker.js';
import { drawConclusions } from './draw-conclusions.js';
import { faultEvidence } from './fault-evidence.js';
import { latticeOf, requireConsistency } from './lattice.js';
import { linearizableObject } from './objects/linearizable-object.js';
import { checkerOf } from './registry.js';
import { measureStaleness, type StalenessOptions } from './staleness/measure-staleness.js';
import { requireTruth } from './truth/contradictions.js';
import type { FaultEvidence, GuaranteePromise, Judgement, SuspendedPromises, Verdict } from './verdict.js';

/** What a history is judged by. */
export interface JudgeOptions {
  /** What the target claims. */
  readonly promises: readonly GuaranteePromise[];
  /** What it claims too, but not under the faults of this run: stands in the verdict. */
  readonly suspended?: readonly SuspendedPromises[];
  /** They were only asked for: nobody promised them. */
  readonly asked?: boolean;
  /** Does only what the verdict turns on: judges nothing that was not promised, and measures no staleness. */
  readonly promisedOnly?: boolean;
  /** What the workload can show to be kept or broken. */
  readonly guarantees: readonly Guarantee[];
  /** The model of the objects that the history is about, where they are no registers: by it linearizability is judged. */
  readonly model?: string | undefined;
  /** A guarantee needs at least this many chances to fail before it counts as kept. */
  readonly minEvidence: number;
  /** So many anomalies of each guarantee are kept in the verdict; all are counted. */
  readonly maxAnomalies: number;
  /** Kinds of faults that were planned: that some operation met each of them belongs to the evidence. */
  readonly faultKinds?: readonly string[];
  /** The target's quorums, for predicting how stale reads are to be expected. */
  readonly quorum?: StalenessOptions['quorum'];
  /** What the replicas revealed, where a simulation recorded it. */
  readonly truth?: readonly Revelation[];
}

/**
 * Judges a history: by every guarantee that the workload can show, promised or not, unless `promisedOnly`. What was not
 * promised cannot make the verdict false.
 * @throws HistoryError when the history is not one that these checkers can judge
 * @throws ContradictionError when two checkers contradict each other, or what a simulation knows
 */
export function judge(history: History, options: JudgeOptions): Verdict {
  const {
    promises,
    guarantees,
    faultKinds = [],
    suspended = [],
    asked = false,
    promisedOnly = false,
  } = options;
  const checked = allGuarantees
    .filter(
      (guarantee) =>
        promises.some((promise) => promise.guarantee === guarantee) ||
        (!promisedOnly && guarantees.includes(guarantee)),
    )
    .map((guarantee) => judgement(history, guarantee, options));
  const judgements = drawConclusions(checked, options.minEvidence);
  requireConsistency(judgements);
  if (options.truth && judgesRegisters(options)) requireTruth(history, judgements, options.truth);

  const faults = faultEvidence(history, faultKinds);
  const staleness = promisedOnly ? undefined : stalenessOf(history, options);
  const judged = judgements.filter(({ promise, guarantee }) => promise && guarantees.includes(guarantee));
  const broken = judged.filter(({ holds }) => holds === false);
  const doubts = [...doubtsAbout(judged, asked), ...unmetFaults(faults, faultKinds)];
  const crashes = replicaCrashes(history);
  return {
    version: 1,
    valid: broken.length > 0 || crashes.length > 0 ? false : doubts.length > 0 ? 'unknown' : true,
    reasons: [...crashes, ...broken.map((judgement) => breach(judgement, asked)), ...doubts],
    ...(asked && { asked }),
    ...(suspended.length > 0 && { suspended }),
    judgements,
    lattice: latticeOf(judgements),
    ...(staleness && { staleness }),
    operations: outcomes(history),
    faults,
  };
}

function judgement(history: History, guarantee: Guarantee, options: JudgeOptions): Judgement {
  const { promises, guarantees } = options;
  const promise = promises.find((candidate) => candidate.guarantee === guarantee);
  const result = guarantees.includes(guarantee)
    ? checkerFor(guarantee, options.model).check(history, settings(promise, options))
    : notShown(guarantee);
  return promise ? { ...result, promise } : result;
}

/** Whoever judges a guarantee, of registers or of the objects of a model. */
export function checkerFor(guarantee: Guarantee, model: string | undefined): Checker {
  const isByModel = guarantee === 'linearizability' && model !== undefined;
  return isByModel ? linearizableObject(model) : checkerOf(guarantee);
}

function judgesRegisters({ guarantees, model }: JudgeOptions): boolean {
  return guarantees.some((name) => checkerFor(name, model).operations === registerOperations);
}

/** Only where registers are judged: other workloads may write a value twice. */
function stalenessOf(history: History, options: JudgeOptions): Verdict['staleness'] {
  const { maxAnomalies, quorum } = options;
  if (!judgesRegisters(options)) return undefined;
  return measureStaleness(history, { maxKeys: maxAnomalies, ...(quorum && { quorum }) });
}

function settings(
  promise: GuaranteePromise | undefined,
  { minEvidence, maxAnomalies, truth }: JudgeOptions,
): CheckSettings {
  const { copies, negativeBalances, maxStaleMs, maxStaleVersions } = promise ?? {};
  return {
    minEvidence,
    maxAnomalies,
    ...(truth && { truth }),
    ...(copies !== undefined && { copies }),
    ...(negativeBalances !== undefined && { negativeBalances }),
    ...(maxStaleMs !== undefined && { maxStaleMs }),
    ...(maxStaleVersions !== undefined && { maxStaleVersions }),
  };
}

/** What stands in the evidence of a guarantee that nobody looked for. */
export const NOT_LOOKED_FOR = 'not looked for';

/** What becomes of a promise that this workload cannot put to the test. */
function notShown(guarantee: Guarantee): CheckResult {
  return {
    guarantee,
    holds: 'unknown',
    anomalies: [],
    anomalyCount: 0,
    evidence: { chances: 0, what: NOT_LOOKED_FOR },
    why: 'The workload cannot show whether it holds.',
  };
}

function breach({ guarantee, anomalyCount }: Judgement, asked: boolean): string {
  return `${guarantee} ${asked ? 'is' : 'was promised, but is'} violated (${anomalyCount} ${anomalyCount === 1 ? 'anomaly' : 'anomalies'}).`;
}

function doubtsAbout(judged: readonly Judgement[], asked: boolean): string[] {
  if (judged.length === 0) return [`Nothing that was ${asked ? 'asked for' : 'promised'} could be judged.`];
  return judged
    .filter(({ holds }) => holds === 'unknown')
    .map(({ guarantee, why }) =>
      `${guarantee} ${asked ? '' : 'was promised, but '}could not be judged. ${why ?? ''}`.trimEnd(),
    );
}

function unmetFaults(faults: readonly FaultEvidence[], planned: readonly string[]): string[] {
  return faults
    .filter(({ kind, operations }) => operations === 0 && planned.includes(kind))
    .map(({ kind }) => `Faults of kind ${kind} were planned, but no operation met one.`);
}

/** Replicas that ended by themselves, a sentence each. */
export function replicaCrashes({ faults }: History): string[] {
  return faults
    .filter(({ kind }) => kind === REPLICA_CRASH)
    .map(({ value, from }) => {
      const { nodes, why } = value as { readonly nodes: readonly string[]; readonly why: string };
      return `Replica ${nodes.join(', ')} crashed by itself at ${(from / 1e9).toFixed(3)} s: ${why}`;
    });
}

function outcomes({ operations }: History): Verdict['operations'] {
  const count = { ok: 0, fail: 0, info: 0 };
  for (const { type } of operations) count[type]++;
  return count;
}
