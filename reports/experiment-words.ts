import type { Never, Shows } from '../experiments/experiment.js';
import { guaranteeWords, inSentence } from './guarantee-words.js';

/** What a design must show, in a few words. */
export function showsWords(shows: Shows): string {
  return 'what' in shows
    ? shows.what
    : `${shows.kinds.join(' or ')} (${inSentence(guaranteeWords[shows.guarantee].title)})`;
}

/** What a design must never show, in a few words. */
export function neverWords(never: Never): string {
  return typeof never === 'string'
    ? inSentence(guaranteeWords[never].title)
    : `the rule that never ${never.what}`;
}
