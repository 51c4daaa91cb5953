import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import type { Keyed, Model, TimedOperation } from '../porcupine/index.js';
import { INSPECT } from '../inspection.js';
import { makeModel, type ModelName } from './make-model.js';
import { type ObjectModel, Unfit, type Understood, understoodBy } from './object-model.js';
import { objectModelNamed, objectModels } from './registry.js';

/** Thrown when a history has an operation that a model cannot judge; the message says which, and what it can. */
export class UnfitOperationError extends Error {
  override readonly name = 'UnfitOperationError';
}

/** A history as `splitbrain/porcupine` judges it: against the model of an object, or of one for each key. */
export interface ObjectHistory {
  readonly model: Model<unknown, unknown, unknown>;
  /** What `makeModel` makes the model of. */
  readonly arguments: readonly [name: ModelName, initial: Value, isKeyed: boolean];
  /** Times are indexes of events, so that no two operations are concurrent that were not. */
  readonly operations: readonly TimedOperation<unknown, unknown>[];
  /** How many reads count as unknown because they answered null. */
  readonly unknownReads: number;
  /**
   * What the first read that was answered has read, of an object that may hold something at first; undefined when a
   * write that had begun by then may have put it there.
   */
  readonly firstRead: Value | undefined;
  /** The recorded operation of one that was judged. */
  readonly sourceOf: (operation: TimedOperation<unknown, unknown>) => Operation;
}

/** What is known about an object beside its history. */
export interface ObjectOptions {
  /** What it holds at first; by default null, or what suits the model. */
  readonly initial?: Value | undefined;
  /**
   * What a read that answered null says: that there was nothing, or that nobody knows what was read, as Knossos takes
   * it. By default a value.
   */
  readonly nullReads?: 'value' | 'unknown' | undefined;
}

/**
 * Prepares a history to be judged as that of an object.
 *
 * @param name one of `objectModels`
 * @throws UnknownNameError when there is no such model
 * @throws UnfitOperationError when an operation is none of that object
 */
export function objectHistory(
  history: History,
  name: string,
  { initial, nullReads = 'value' }: ObjectOptions = {},
): ObjectHistory {
  const known = objectModelNamed(name);
  const recorded = history.operations.filter(({ f, type }) => type !== 'fail' && f !== INSPECT);
  const kind = known.instead?.(new Set(recorded.map(({ f }) => f))) ?? known;
  if (initial !== undefined && !kind.takesInitial) {
    const able = objectModels.filter(({ takesInitial }) => takesInitial).map((model) => model.name);
    throw new UnfitOperationError(
      `The model ${kind.name} always begins empty, so there is no initial value to give. Models that take one: ${able.join(', ')}.`,
    );
  }
  const isKeyed = !kind.hasKeys && recorded.some(({ key }) => key !== undefined);
  const translator = new Translator(kind, isKeyed, nullReads);
  const parts = [kind.model, initial ?? kind.initial?.(recorded) ?? null, isKeyed] as const;
  // Only what is told is looked up, and most histories have nothing to tell.
  let sources: Map<number, Operation> | undefined;
  return {
    model: makeModel(...parts),
    arguments: parts,
    operations: recorded.map((operation) => translator.translate(operation)),
    unknownReads: translator.unknownReads,
    firstRead: kind.takesInitial ? unwrittenFirstRead(recorded, translator) : undefined,
    sourceOf({ call }) {
      sources ??= new Map(recorded.map((operation) => [operation.index, operation]));
      return sources.get(call) as Operation;
    },
  };
}

function unwrittenFirstRead(recorded: readonly Operation[], translator: Translator): Value | undefined {
  const first = recorded.find((operation) => translator.isRead(operation));
  if (!first) return undefined;
  const value = JSON.stringify(first.output);
  const puts = ({ input }: Operation): boolean =>
    [input, ...(Array.isArray(input) ? (input as readonly Value[]) : [])].some(
      (part) => JSON.stringify(part) === value,
    );
  const wasPut = recorded.some((operation) => operation.index < first.completedIndex && puts(operation));
  return wasPut ? undefined : first.output;
}

/** Makes of recorded operations what a model is asked. */
class Translator {
  readonly #kind: ObjectModel;
  readonly #isKeyed: boolean;
  readonly #nullReads: 'value' | 'unknown';
  readonly #understood = new Map<string, Understood>();
  /** How many reads have been taken for unknown because they answered null. */
  unknownReads = 0;

  constructor(kind: ObjectModel, isKeyed: boolean, nullReads: 'value' | 'unknown') {
    this.#kind = kind;
    this.#isKeyed = isKeyed;
    this.#nullReads = nullReads;
    for (const understood of kind.operations) {
      for (const name of understood.names) this.#understood.set(name, understood);
    }
  }

  /** True for a read that was answered. */
  isRead({ f, type }: Operation): boolean {
    return type === 'ok' && this.#understood.get(f)?.isRead === true;
  }

  translate(operation: Operation): TimedOperation<unknown, unknown> {
    const { index, f, key, type, completedIndex } = operation;
    const understood = this.#understood.get(f);
    if (!understood) {
      const others = objectModels
        .filter(({ operations }) => operations.some(({ names }) => names.includes(f)))
        .map(({ name }) => name);
      throw this.#unfit(
        operation,
        `the model ${this.#kind.name} does not know "${f}"`,
        others.length > 0 ? ` Models that know "${f}": ${others.join(', ')}.` : '',
      );
    }
    if (this.#isKeyed && key === undefined) {
      throw this.#unfit(operation, 'it names no key, and others do');
    }
    try {
      const input = this.#isKeyed
        ? ({ key: key as string, input: understood.ask(operation) } satisfies Keyed<unknown>)
        : understood.ask(operation);
      if (type === 'info') return { input, call: index, outcome: 'info' };
      if (understood.isRead && operation.output === null && this.#nullReads === 'unknown') {
        this.unknownReads++;
        return { input, call: index, outcome: 'info' };
      }
      const output = understood.answer?.(operation) ?? null;
      return { input, output, call: index, return: completedIndex, outcome: 'ok' };
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      throw this.#unfit(operation, `expected ${error.message}`);
    }
  }

  #unfit({ index, process, f, key, input, output, type }: Operation, why: string, hint = ''): Error {
    const about = key === undefined ? '' : ` ${key}`;
    const answer = type === 'ok' ? ` → ${short(output)}` : '';
    return new UnfitOperationError(
      `Operation ${index} (process ${process}: ${f}${about} ${short(input)}${answer}) does not fit: ${why}. ${this.#kind.name} understands ${understoodBy(this.#kind)}.${hint}`,
    );
  }
}

function short(value: Value): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
