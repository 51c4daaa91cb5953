import { type Model, type Outcome, UNKNOWN } from './model.js';

/**
 * A model's steps over small integers: every state gets a number, every distinct operation gets one, and each step is
 * computed once (interned and memoised states: `knossos.model.memo`).
 */
export class Transitions<State, Input, Output> {
  readonly #model: Model<State, Input, Output>;
  readonly #states: State[] = [];
  readonly #byHash = new Map<string | number, number[]>();
  readonly #operations: { readonly input: Input; readonly output: Outcome<Output> }[] = [];
  readonly #byText = new Map<string, number>();
  /** By operation, then by state. */
  readonly #next: (readonly number[] | undefined)[][] = [];

  constructor(model: Model<State, Input, Output>) {
    this.#model = model;
    this.state(model.init());
  }

  /** The number of a state; the first state has 0. */
  state(state: State): number {
    const model = this.#model;
    const key = model.hash ? model.hash(state) : JSON.stringify(state);
    let bucket = this.#byHash.get(key);
    if (!bucket) this.#byHash.set(key, (bucket = []));
    for (const number of bucket) {
      if (!model.equal || model.equal(this.#states[number] as State, state)) return number;
    }
    const number = this.#states.length;
    this.#states.push(state);
    bucket.push(number);
    return number;
  }

  stateOf(number: number): State {
    return this.#states[number] as State;
  }

  /** The number that equal operations share. */
  operation(input: Input, output: Outcome<Output>): number {
    const text = JSON.stringify(output === UNKNOWN ? [input] : [input, output ?? null]);
    let number = this.#byText.get(text);
    if (number === undefined) {
      number = this.#operations.length;
      this.#operations.push({ input, output });
      this.#next.push([]);
      this.#byText.set(text, number);
    }
    return number;
  }

  /** The numbers of the states that the operation may lead to; empty when it is not allowed. */
  next(state: number, operation: number): readonly number[] {
    const row = this.#next[operation] as (readonly number[] | undefined)[];
    let states = row[state];
    if (!states) {
      const { input, output } = this.#operations[operation] as { input: Input; output: Outcome<Output> };
      const after = this.#model.step(this.stateOf(state), input, output);
      states = [...new Set(after.map((next) => this.state(next)))];
      row[state] = states;
    }
    return states;
  }
}
