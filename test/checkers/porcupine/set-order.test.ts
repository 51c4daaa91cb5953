import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  growOnlySet,
  type GrowOnlySetInput,
  type TimedOperation,
} from '../../../src/checkers/porcupine/index.js';
import { decideSetOrder } from '../../../src/checkers/porcupine/set-order.js';
import { isLinearizable } from './brute-force.js';

type Operation = TimedOperation<GrowOnlySetInput<number>, readonly number[] | null>;

/** How many random histories are compared with brute force; more by `RUNS=100000`. */
const RUNS = Number(process.env['RUNS'] ?? 5_000);

const model = growOnlySet<number>();
const searched = { ...model, decide: () => undefined };

const add = (value: number, call: number, end: number): Operation => ({
  input: { f: 'add', value },
  output: null,
  call,
  return: end,
  outcome: 'ok',
});
const read = (values: readonly number[], call: number, end: number): Operation => ({
  input: { f: 'read' },
  output: values,
  call,
  return: end,
  outcome: 'ok',
});
const unknown = ({ input, call }: Operation): Operation => ({ input, call, outcome: 'info' });

interface Draft {
  readonly isAdd: boolean;
  readonly call: number;
  readonly lasts: number;
  /** When it takes effect, as a share of its time under way. */
  readonly moment: number;
  readonly fate: 'ok' | 'info' | 'never';
  /** A value that a read has, or lacks, against the truth. */
  readonly lie: number | undefined;
}

/** Unique values added to a real set, and reads of it; some are false. */
function setHistories(maxLength: number): fc.Arbitrary<Operation[]> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    isAdd: fc.boolean(),
    call: fc.nat({ max: maxLength * 2 }),
    lasts: fc.nat({ max: 8 }),
    moment: fc.double({ min: 0, max: 1, noNaN: true }),
    fate: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, 'info' as const, 'never' as const),
    lie: fc.option(fc.integer({ min: 1, max: maxLength >> 1 }), { freq: 6, nil: undefined }),
  });
  return fc.array(draft, { maxLength }).map(perform);
}

function perform(drafts: readonly Draft[]): Operation[] {
  const timed = drafts.map((draft, at) => ({
    ...draft,
    value: at + 1,
    at: draft.call + draft.moment * draft.lasts,
    output: new Set<number>(),
  }));
  const content = new Set<number>();
  for (const operation of [...timed].sort((a, b) => a.at - b.at)) {
    if (!operation.isAdd) operation.output = new Set(content);
    else if (operation.fate !== 'never') content.add(operation.value);
  }
  return timed.map(({ isAdd, value, output, lie, call, lasts, fate }) => {
    if (!isAdd && lie !== undefined && !output.delete(lie)) output.add(lie);
    const operation = isAdd
      ? add(value, call, call + lasts)
      : read([...output].reverse(), call, call + lasts);
    return fate === 'ok' ? operation : unknown(operation);
  });
}

describe('a set that only grows is decided by the order of its reads', () => {
  test.each<[string, boolean, Operation[]]>([
    ['nothing', true, []],
    ['what nobody added', false, [read([1], 0, 1)]],
    ['read before it was added', false, [read([1], 0, 1), add(1, 2, 3)]],
    ['read while it is added', true, [add(1, 0, 9), read([1], 1, 2), read([1], 3, 4)]],
    ['not read although added', false, [add(1, 0, 1), read([], 2, 3)]],
    ['not read while it is added', true, [add(1, 0, 9), read([], 1, 2)]],
    ['read, and then gone', false, [add(1, 0, 9), read([1], 1, 2), read([], 3, 4)]],
    ['read, and gone at the same time', true, [add(1, 0, 9), read([1], 1, 4), read([], 3, 5)]],
    [
      'reads of which neither has all of the other',
      false,
      [add(1, 0, 9), add(2, 0, 9), read([1], 0, 9), read([2], 0, 9)],
    ],
    [
      'added one after the other, and read the other way round',
      false,
      [add(1, 0, 1), add(2, 2, 3), read([2], 0, 9)],
    ],
    [
      'added before a read, with one that was added after that',
      false,
      [add(1, 0, 3), read([], 1, 6), add(2, 4, 5), read([2], 7, 9), read([1, 2], 10, 11)],
    ],
    ['in any order, and twice', true, [add(1, 0, 1), add(2, 2, 3), read([2, 1, 2], 4, 5)]],
    ['unknown, and read', true, [unknown(add(1, 0, 1)), read([], 2, 3), read([1], 4, 5)]],
    ['unknown, and read before', false, [read([1], 0, 1), unknown(add(1, 2, 3))]],
    ['unknown, and never read', true, [unknown(add(1, 0, 1)), read([], 2, 3)]],
  ])('%s: %s', (_, linearizable, history) => {
    expect(decideSetOrder(history)).toMatchObject({ linearizable, method: 'set-order' });
    expect(isLinearizable(model, history)).toBe(linearizable);
  });

  test('but not when a value is added twice', () => {
    expect(decideSetOrder([add(1, 0, 1), add(1, 2, 3)])).toBeUndefined();
  });

  test('as brute force decides it', () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(setHistories(6), (history) => {
        const expected = isLinearizable(model, history);
        seen[`${expected}`]++;
        expect(decideSetOrder(history)?.linearizable).toBe(expected);
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 20);
  });

  test('as the search decides larger ones', () => {
    const seen = { true: 0, false: 0, unknown: 0 };
    fc.assert(
      fc.property(setHistories(24), (history) => {
        const { verdict } = checkOperations(searched, history, { timeoutMs: 100 });
        seen[`${verdict}`]++;
        if (verdict !== 'unknown') expect(decideSetOrder(history)?.linearizable).toBe(verdict);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(25);
    expect(seen.unknown).toBeLessThan(50);
  });

  test('by operations that contradict each other', () => {
    fc.assert(
      fc.property(setHistories(12), (history) => {
        const { linearizable, conflict = [] } = decideSetOrder(history) ?? {};
        if (linearizable !== false) return;
        expect(conflict.length).toBeGreaterThan(0);
        expect(conflict.length).toBeLessThanOrEqual(3);
        // Whatever else was added: the others need not have taken effect, but may have.
        const few = history.flatMap((operation, at) =>
          conflict.includes(at) ? [operation] : operation.input.f === 'add' ? [unknown(operation)] : [],
        );
        expect(decideSetOrder(few)?.linearizable).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('also among ten thousand operations', () => {
    const history: Operation[] = [];
    const content: number[] = [];
    for (let at = 0; at < 10_000; at++) {
      const [call, end] = [at * 4 - 9, at * 4 + 9];
      if (at % 10 === 9) history.push(read([...content], call, end));
      else {
        content.push(at);
        history.push(add(at, call, end));
      }
    }
    expect(checkOperations(model, history)).toMatchObject({
      verdict: true,
      partitions: [{ method: 'set-order' }],
    });
    for (const place of [1_009, 5_009, 9_999]) {
      const lost = place - 502;
      const planted = history.map((one, at) =>
        at === place ? { ...one, output: one.output?.filter((value) => value !== lost) } : one,
      );
      const [partition] = checkOperations(model, planted).partitions;
      expect(partition).toMatchObject({ verdict: false, method: 'set-order' });
      expect(partition?.conflict).toContain(planted[place]);
    }
  });
});
