/** Numbers values from 0 in the order in which they are added. Small integers are looked up in an array. */
export class ValueNumbers {
  readonly #byInteger: Int32Array;
  readonly #byValue = new Map<unknown, number>();
  #count = 0;

  /** @param integers integers from 0 up to this are small */
  constructor(integers: number) {
    this.#byInteger = new Int32Array(integers);
  }

  get count(): number {
    return this.#count;
  }

  /** Numbers a value; false when it has a number already. */
  add(value: unknown): boolean {
    if (this.of(value) >= 0) return false;
    const number = this.#count++;
    if (this.#isSmall(value)) this.#byInteger[value] = number + 1;
    else this.#byValue.set(value, number);
    return true;
  }

  /** The number of a value; -1 when it was not added. */
  of(value: unknown): number {
    return this.#isSmall(value) ? (this.#byInteger[value] as number) - 1 : (this.#byValue.get(value) ?? -1);
  }

  #isSmall(value: unknown): value is number {
    return (
      typeof value === 'number' && value >= 0 && value < this.#byInteger.length && Number.isInteger(value)
    );
  }
}
