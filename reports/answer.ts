import type { Verdict } from '../src/checkers/verdict.js';

/** The verdict in a sentence, without its full stop. */
export function answer({ valid, judgements, asked }: Verdict): string {
  const broken = judgements.filter(({ promise, holds }) => promise && holds === false).length;
  if (valid === true) return asked ? 'All that was asked for holds' : 'Every promise held';
  if (valid === 'unknown') return 'Not enough evidence to tell';
  if (asked) return broken === 1 ? 'A guarantee is violated' : `${broken} guarantees are violated`;
  return broken === 1 ? 'A promise was broken' : `${broken} promises were broken`;
}
