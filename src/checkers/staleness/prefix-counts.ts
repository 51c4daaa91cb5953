/** Counts by place, of which the sum of the first few is asked for (a Fenwick tree). */
export class PrefixCounts {
  readonly #tree: Int32Array;

  constructor(count: number) {
    this.#tree = new Int32Array(count + 1);
  }

  add(place: number): void {
    const tree = this.#tree;
    for (let at = place + 1; at < tree.length; at += at & -at) tree[at] = (tree[at] as number) + 1;
  }

  ofFirst(count: number): number {
    let sum = 0;
    for (let at = count; at > 0; at -= at & -at) sum += this.#tree[at] as number;
    return sum;
  }
}
