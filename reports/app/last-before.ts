/** Finds, in columns in order of time, the last entry of a group at or before a moment, without a walk through what was before. */
export class LastBefore {
  readonly #at: readonly number[];
  readonly #groups = new Map<number, number[]>();

  /**
   * @param at when each entry was, rising
   * @param groupOf the group of an entry, by its place in the columns
   */
  constructor(at: readonly number[], groupOf: (entry: number) => number) {
    this.#at = at;
    for (const entry of at.keys()) {
      const group = groupOf(entry);
      const entries = this.#groups.get(group);
      if (entries) entries.push(entry);
      else this.#groups.set(group, [entry]);
    }
  }

  /** The entry's place in the columns; of several at one moment that of the last; undefined where there is none yet. */
  find(group: number, ns: number): number | undefined {
    const entries = this.#groups.get(group) ?? [];
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#at[entries[middle] as number] as number) <= ns) low = middle + 1;
      else high = middle;
    }
    return entries[low - 1];
  }
}
