/** Mixes two 32-bit integers (the finaliser of MurmurHash3, as a combiner). */
function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A hash over everything that happened so far: two runs agree in it exactly as long as they are the same run.
 * Not cryptographic; 64 bits are enough to tell runs apart.
 */
export class RollingHash {
  // Integers of 32 bits from the start: once a field has held a larger number, all that is stored there is a double.
  #low = 0x9e3779b9 | 0;
  #high = 0x7f4a7c15 | 0;
  readonly #names = new Map<string, number>();

  add(word: number): void {
    this.#low = mix(this.#low, word);
    this.#high = mix(this.#high, word ^ this.#low);
  }

  /** Adds a time in nanoseconds, which has more than 32 bits. */
  addTime(time: number): void {
    this.add(time >>> 0);
    this.add(Math.floor(time / 0x1_0000_0000));
  }

  /** Adds a short string that comes again and again, such as a message's type. */
  addName(name: string): void {
    let word = this.#names.get(name);
    if (word === undefined) {
      word = name.length;
      for (let at = 0; at < name.length; at++) word = mix(word, name.charCodeAt(at));
      this.#names.set(name, word);
    }
    this.add(word);
  }

  /** 32 bits of the present state, for the trace. */
  get word(): number {
    return this.#low;
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
