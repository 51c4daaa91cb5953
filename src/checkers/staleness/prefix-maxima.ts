/** Numbers by place, of which the largest among the first few is asked for (a Fenwick tree). */
export class PrefixMaxima {
  readonly #tree: Float64Array;

  constructor(count: number) {
    this.#tree = new Float64Array(count + 1).fill(-Infinity);
  }

  /** Makes the number at a place at least this large. */
  raise(place: number, to: number): void {
    const tree = this.#tree;
    for (let at = place + 1; at < tree.length; at += at & -at) {
      if (to > (tree[at] as number)) tree[at] = to;
    }
  }

  /** The largest of the first `count` numbers; -Infinity when none was raised. */
  ofFirst(count: number): number {
    let largest = -Infinity;
    for (let at = count; at > 0; at -= at & -at) largest = Math.max(largest, this.#tree[at] as number);
    return largest;
  }
}
