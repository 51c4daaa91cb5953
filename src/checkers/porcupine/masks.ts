import type { Layers, Unknowns } from './layers.js';

/** Where the count of one group of equal unknown operations lies in a mask. */
export interface CountField {
  readonly unknowns: Unknowns;
  readonly word: number;
  readonly shift: number;
  /** The bits of the field, moved down to bit 0. */
  readonly bits: number;
}

/**
 * The shape of a mask: which operations under way have taken effect, in 32-bit words.
 *
 * 1. A bit for each slot of an updater.
 * 2. A bit for each slot of a reader.
 * 3. For each slot of an overwriter a bit that says that it has taken effect as the search took it.
 * 4. And another that says that it may have, unseen, just before the last overwriter that was taken: both overwrite
 *    whatever was there. It counts as done when it returns, and can still be taken as long as it has not. An optional
 *    operation has these two bits too, and the second from its call on.
 * 5. For each group of equal unknown operations the number of them that have taken effect.
 */
export class Masks {
  readonly words: number;
  readonly readersAt: number;
  readonly doneAt: number;
  readonly freeAt: number;
  readonly counts: readonly CountField[];
  readonly #countsAt: number;
  /** For each word of counts the bit above each field, by which one subtraction compares all fields. */
  readonly #guards: Int32Array;

  constructor({ slots, unknowns }: Layers) {
    this.readersAt = wordsFor(slots.updater);
    this.doneAt = this.readersAt + wordsFor(slots.reader);
    this.freeAt = this.doneAt + wordsFor(slots.overwriter);
    this.#countsAt = this.freeAt + wordsFor(slots.overwriter);
    const counts: CountField[] = [];
    const guards: number[] = [];
    let used = 32;
    for (const group of unknowns) {
      const width = 32 - Math.clz32(group.operations.length);
      if (used + width + 1 > 32) {
        guards.push(0);
        used = 0;
      }
      const word = guards.length - 1;
      counts.push({
        unknowns: group,
        word: this.#countsAt + word,
        shift: used,
        bits: 2 ** width - 1,
      });
      used += width + 1;
      guards[word] = (guards[word] as number) | (1 << (used - 1));
    }
    this.counts = counts;
    this.#guards = Int32Array.from(guards);
    this.words = this.#countsAt + guards.length;
  }

  /**
   * Whether what is possible after mask `a` at `aAt` is possible after mask `b` at `bAt` too, the state being the same:
   * updaters are equal, and `b` has more readers done, more overwriters free, and fewer unknown operations used up.
   */
  covers(b: Int32Array, bAt: number, a: Int32Array, aAt: number): boolean {
    let word = 0;
    for (; word < this.readersAt; word++) {
      if (a[aAt + word] !== b[bAt + word]) return false;
    }
    for (; word < this.doneAt; word++) {
      if ((a[aAt + word] as number) & ~(b[bAt + word] as number)) return false;
    }
    const toFree = this.freeAt - this.doneAt;
    for (; word < this.freeAt; word++) {
      const differs = (a[aAt + word] as number) ^ (b[bAt + word] as number);
      const aFree = a[aAt + word + toFree] as number;
      if (~(b[bAt + word + toFree] as number) & (differs | aFree)) return false;
    }
    for (let place = 0; place < this.#guards.length; place++) {
      const guards = this.#guards[place] as number;
      const more = ((a[aAt + this.#countsAt + place] as number) | guards) >>> 0;
      const fewer = (b[bAt + this.#countsAt + place] as number) >>> 0;
      if (((more - fewer) & guards) !== guards) return false;
    }
    return true;
  }
}

const wordsFor = (slots: number): number => (slots + 31) >>> 5;

export function hasBit(mask: Int32Array, firstWord: number, slot: number): boolean {
  return (((mask[firstWord + (slot >>> 5)] as number) >>> (slot & 31)) & 1) === 1;
}

export function setBit(mask: Int32Array, firstWord: number, slot: number): void {
  mask[firstWord + (slot >>> 5)] = (mask[firstWord + (slot >>> 5)] as number) | (1 << (slot & 31));
}

export function clearBit(mask: Int32Array, firstWord: number, slot: number): void {
  mask[firstWord + (slot >>> 5)] = (mask[firstWord + (slot >>> 5)] as number) & ~(1 << (slot & 31));
}
