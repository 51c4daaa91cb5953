/**
 * Leaves out parts while the rest keeps a property, first large pieces, then small ones, until no single part can be
 * spared (delta debugging: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002).
 * When the time is up the best so far is the result.
 *
 * @param guess parts that may do by themselves, tried first
 */
export function reduce<Part>(
  parts: readonly Part[],
  guess: readonly Part[],
  holds: (rest: readonly Part[]) => boolean,
  isOver: () => boolean,
): readonly Part[] {
  let kept = guess.length > 0 && holds(guess) ? guess : parts;
  for (let size = Math.max(1, kept.length >> 1); ; size = Math.max(1, size >> 1)) {
    let hasShrunk = false;
    for (let start = 0; start < kept.length;) {
      if (isOver()) return kept;
      const rest = kept.filter((_, at) => at < start || at >= start + size);
      if (holds(rest)) {
        kept = rest;
        hasShrunk = true;
      } else start += size;
    }
    if (size === 1 && !hasShrunk) return kept;
  }
}
