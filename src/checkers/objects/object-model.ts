import type { Value } from '../../history/event.js';
import type { Operation } from '../../history/operation.js';
import type { ModelName } from './make-model.js';

/** An operation of recorded histories that a model understands. */
export interface Understood {
  /** What recorded histories call it; the first is shown. */
  readonly names: readonly string[];
  /** True for an operation that answers what the object holds, and changes nothing. */
  readonly isRead?: true;
  /** What it is invoked with, for people: `VALUE`, `[EXPECTED, NEW]`. Empty when nothing. */
  readonly takes: string;
  /** What the model is asked. Throws `Unfit`. */
  ask(operation: Operation): unknown;
  /** What it answered; called for operations that are `ok`. `null` by default. Throws `Unfit`. */
  answer?(operation: Operation): unknown;
}

/** A kind of object that histories can be judged against. */
export interface ObjectModel {
  readonly name: string;
  readonly summary: string;
  readonly operations: readonly Understood[];
  /** The model of `splitbrain/porcupine`. */
  readonly model: ModelName;
  /** True for a model whose operations name their keys themselves; others are made one object per key. */
  readonly hasKeys?: boolean;
  /** What it holds at first, unless one is told; null by default. */
  initial?(operations: readonly Operation[]): Value;
  /** True for an object that may hold something else at first than usual. */
  readonly takesInitial?: boolean;
  /** The model that some histories of such an object need instead, by the operations that they have. */
  instead?(names: ReadonlySet<string>): ObjectModel | undefined;
}

/** Thrown where an operation's value is not what the model wants; the message says what that is. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** The operations that a model understands, in one line. */
export const understoodBy = ({ operations }: ObjectModel): string =>
  operations.map(({ names: [name = ''], takes }) => (takes === '' ? name : `${name} ${takes}`)).join(', ');
