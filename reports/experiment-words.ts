import type { Never, Shows } from '../experiments/experiment.js';
import { guaranteeWords } from './guarantee-words.js';

/** What a design must show, in a few words. */
export function showsWords(shows: Shows): string {
  return 'what' in shows
    ? shows.what
    : `${shows.kinds.join(' or ')} (${guaranteeWords[shows.guarantee].title.toLowerCase()})`;
}

/** What a design must never show, in a few words. */
export function neverWords(never: Never): string {
  return typeof never === 'string'
    ? guaranteeWords[never].title.toLowerCase()
    : `the rule that never ${never.what}`;
}
