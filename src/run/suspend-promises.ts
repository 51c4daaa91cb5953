import type { Guarantee } from '../checkers/checker.js';
import { weakerThan } from '../checkers/lattice.js';
import type { GuaranteePromise, SuspendedPromises } from '../checkers/verdict.js';
import type { Fault, MayBreak } from '../nemesis/fault.js';

/**
 * Divides a target's promises, implied ones included, into those that count in a run with these faults and those that one
 * of the faults may break.
 */
export function suspendPromises(
  promises: readonly GuaranteePromise[],
  faults: readonly Pick<Fault, 'kind' | 'mayBreak'>[],
): { promises: readonly GuaranteePromise[]; suspended: readonly SuspendedPromises[] } {
  const breaking = faults.flatMap(({ kind, mayBreak }) => (mayBreak ? [{ kind, mayBreak }] : []));
  if (breaking.length === 0) return { promises, suspended: [] };
  const suspended = breaking
    .map(({ kind, mayBreak }) => ({
      fault: kind,
      guarantees: promises
        .map(({ guarantee }) => guarantee)
        .filter((guarantee) => breaks(mayBreak, guarantee)),
      because: mayBreak.because,
    }))
    .filter(({ guarantees }) => guarantees.length > 0);
  return {
    promises: promises.filter(
      ({ guarantee }) => !breaking.some(({ mayBreak }) => breaks(mayBreak, guarantee)),
    ),
    suspended,
  };
}

function breaks({ guarantees }: MayBreak, guarantee: Guarantee): boolean {
  if (guarantees === 'all' || guarantees.includes(guarantee)) return true;
  const weaker = weakerThan(guarantee);
  return guarantees.some((broken) => weaker.has(broken));
}
