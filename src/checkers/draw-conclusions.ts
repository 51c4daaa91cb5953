import type { CheckResult } from './checker.js';
import { weakerThan } from './lattice.js';

/**
 * Decides by what follows from what, where a checker reached its bound: a guarantee holds where a stronger one does, and
 * is violated where a weaker one is, by the same anomalies. What had too few chances to fail stays unknown.
 */
export function drawConclusions<Result extends CheckResult>(
  results: readonly Result[],
  minEvidence: number,
): Result[] {
  return results.map((result) => {
    if (result.holds !== 'unknown') return result;
    const { guarantee, evidence } = result;
    const weaker = weakerThan(guarantee);
    const broken = results.find((other) => other.holds === false && weaker.has(other.guarantee));
    if (broken) {
      const { anomalies, anomalyCount } = broken;
      return decided(result, false, broken, { anomalies, anomalyCount });
    }
    if (evidence.chances < Math.max(1, minEvidence)) return result;
    const held = results.find((other) => other.holds === true && weakerThan(other.guarantee).has(guarantee));
    return held ? decided(result, true, held) : result;
  });
}

function decided<Result extends CheckResult>(
  result: Result,
  holds: boolean,
  by: CheckResult,
  more: Partial<CheckResult> = {},
): Result {
  const { why: _, ...rest } = result;
  return { ...rest, ...more, holds, impliedBy: by.guarantee } as Result;
}
