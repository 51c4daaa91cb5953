import type { Masks } from './masks.js';

/** How many of the configurations that differ only in what `Masks.covers` compares a new one is compared with. */
const COMPARED = 16;

/**
 * The configurations that a search has met, each once: rows of 32-bit integers in one array, found by hash. A row is
 * layer, state, the mask of operations that have taken effect, and then how it was reached: its parent and the
 * operation that took effect on the way (-1: none).
 *
 * A configuration that another covers is not kept: whatever can be reached from it can be reached from the other.
 */
export class Configurations {
  readonly #masks: Masks;
  readonly #stride: number;
  /** Where in a row the mask ends. */
  readonly #keyed: number;
  #rows: Int32Array;
  /** Rows + 1 by the hash of layer, state and whole mask. */
  readonly #all: Table;
  /** Newest row + 1 by the hash of layer, state and updaters; the older ones hang on its last word. */
  readonly #alike: Table;
  #count = 0;

  constructor(masks: Masks) {
    this.#masks = masks;
    this.#keyed = 2 + masks.words;
    this.#stride = this.#keyed + 3;
    this.#rows = new Int32Array(256 * this.#stride);
    this.#all = new Table((row) => this.#hash(this.#rows, row * this.#stride, this.#keyed));
    this.#alike = new Table((row) => this.#hash(this.#rows, row * this.#stride, 2 + masks.readersAt));
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#rows.byteLength + this.#all.bytes + this.#alike.bytes;
  }

  /** Forgets all. */
  clear(): void {
    this.#count = 0;
    this.#all.clear();
    this.#alike.clear();
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

  readMask(row: number, into: Int32Array): void {
    const start = row * this.#stride + 2;
    for (let word = 0; word < this.#masks.words; word++) into[word] = this.#rows[start + word] as number;
  }

  /** Adds a configuration and returns its row; -1 when it was there already, or one that covers it. */
  add(layer: number, state: number, mask: Int32Array, parent: number, taken: number): number {
    const start = this.#count * this.#stride;
    if (start + this.#stride > this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[start] = layer;
    rows[start + 1] = state;
    for (let word = 0; word < mask.length; word++) rows[start + 2 + word] = mask[word] as number;
    if (!this.#insert(start)) return -1;
    rows[start + this.#keyed] = parent;
    rows[start + this.#keyed + 1] = taken;
    return this.#count++;
  }

  /** Enters the row written at the end of the rows into the tables, unless it is known or covered. */
  #insert(start: number): boolean {
    const place = this.#all.find(this.#hash(this.#rows, start, this.#keyed), (row) =>
      this.#equal(row, start, this.#keyed),
    );
    if (this.#all.at(place) !== 0) return false;
    const exact = 2 + this.#masks.readersAt;
    this.#rows[start + this.#keyed + 2] = 0;
    if (exact < this.#keyed) {
      const head = this.#alike.find(this.#hash(this.#rows, start, exact), (row) =>
        this.#equal(row, start, exact),
      );
      const newest = this.#alike.at(head);
      if (this.#isCovered(newest, start)) return false;
      this.#rows[start + this.#keyed + 2] = newest;
      this.#alike.put(head, this.#count + 1);
    }
    this.#all.put(place, this.#count + 1);
    return true;
  }

  #isCovered(newest: number, start: number): boolean {
    const rows = this.#rows;
    for (let next = newest, compared = 0; next !== 0 && compared < COMPARED; compared++) {
      const other = (next - 1) * this.#stride;
      if (this.#masks.covers(rows, other + 2, rows, start + 2)) return true;
      next = rows[other + this.#keyed + 2] as number;
    }
    return false;
  }

  #equal(row: number, start: number, length: number): boolean {
    const rows = this.#rows;
    const other = row * this.#stride;
    for (let word = 0; word < length; word++) if (rows[other + word] !== rows[start + word]) return false;
    return true;
  }

  #hash(rows: Int32Array, start: number, length: number): number {
    let hash =
      Math.imul(rows[start] as number, 0x9e3779b1) ^ Math.imul(rows[start + 1] as number, 0x85ebca6b);
    for (let word = 2; word < length; word++) {
      hash = Math.imul(hash ^ (rows[start + word] as number), 0xc2b2ae35);
      hash ^= hash >>> 15;
    }
    return hash ^ (hash >>> 13);
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
  }
}

/** Open addressing over rows: a place holds a row + 1, or 0. */
class Table {
  readonly #hashOf: (row: number) => number;
  #places = new Int32Array(1024);
  #used = 0;

  constructor(hashOf: (row: number) => number) {
    this.#hashOf = hashOf;
  }

  get bytes(): number {
    return this.#places.byteLength;
  }

  /** The place that holds the row looked for, or the one where it belongs. */
  find(hash: number, is: (row: number) => boolean): number {
    const wrap = this.#places.length - 1;
    let place = hash & wrap;
    for (let row = this.#places[place] as number; row !== 0 && !is(row - 1);) {
      place = (place + 1) & wrap;
      row = this.#places[place] as number;
    }
    return place;
  }

  at(place: number): number {
    return this.#places[place] as number;
  }

  put(place: number, value: number): void {
    if (this.#places[place] === 0) this.#used++;
    this.#places[place] = value;
    if (this.#used * 2 > this.#places.length) this.#grow();
  }

  clear(): void {
    this.#used = 0;
    // A table that one wide layer has grown would make all others pay for its clearing.
    if (this.#places.length > 1024) this.#places = new Int32Array(1024);
    else this.#places.fill(0);
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Int32Array(old.length * 4);
    const wrap = this.#places.length - 1;
    for (const value of old) {
      if (value === 0) continue;
      let place = this.#hashOf(value - 1) & wrap;
      while (this.#places[place] !== 0) place = (place + 1) & wrap;
      this.#places[place] = value;
    }
  }
}
