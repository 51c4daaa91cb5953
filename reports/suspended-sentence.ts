import type { SuspendedPromises } from '../src/checkers/verdict.js';
import { guaranteeWords } from './guarantee-words.js';
import { showText } from './show-value.js';

/** Says which promises do not count in a run, and which of its faults is the reason. */
export function suspendedSentence({ fault, guarantees, because }: SuspendedPromises): string {
  const titles = guarantees.map((guarantee) => guaranteeWords[guarantee].title);
  const list = new Intl.ListFormat('en-GB').format(titles);
  return `Not promised under faults of kind ${showText(fault, 40)}, because ${showText(because, 300)}: ${list}.`;
}
