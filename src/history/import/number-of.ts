/**
 * The number that a word writes: whole, with fraction or exponent, with the `N` or `M` of Clojure's exact numbers. Its
 * digits as a text where a double would round it. Undefined for other words; ratios stay texts.
 */
export function numberOf(word: string): number | string | undefined {
  const match = /^[-+]?(\d+)(\.\d*)?([eE][-+]?\d+)?[NM]?$/.exec(word);
  if (!match) return undefined;
  const text = word.replace(/[NM]$/, '').replace(/^\+/, '');
  const number = Number(text);
  const isWhole = match[2] === undefined && match[3] === undefined;
  return (isWhole && !Number.isSafeInteger(number)) || !Number.isFinite(number) ? text : number;
}
