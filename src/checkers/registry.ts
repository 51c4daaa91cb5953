import type { History } from '../history/operation.js';
import { findNamed } from '../named.js';
import { causalConsistency } from './causal/causal-consistency.js';
import { causalConvergence } from './causal/causal-convergence.js';
import { causalMemory } from './causal/causal-memory.js';
import { pram } from './causal/pram.js';
import { sequentialConsistency } from './causal/sequential-consistency.js';
import { monotonicWrites, writesFollowReads } from './causal/session-writes.js';
import { type Checker, type Guarantee, guarantees } from './checker.js';
import { logPrefix } from './collections/log-prefix.js';
import { noResurrection } from './collections/no-resurrection.js';
import { ownRow } from './collections/own-row.js';
import { setFull } from './collections/set-full.js';
import { setRecency } from './collections/set-recency.js';
import { totalQueue } from './collections/total-queue.js';
import { uniqueIds } from './collections/unique-ids.js';
import { consistentPrefix } from './consistent-prefix.js';
import { operationsBeside } from './define-checker.js';
import { registerOperations } from './define-register-checker.js';
import { convergence } from './convergence.js';
import { durability } from './durability.js';
import { integrity } from './integrity.js';
import { linearizability } from './linearizability.js';
import { liveness } from './liveness.js';
import { monotonicReads } from './monotonic-reads.js';
import { fencing, mutualExclusion } from './mutual-exclusion.js';
import { readYourWrites } from './read-your-writes.js';
import { regularRegister } from './regular-register.js';
import { safeRegister } from './safe-register.js';
import { boundedStaleness } from './staleness/bounded-staleness.js';
import { bankTotals } from './totals/bank-totals.js';
import { counterBounds } from './totals/counter-bounds.js';
import { counterTotal } from './totals/counter-total.js';
import { strongEventualConsistency } from './truth/strong-eventual-consistency.js';
import { terryMonotonicReads, terryReadYourWrites } from './truth/terry-reads.js';
import { terryMonotonicWrites, terryWritesFollowReads } from './truth/terry-writes.js';
import { userReadYourWrites } from './user-read-your-writes.js';
import { writeQuorum } from './write-quorum.js';

/** All checkers, one for each guarantee, in the order in which verdicts list them. */
export const checkers: readonly Checker[] = [
  readYourWrites,
  monotonicReads,
  monotonicWrites,
  writesFollowReads,
  userReadYourWrites,
  consistentPrefix,
  safeRegister,
  regularRegister,
  boundedStaleness,
  durability,
  convergence,
  strongEventualConsistency,
  liveness,
  terryReadYourWrites,
  terryMonotonicReads,
  terryMonotonicWrites,
  terryWritesFollowReads,
  integrity,
  writeQuorum,
  pram,
  causalConsistency,
  causalMemory,
  causalConvergence,
  sequentialConsistency,
  linearizability,
  mutualExclusion,
  fencing,
  counterBounds,
  counterTotal,
  bankTotals,
  setFull,
  setRecency,
  noResurrection,
  logPrefix,
  totalQueue,
  uniqueIds,
  ownRow,
];

/** Those that know all operations of a history; those of registers when nobody does. */
export function checkersFor(history: History): readonly Checker[] {
  const suited = checkers.filter(({ suits }) => suits?.(history) ?? true);
  const able = suited.filter(
    ({ operations }) => operations && operationsBeside(operations, history).length === 0,
  );
  const known =
    able.length > 0 ? able : checkers.filter(({ operations }) => operations === registerOperations);
  return checkers.filter(
    (checker) => known.includes(checker) || (!checker.operations && suited.includes(checker)),
  );
}

/** Names that stand for several guarantees. */
export const guaranteeGroups: { readonly [name: string]: readonly Guarantee[] } = {
  terry: [
    'terry-read-your-writes',
    'terry-monotonic-reads',
    'terry-monotonic-writes',
    'terry-writes-follow-reads',
  ],
  session: ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
  causal: ['pram', 'causal-consistency', 'causal-memory', 'causal-convergence'],
  quorum: ['safe-register', 'regular-register', 'durability', 'integrity', 'write-quorum'],
};

const choices: readonly { readonly name: string; readonly guarantees: readonly Guarantee[] }[] = [
  ...guarantees.map((name) => ({ name, guarantees: [name] })),
  ...Object.entries(guaranteeGroups).map(([name, members]) => ({ name, guarantees: members })),
];

/** @throws UnknownNameError that lists the names there are */
export function checkerOf(guarantee: string): Checker {
  return findNamed('guarantee', checkers, guarantee, (checker) => checker.guarantee);
}

/**
 * The guarantees that these names stand for, each once, in the order of `guarantees`. A name is a guarantee's or a group's.
 * @throws UnknownNameError that lists the names there are
 */
export function guaranteesNamed(names: readonly string[]): readonly Guarantee[] {
  const chosen = new Set(
    names.flatMap((name) => findNamed('guarantee', choices, name, (choice) => choice.name).guarantees),
  );
  return guarantees.filter((guarantee) => chosen.has(guarantee));
}
