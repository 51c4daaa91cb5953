/**
 * The configurations that a search has met, each once: rows of 32-bit integers in one array, found by hash. A row is
 * layer, state, the mask of operations that have taken effect, and then how it was reached: its parent and the
 * operation that took effect on the way (-1: none).
 */
export class Configurations {
  readonly words: number;
  readonly #stride: number;
  /** How much of a row tells it from others: all but the way there. */
  readonly #keyed: number;
  readonly #most: number;
  #rows: Int32Array;
  #table: Int32Array;
  #count = 0;

  /**
   * @param slots bits in a mask
   * @param most how many configurations there may be
   */
  constructor(slots: number, most: number) {
    this.words = Math.max(1, Math.ceil(slots / 32));
    this.#keyed = 2 + this.words;
    this.#stride = this.#keyed + 2;
    this.#most = most;
    this.#rows = new Int32Array(1024 * this.#stride);
    this.#table = new Int32Array(4096);
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  layer(row: number): number {
    return this.#rows[row * this.#stride] as number;
  }

  state(row: number): number {
    return this.#rows[row * this.#stride + 1] as number;
  }

  parent(row: number): number {
    return this.#rows[row * this.#stride + this.#keyed] as number;
  }

  taken(row: number): number {
    return this.#rows[row * this.#stride + this.#keyed + 1] as number;
  }

  hasBit(row: number, slot: number): boolean {
    return (((this.#rows[row * this.#stride + 2 + (slot >>> 5)] as number) >>> (slot & 31)) & 1) === 1;
  }

  readMask(row: number, into: Int32Array): void {
    const start = row * this.#stride + 2;
    for (let word = 0; word < this.words; word++) into[word] = this.#rows[start + word] as number;
  }

  /** Adds a configuration and returns its row; -1 when it was there already. */
  add(layer: number, state: number, mask: Int32Array, parent: number, taken: number): number {
    const wrap = this.#table.length - 1;
    let at = hashOf(layer, state, mask) & wrap;
    for (let row = this.#table[at] as number; row !== 0; row = this.#table[at] as number) {
      if (this.#equals(row - 1, layer, state, mask)) return -1;
      at = (at + 1) & wrap;
    }
    const row = this.#count++;
    const start = row * this.#stride;
    if (start + this.#stride > this.#rows.length) this.#growRows();
    this.#rows[start] = layer;
    this.#rows[start + 1] = state;
    for (let word = 0; word < this.words; word++) this.#rows[start + 2 + word] = mask[word] as number;
    this.#rows[start + this.#keyed] = parent;
    this.#rows[start + this.#keyed + 1] = taken;
    this.#table[at] = row + 1;
    if (this.#count * 2 > this.#table.length) this.#growTable();
    return row;
  }

  #equals(row: number, layer: number, state: number, mask: Int32Array): boolean {
    const start = row * this.#stride;
    if (this.#rows[start] !== layer || this.#rows[start + 1] !== state) return false;
    for (let word = 0; word < this.words; word++) {
      if (this.#rows[start + 2 + word] !== mask[word]) return false;
    }
    return true;
  }

  #growRows(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
  }

  #growTable(): void {
    const count = this.#count;
    const table = new Int32Array(this.#table.length * 4);
    const wrap = table.length - 1;
    const mask = new Int32Array(this.words);
    for (let row = 0; row < count; row++) {
      this.readMask(row, mask);
      let at = hashOf(this.layer(row), this.state(row), mask) & wrap;
      while (table[at] !== 0) at = (at + 1) & wrap;
      table[at] = row + 1;
    }
    this.#table = table;
  }
}

function hashOf(layer: number, state: number, mask: Int32Array): number {
  let hash = Math.imul(layer, 0x9e3779b1) ^ Math.imul(state, 0x85ebca6b);
  for (let word = 0; word < mask.length; word++) {
    hash = Math.imul(hash ^ (mask[word] as number), 0xc2b2ae35);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 13);
}
