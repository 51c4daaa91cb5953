import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  counter,
  type Model,
  queue,
  register,
  type RegisterInput,
  type RegisterOutput,
  type TimedOperation,
  UNKNOWN,
} from '../../../src/checkers/porcupine/index.js';
import { breadthFirst } from '../../../src/checkers/porcupine/search.js';
import { Transitions } from '../../../src/checkers/porcupine/transitions.js';
import { Walk } from '../../../src/checkers/porcupine/walk.js';

type Input = RegisterInput<number>;
type Output = RegisterOutput<number>;
type Operation = TimedOperation<Input, Output>;

const VALUES = 4;
const model: Model<number, Input, Output> = { ...register<number>(0), decide: () => undefined };
const unlimited = { maxBytes: 2 ** 30, isOver: () => false };

interface Draft {
  readonly input: Input;
  readonly client: number;
  readonly idle: number;
  readonly lasts: number;
  /** When it takes effect, as a share of its time under way. */
  readonly moment: number;
  readonly fate: 'ok' | 'info' | 'never';
  /** What it answers instead of the truth. */
  readonly lie: number | undefined;
}

/** Clients that call one operation after the other on a real register; some of its answers are false. */
function histories(maxLength: number): fc.Arbitrary<Operation[]> {
  const value = fc.nat({ max: VALUES - 1 });
  const draft: fc.Arbitrary<Draft> = fc.record({
    input: fc.oneof(
      fc.constant<Input>({ f: 'read' }),
      fc.record({ f: fc.constant('write' as const), value }),
      fc.record({ f: fc.constant('cas' as const), expected: value, value }),
    ),
    client: fc.nat({ max: 4 }),
    idle: fc.nat({ max: 3 }),
    lasts: fc.integer({ min: 1, max: 8 }),
    moment: fc.double({ min: 0, max: 1, noNaN: true }),
    fate: fc.oneof(
      { weight: 8, arbitrary: fc.constant('ok' as const) },
      { weight: 1, arbitrary: fc.constantFrom('info' as const, 'never' as const) },
    ),
    lie: fc.option(value, { freq: 12, nil: undefined }),
  });
  return fc.array(draft, { maxLength }).map(perform);
}

function perform(drafts: readonly Draft[]): Operation[] {
  const free = [0, 0, 0, 0, 0];
  const timed = drafts.map((draft) => {
    const call = (free[draft.client] as number) + draft.idle;
    free[draft.client] = call + draft.lasts;
    return { ...draft, call, at: call + draft.moment * draft.lasts, output: null as Output };
  });
  let state = 0;
  for (const operation of [...timed].sort((a, b) => a.at - b.at)) {
    const { input, lie, fate } = operation;
    const hit = input.f === 'cas' && state === input.expected;
    if (input.f === 'read') operation.output = lie ?? state;
    if (input.f === 'cas') operation.output = lie === undefined ? hit : lie > 1;
    if (fate !== 'never' && (input.f === 'write' || hit)) state = (input as { value: number }).value;
  }
  return timed.map(({ input, output, call, lasts, fate }) =>
    fate === 'ok'
      ? { input, output, call, return: call + lasts, outcome: 'ok' }
      : { input, call, outcome: 'info' },
  );
}

/** Fails unless the operations, one after the other, are what the register allows in an order that respects time. */
function expectOrder(order: readonly Operation[]): void {
  let state = model.init();
  for (const [at, { input, output, outcome, call }] of order.entries()) {
    const next = model.step(state, input, outcome === 'ok' ? (output as Output) : UNKNOWN);
    expect(next).toHaveLength(1);
    state = next[0] as number;
    for (const later of order.slice(at + 1)) {
      expect(later.outcome === 'ok' ? later.return : Infinity).toBeGreaterThanOrEqual(call);
    }
  }
}

