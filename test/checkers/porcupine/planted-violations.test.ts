import { describe, expect, test } from 'vitest';
import {
  containerHistory,
  type ContainerInput,
  queueKind,
  stackKind,
  withSwap,
} from '../../../bench/histories/container-history.js';
import {
  registerHistory,
  type RegisterShape,
  withStaleRead,
} from '../../../bench/histories/register-history.js';
import {
  checkOperations,
  explain,
  keyed,
  type Model,
  queue,
  register,
  stack,
  type TimedOperation,
} from '../../../src/checkers/porcupine/index.js';

const SEEDS = Array.from({ length: 50 }, (_, at) => `planted-${at}`);

const half = { reads: 0.5, writes: 0.5 };
const withCas = { reads: 0.4, writes: 0.2 };
const fewValues = { reads: 0.34, writes: 0.33, values: 5 };

const families: readonly (readonly [string, Omit<RegisterShape, 'seed'>])[] = [
  ['reads and writes', { ...half, clients: 10, operations: 1_000 }],
  ['many clients', { ...half, clients: 40, operations: 1_000 }],
  ['some slow operations', { ...half, clients: 20, operations: 2_000, slow: 0.02 }],
  ['compare-and-set', { ...withCas, clients: 10, operations: 1_000 }],
  ['only reads and compare-and-set', { reads: 0.5, writes: 0, clients: 20, operations: 1_000 }],
  ['many keys', { ...withCas, keys: 10, clients: 20, operations: 4_000 }],
  ['unknown outcomes', { ...half, clients: 10, operations: 1_000, unknown: 20 }],
  ['few values', { ...fewValues, clients: 5, operations: 500 }],
  ['few values and unknown outcomes', { ...fewValues, clients: 5, operations: 600, unknown: 3 }],
];

const anyModel = (model: unknown) => model as Model<unknown, unknown, unknown>;

/** Fails unless a history is accepted as it happened and rejected, for few operations, with its violation. */
function expectFound(
  seed: string,
  model: Model<unknown, unknown, unknown>,
  valid: readonly TimedOperation<unknown, unknown>[],
  planted: readonly TimedOperation<unknown, unknown>[],
): void {
  expect(checkOperations(model, valid).verdict, `${seed}, as it happened`).toBe(true);
  const { verdict, partitions } = checkOperations(model, planted);
  expect(verdict, `${seed}, with its violation`).toBe(false);
  const wrong = partitions.find((partition) => partition.verdict === false);
  const { operations, isMinimal } = explain(model, wrong as NonNullable<typeof wrong>);
  expect(isMinimal, `${seed}, explained`).toBe(true);
  expect(operations.length, `${seed}, explained`).toBeLessThanOrEqual(8);
}

describe('a planted violation is always found, and nothing without one', () => {
  test.each(families)('registers: %s', (_, shape) => {
    for (const seed of SEEDS) {
      const history = registerHistory({ seed, ...shape });
      const model = anyModel(keyed(register<number | null>(null)));
      expectFound(seed, model, history, withStaleRead(history));
    }
  });

  test.each([
    ['queue', queueKind, queue<number>()],
    ['stack', stackKind, stack<number>()],
  ] as const)('%s', (_, kind, model) => {
    for (const seed of SEEDS) {
      const history = containerHistory({ seed, operations: 3_000, clients: 10 }, kind);
      expectFound(seed, anyModel(model), history, withSwap(history, kind));
    }
  });
});

test('the same seed makes the same history', () => {
  const shape = { ...withCas, seed: 'same', operations: 200, clients: 5, unknown: 5 };
  const history = registerHistory(shape);
  expect(history).toEqual(registerHistory(shape));
  expect(withStaleRead(history)).toEqual(withStaleRead(history));
  expect(history.filter(({ outcome }) => outcome === 'info')).toHaveLength(5);
  expect(registerHistory({ ...shape, seed: 'other' })).not.toEqual(registerHistory(shape));
  const inputs = (seed: string): ContainerInput[] =>
    containerHistory({ seed, operations: 100, clients: 5 }, queueKind).map(({ input }) => input);
  expect(inputs('same')).toEqual(inputs('same'));
});
