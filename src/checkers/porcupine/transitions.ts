import { canonicalText } from './canonical-text.js';
import { type Model, type Outcome, UNKNOWN } from './model.js';

/**
 * What a state and a step cost in the tables, and a character of a state's text: in the text, and in the state. Measured
 * on queues, whose states are many and long, and rather too much than too little.
 */
const BYTES_PER_STATE = 650;
const BYTES_PER_STEP = 130;
const BYTES_PER_CHARACTER = 14;
const STATES_PER_MEASURE = 16;

const NONE: readonly number[] = [];

/**
 * A model's steps over small integers: every state gets a number, every distinct operation gets one, and each step is
 * computed once (interned and memoised states: `knossos.model.memo`).
 */
export class Transitions<State, Input, Output> {
  readonly #model: Model<State, Input, Output>;
  readonly #states: State[] = [];
  /** For each state the list of it alone, which most steps lead to. */
  readonly #alone: (readonly number[])[] = [];
  readonly #byHash = new Map<string | number, number[]>();
  readonly #operations: { readonly input: Input; readonly output: Outcome<Output> }[] = [];
  readonly #byText = new Map<string, number>();
  /** By operation, then by state. */
  readonly #next: (readonly number[] | undefined)[][] = [];
  #bytes = 0;
  #measured = 0;

  constructor(model: Model<State, Input, Output>) {
    this.#model = model;
    this.state(model.init());
  }

  /** About what the states and steps known so far take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The number of a state; the first state has 0. */
  state(state: State): number {
    const model = this.#model;
    const key = model.hash ? model.hash(state) : canonicalText(state);
    const known = this.#byHash.get(key);
    for (const number of known ?? []) {
      if (!model.equal || model.equal(this.#states[number] as State, state)) return number;
    }
    const number = this.#states.length;
    this.#states.push(state);
    this.#alone.push([number]);
    if (known) known.push(number);
    else this.#byHash.set(key, [number]);
    this.#bytes += BYTES_PER_STATE + this.#sizeOf(state, key, number);
    return number;
  }

  /**
   * The numbers of all states that operations known so far can lead to, in any order and any number; undefined when
   * there are more than `most`.
   */
  closure(most: number): number[] | undefined {
    for (let state = 0; state < this.#states.length; state++) {
      for (let operation = 0; operation < this.#operations.length; operation++) this.next(state, operation);
      if (this.#states.length > most) return undefined;
    }
    return [...this.#states.keys()];
  }

  stateOf(number: number): State {
    return this.#states[number] as State;
  }

  /** The number that equal operations share. */
  operation(input: Input, output: Outcome<Output>): number {
    const text =
      output === UNKNOWN ? canonicalText(input) : `${canonicalText(input)} ${canonicalText(output)}`;
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
      states = this.#numbers(after);
      row[state] = states;
      this.#bytes += BYTES_PER_STEP;
    }
    return states;
  }

  #numbers(states: readonly State[]): readonly number[] {
    if (states.length === 0) return NONE;
    if (states.length === 1) return this.#alone[this.state(states[0] as State)] as readonly number[];
    return [...new Set(states.map((state) => this.state(state)))];
  }

  /** Of states told by a hash only some are measured, and stand for those that follow. */
  #sizeOf(state: State, key: string | number, number: number): number {
    if (!this.#model.hash) return BYTES_PER_CHARACTER * (key as string).length;
    if (number % STATES_PER_MEASURE === 0) this.#measured = roughBytes(state);
    return this.#measured;
  }
}

/** About the memory that a value takes. */
function roughBytes(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  const parts: Iterable<unknown> =
    Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value);
  let bytes = 32;
  for (const part of parts) bytes += roughBytes(part);
  return bytes;
}
