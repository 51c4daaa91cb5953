import { NOT_LOOKED_FOR } from '../src/checkers/judge.js';
import type { Judgement } from '../src/checkers/verdict.js';
import { formatCount } from './quantity.js';
import { showText } from './show-value.js';

/** How often a guarantee could have been seen to fail: `51 operations after the last fault had healed`, or that nobody looked. */
export function chancesWords({ chances, what }: Judgement['evidence']): string {
  return what === NOT_LOOKED_FOR ? what : `${formatCount(chances)} ${showText(what, 120)}`;
}
