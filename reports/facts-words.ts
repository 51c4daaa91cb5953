import type { CheckResult } from '../src/checkers/checker.js';
import type { Value } from '../src/history/event.js';
import { formatCount, formatDuration } from './quantity.js';
import { showText, showValue } from './show-value.js';

/** One figure that a checker counted, in words: `never read`, `12`. */
export interface FactWords {
  readonly name: string;
  readonly value: string;
}

/** What a checker counted of the whole history, in words; what it has no figure for is left out. */
export function factsWords({ facts = {} }: Pick<CheckResult, 'facts'>): readonly FactWords[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (value === null) return [];
    const words = showText(
      name.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      60,
    );
    return [{ name: words, value: valueWords(value) }];
  });
}

function valueWords(value: Value): string {
  if (typeof value === 'number') return formatCount(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return showValue(value, 40);
  const { p50, p95, p99, max } = value as { readonly [name: string]: Value };
  const quantiles = { median: p50, '95 %': p95, '99 %': p99, longest: max };
  return Object.entries(quantiles)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, ms]) => `${name} ${formatDuration(ms * 1e6)}`)
    .join(', ');
}
