import type { Checker, CheckSettings } from '../checker.js';
import type { CheckerDraft, Findings } from '../define-checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import type { Registers } from '../registers.js';
import { type CausalAnalysis, causalAnalysis, chancesIn } from './analysis.js';
import { withSmallestWitnesses } from './smallest-witnesses.js';
import { traceOf } from './trace.js';

/** What makes for a chance to fail of all that is causal. */
export const WHAT_COUNTS = 'reads of keys that some other session writes';

/** A checker of what session order and reads-from say. */
export interface CausalCheckerDraft extends Pick<CheckerDraft, 'guarantee' | 'summary'> {
  readonly find: (
    analysis: CausalAnalysis,
    settings: CheckSettings,
    registers: Registers,
  ) => Omit<Findings, 'chances'>;
}

/** Makes a checker over the causal order of a history, which is worked out once for all of them. */
export function defineCausalChecker({ guarantee, summary, find }: CausalCheckerDraft): Checker {
  return defineRegisterChecker({
    guarantee,
    summary,
    what: WHAT_COUNTS,
    find: withSmallestWitnesses((registers, settings) => {
      const analysis = causalAnalysis(registers);
      if (!analysis) return { anomalies: [], chances: chancesIn(traceOf(registers)), why: TOO_MANY_SESSIONS };
      return { ...find(analysis, settings, registers), chances: analysis.chances };
    }),
  });
}

const TOO_MANY_SESSIONS =
  'It has too many sessions: what comes before and after each write, twelve bytes for each session, would not fit into 1 GiB.';
