import { weakerThan } from './lattice.js';
import type { GuaranteePromise } from './verdict.js';

/** The promises, and those that follow from them: who promises linearizability promises causal consistency too. */
export function withImplied(promises: readonly GuaranteePromise[]): readonly GuaranteePromise[] {
  const all = [...promises];
  for (const { guarantee: stronger, because } of promises) {
    for (const guarantee of weakerThan(stronger)) {
      if (all.some((known) => known.guarantee === guarantee)) continue;
      all.push({ guarantee, because: `it follows from ${stronger}: ${because}` });
    }
  }
  return all;
}