describe('the search', () => {
  test('finds the same with and without what it leaves out, and shows it by an order', () => {
    const plain: typeof model = {
      name: 'plain',
      init: () => model.init(),
      step: (...of) => model.step(...of),
    };
    const seen = new Set<unknown>();
    fc.assert(
      fc.property(histories(30), (history) => {
        const { verdict, partitions } = checkOperations(model, history);
        expect(checkOperations(plain, history).verdict).toBe(verdict);
        seen.add(verdict);
        const order = partitions[0]?.linearization ?? [];
        expectOrder(order);
        if (verdict === true) {
          const returned = (partitions[0]?.operations ?? []).filter(({ outcome }) => outcome === 'ok');
          for (const operation of returned) expect(order).toContain(operation);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toEqual(new Set([true, false]));
  });

  test('finds the same breadth first', () => {
    fc.assert(
      fc.property(histories(30), (history) => {
        const transitions = new Transitions(model);
        const operations = history.map(
          ({ input, output, call, outcome, return: end }) =>
            ({
              call,
              return: outcome === 'ok' ? (end as number) : Infinity,
              step: transitions.operation(input, outcome === 'ok' ? (output as Output) : UNKNOWN),
              role: input.f === 'read' ? 'reader' : input.f === 'write' ? 'overwriter' : 'updater',
            }) as const,
        );
        const found = breadthFirst(new Walk(operations, transitions), unlimited);
        expect(found.verdict).toBe(checkOperations(model, history).verdict);
      }),
      { numRuns: 1_000 },
    );
  });

  test('needs no more configurations for many operations of unknown outcome that are alike', () => {
    const unknown = Array.from({ length: 3_000 }, (_, at): Operation => ({
      input: { f: 'write', value: at % VALUES },
      call: at,
      outcome: 'info',
    }));
    const reads = Array.from({ length: 3_000 }, (_, at): Operation => ({
      input: { f: 'read' },
      output: (at * 7) % VALUES,
      call: at * 2,
      return: at * 2 + 1,
      outcome: 'ok',
    }));
    const [partition] = checkOperations(model, [...unknown, ...reads]).partitions;
    expect(partition?.verdict).toBe(true);
    expect(partition?.configurations).toBeLessThan(20_000);
  });

  test('collapses concurrent writes that nobody saw', () => {
    const write = (value: number): Operation => ({
      input: { f: 'write', value },
      output: null,
      call: 0,
      return: 100 + value,
      outcome: 'ok',
    });
    const read: Operation = { input: { f: 'read' }, output: 99, call: 0, return: 200, outcome: 'ok' };
    const history = [...Array.from({ length: 40 }, (_, at) => write(at)), read];
    const [partition] = checkOperations(model, history).partitions;
    expect(partition?.verdict).toBe(false);
    expect(partition?.configurations).toBeLessThan(2_000);
  });
});

describe('its bounds', () => {
  /** Twenty concurrent additions of different amounts, and a sum that none of them makes: a million subsets. */
  const additions = [
    ...Array.from({ length: 20 }, (_, at) => ({
      input: { f: 'add' as const, amount: 3 ** at },
      output: null,
      call: 0,
      return: 10 + at,
      outcome: 'ok' as const,
    })),
    { input: { f: 'read' as const }, output: 2, call: 0, return: 10, outcome: 'ok' as const },
  ];

  test('time: the verdict is unknown, soon after', () => {
    const began = performance.now();
    const { verdict, partitions } = checkOperations(counter, additions, { timeoutMs: 100 });
    expect(verdict).toBe('unknown');
    expect(partitions[0]?.stuckAt).toBeDefined();
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('memory: breadth first is tried, and the verdict is unknown when that does not do either', () => {
    const { partitions } = checkOperations(counter, additions, { maxMemoryMb: 1 });
    expect(partitions[0]).toMatchObject({ verdict: 'unknown', method: 'breadth-first' });
    expect(partitions[0]?.configurations).toBeLessThan(100_000);
  });

  test('memory: breadth first forgets, and so may end where depth first could not', () => {
    const clock: typeof counter = {
      ...counter,
      step: (...of) => counter.step(...of).map((sum) => sum % 12),
    };
    const rounds = Array.from({ length: 2_000 }, (_, round) =>
      [0, 1, 2].map((client) => ({
        input: { f: 'add' as const, amount: client + 1 },
        output: null,
        call: round * 10,
        return: round * 10 + 5 + client,
        outcome: 'ok' as const,
      })),
    ).flat();
    const last = {
      input: { f: 'read' as const },
      output: -1,
      call: 30_000,
      return: 30_001,
      outcome: 'ok' as const,
    };
    const [partition] = checkOperations(clock, [...rounds, last], { maxMemoryMb: 0.5 }).partitions;
    expect(partition).toMatchObject({ verdict: false, method: 'breadth-first', stuckAt: last });
  });

  test('hold for states that are large', () => {
    const enqueues = Array.from({ length: 14 }, (_, at) => ({
      input: { f: 'enqueue' as const, value: 'x'.repeat(1_000) + at },
      output: null,
      call: 0,
      return: 10,
      outcome: 'ok' as const,
    }));
    const dequeue = {
      input: { f: 'dequeue' as const },
      output: 'y',
      call: 0,
      return: 10,
      outcome: 'ok' as const,
    };
    const model = { ...queue<string>(), decide: () => undefined };
    const { verdict, partitions } = checkOperations(model, [...enqueues, dequeue], { maxMemoryMb: 20 });
    expect(verdict).toBe('unknown');
    expect(partitions[0]?.configurations).toBeLessThan(20_000);
  });
});
