import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  containerHistory,
  type ContainerOperation,
  queueKind,
  stackKind,
} from '../../../bench/histories/container-history.js';
import {
  registerHistory,
  type RegisterShape,
  withoutKeys,
  withStaleRead,
} from '../../../bench/histories/register-history.js';
import {
  checkOperations,
  type Model,
  queue,
  register,
  stack,
  type TimedOperation,
  unorderedQueue,
} from '../../../src/checkers/porcupine/index.js';
import { stream } from '../../../src/plan/stream.js';
import { isLinearizable } from './brute-force.js';
import { isLinearizableByConfigurations } from './every-configuration.js';
import { histories } from './random-histories.js';

/** `SEEDS=2000` for a thorough night. */
const SEEDS = Array.from({ length: Number(process.env['SEEDS'] ?? 50) }, (_, at) => `larger-${at}`);

type AnyModel = Model<unknown, unknown, unknown>;
type AnyOperation = TimedOperation<unknown, unknown>;

/** What the search alone finds, whatever faster method the model has. A search that takes long is given up. */
const searched = (model: AnyModel, history: readonly AnyOperation[]): boolean | 'unknown' =>
  checkOperations({ ...model, decide: () => undefined }, history, { timeoutMs: 1_000, maxMemoryMb: 64 })
    .verdict;

/** The history with another answer to one late operation: perhaps a legal one. */
function withOtherAnswer<Operation extends AnyOperation>(
  history: readonly Operation[],
  seed: string,
  isEligible: (operation: Operation) => boolean,
  answers: readonly unknown[],
): Operation[] {
  const { unit } = stream(seed, 'other answer');
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(unit() * items.length)] as Item;
  const late = history.slice(history.length * 0.7).filter((one) => one.outcome === 'ok' && isEligible(one));
  const changed = pick(late);
  const output = pick(answers.filter((answer) => answer !== changed.output));
  return history.map((one) => (one === changed ? { ...one, output } : one));
}

test('the reference for longer histories agrees with brute force', () => {
  const model = register<number | null>(null);
  const value = fc.constantFrom(1, 2, null);
  const input = fc.oneof(
    fc.constant({ f: 'read' as const }),
    value.map((written) => ({ f: 'write' as const, value: written })),
    fc.tuple(value, value).map(([expected, next]) => ({ f: 'cas' as const, expected, value: next })),
  );
  const output = ({ f }: { readonly f: string }) =>
    f === 'read' ? value : fc.constant(f === 'cas' ? true : null);
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(histories<Parameters<typeof output>[0], number | true | null>(input, output), (history) => {
      const expected = isLinearizable(model as AnyModel, history);
      seen[`${expected}`]++;
      expect(isLinearizableByConfigurations(model as AnyModel, history)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(200);
});

describe('registers with few values, of which only the search can decide', () => {
  const shape = { reads: 0.4, writes: 0.3, values: 5, operations: 150 };

  test.each([
    ['all outcomes known', { ...shape, clients: 5 }],
    ['some outcomes unknown', { ...shape, clients: 3, unknown: 4 }],
  ] as const)('one late read changed, %s', (_, given) => {
    const model = register<number | null>(null) as AnyModel;
    const seen = { true: 0, false: 0 };
    for (const seed of SEEDS) {
      const valid = withoutKeys(registerHistory({ seed, ...given }));
      expect(checkOperations(model, valid).verdict, seed).toBe(true);
      const isRead = ({ input }: (typeof valid)[number]): boolean => input.f === 'read';
      const changed = withOtherAnswer(valid, seed, isRead, [0, 1, 2, 3, 4]);
      const expected = isLinearizableByConfigurations(model, changed);
      seen[expected ? 'true' : 'false']++;
      expect(checkOperations(model, changed).verdict, `${seed}, changed`).toBe(expected);
    }
    expect(seen.false).toBeGreaterThan(SEEDS.length / 5);
    expect(seen.true).toBeGreaterThan(0);
  });
});

describe('registers with unique values: zones agree with the search', () => {
  const half = { reads: 0.5, writes: 0.5, operations: 400 };
  const shapes: readonly (readonly [string, Omit<RegisterShape, 'seed'>])[] = [
    ['reads and writes', { ...half, clients: 4 }],
    ['some slow operations', { ...half, clients: 6, slow: 0.02 }],
    ['compare-and-set', { reads: 0.4, writes: 0.2, clients: 6, operations: 400 }],
    ['only reads and compare-and-set', { reads: 0.4, writes: 0, clients: 8, operations: 400 }],
    ['unknown outcomes', { ...half, clients: 4, operations: 300, unknown: 8 }],
  ];

  test.each(shapes)('%s', (_, shape) => {
    const model = register<number | null>(null) as AnyModel;
    for (const seed of SEEDS) {
      const history = registerHistory({ seed, ...shape });
      const valid = withoutKeys(history);
      const written = valid.flatMap(({ input }) => (input.f === 'read' ? [] : [input.value])).slice(-20);
      const isRead = ({ input }: (typeof valid)[number]): boolean => input.f === 'read';
      const stale = withoutKeys(withStaleRead(history));
      for (const one of [valid, stale, withOtherAnswer(valid, seed, isRead, written)]) {
        const { verdict, partitions } = checkOperations(model, one);
        expect(partitions[0]?.method, seed).toBe('zones');
        expect(searched(model, one), seed).toBe(verdict);
        if (one !== valid && one !== stale) continue;
        expect(verdict, seed).toBe(one === valid);
      }
    }
  });
});

describe('containers with unique values: orders agree with the search', () => {
  test.each([
    ['queue', queueKind, queue<number>(), 'queue-order'],
    ['stack', stackKind, stack<number>(), 'stack-order'],
    ['unordered queue', queueKind, unorderedQueue<number>(), ''],
  ] as const)('%s', (name, kind, given, method) => {
    const model = given as AnyModel;
    const seen = { true: 0, false: 0, unknown: 0 };
    for (const seed of SEEDS) {
      const valid: ContainerOperation[] = containerHistory({ seed, operations: 60, clients: 3 }, kind);
      const put = valid.flatMap(({ input }) => input.value ?? []).slice(-12);
      const isTake = ({ input }: ContainerOperation): boolean => input.f === kind.take;
      const changed = withOtherAnswer(valid, seed, isTake, [null, ...put]);
      for (const one of [valid, changed]) {
        const { verdict, partitions } = checkOperations(model, one);
        if (method !== '') expect(partitions[0]?.method, seed).toBe(method);
        const found = searched(model, one);
        if (found !== 'unknown') expect(verdict, seed).toBe(found);
        if (one === valid) expect(verdict, `${name} ${seed}`).toBe(true);
        else seen[`${found}`]++;
      }
    }
    expect(seen.unknown).toBeLessThan(SEEDS.length / 10);
    expect(seen.false).toBeGreaterThan(SEEDS.length / 5);
  });
});
