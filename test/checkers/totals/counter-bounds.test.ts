import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Anomaly, CheckResult } from '../../../src/checkers/checker.js';
import { checkersFor } from '../../../src/checkers/registry.js';
import { counterBounds } from '../../../src/checkers/totals/counter-bounds.js';
import type { Value } from '../../../src/history/event.js';
import type { History, Operation } from '../../../src/history/operation.js';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import { type Draft, makeHistory, restrict } from '../make-history.js';

const RUNS = Number(process.env['RUNS'] ?? 4000);

/** `add(1, 7, 0, 5)`: process 1 adds 7 between times 0 and 5; without an end its outcome is unknown. */
function add(process: number, input: Value, invoked: number, ended?: number): Draft {
  return { process, f: 'add', value: input, input, invoked, ...(ended !== undefined && { ended }) };
}

function read(process: number, value: Value, invoked: number, ended: number): Draft {
  return { process, f: 'read', value, invoked, ended };
}

const check = (history: History): CheckResult =>
  counterBounds.check(history, { minEvidence: 1, maxAnomalies: 100 });
const found = (...drafts: readonly Draft[]) => check(makeHistory(...drafts)).anomalies;
const told = (...drafts: readonly Draft[]): string[] =>
  found(...drafts).map((anomaly) => {
    const { headline, sentence } = explain(anomaly, makeHistory(...drafts));
    return `${headline}. ${plainText(sentence)}`;
  });

describe('counter-bounds', () => {
  it('rejects a read without an acknowledged add, and says so', () => {
    const drafts = [add(1, 2, 0, 5), add(2, 3, 0, 5), read(3, 3, 10, 15)];
    expect(check(makeHistory(...drafts))).toEqual({
      guarantee: 'counter-bounds',
      holds: false,
      anomalyCount: 1,
      evidence: { chances: 1, what: 'reads of a counter' },
      anomalies: [
        {
          kind: 'counter-out-of-bounds',
          guarantee: 'counter-bounds',
          operations: [0, 1, 4],
          relations: [
            { from: 0, to: 4, reason: 'real time' },
            { from: 1, to: 4, reason: 'real time' },
          ],
          facts: { value: 3, least: 5, most: 5 },
        },
      ],
    });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "What was read of the counter is out of bounds. At 10 ns client 3 began to read the counter and got 3. Before that, client 1's add 2 and client 2's add 3 had been acknowledged. Whatever else was under way, it was at least 5: something that was acknowledged is missing.",
      ]
    `);
  });

  it('rejects a read of more than anybody added, and says so', () => {
    const drafts = [add(1, 2, 0, 5), add(2, 3, 6), read(3, 6, 10, 15)];
    expect(found(...drafts)).toMatchObject([{ operations: [5 - 2], facts: { value: 6, least: 2, most: 5 } }]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "What was read of the counter is out of bounds. At 10 ns client 3 began to read the counter and got 6. All that anybody had begun to add by 15 ns makes at most 5: something was counted that nobody added, or counted twice.",
      ]
    `);
  });

  it('accepts all between, and nothing beyond', () => {
    const holds = (value: number) =>
      check(makeHistory(add(1, 2, 0, 5), add(2, 3, 6), add(3, 4, 12, 18), read(4, value, 10, 15))).holds;
    expect([1, 2, 5, 6, 9, 10].map(holds)).toEqual([false, true, true, true, true, false]);
  });

  it('takes decrements for what they are', () => {
    const drafts = (value: number) => [
      add(1, 10, 0, 5),
      { ...add(2, 4, 0, 5), f: 'subtract' },
      { ...add(3, null, 6), f: 'dec' },
      read(4, value, 10, 15),
    ];
    const holds = (value: number) => check(makeHistory(...drafts(value))).holds;
    expect([4, 5, 6, 7].map(holds)).toEqual([false, true, true, false]);
    expect(told(...drafts(4))).toMatchInlineSnapshot(`
      [
        "What was read of the counter is out of bounds. At 10 ns client 4 began to read the counter and got 4. Before that, client 1's add 10 had been acknowledged. Whatever else was under way, it was at least 5: something that was acknowledged is missing.",
      ]
    `);
    expect(told(...drafts(7))).toMatchInlineSnapshot(`
      [
        "What was read of the counter is out of bounds. At 10 ns client 4 began to read the counter and got 7. Before that, client 2's subtract 4 had been acknowledged. All that anybody had begun to add by 15 ns makes at most 6: something was counted that nobody added, or counted twice.",
      ]
    `);
  });

  it('takes no account of an add that failed', () => {
    const failed: Draft = { ...add(1, 2, 0, 5), type: 'fail' };
    expect(found(failed, read(2, 0, 10, 15))).toEqual([]);
    expect(found(failed, read(2, 2, 10, 15))).toHaveLength(1);
  });

  it('judges the answer of add-and-get as that of a read', () => {
    const step = (process: number, input: number, value: number, invoked: number): Draft => ({
      ...add(process, input, invoked, invoked + 5),
      f: 'add-and-get',
      value,
    });
    expect(found(step(1, 2, 2, 0), step(2, 3, 5, 10), step(3, -1, 4, 20))).toEqual([]);
    expect(found(step(1, 2, 2, 0), step(2, 3, 3, 10))).toMatchObject([
      { operations: [0, 2], facts: { value: 3, least: 5, most: 5 } },
    ]);
  });

  it('tells counters apart by key', () => {
    const at = (key: string, draft: Draft): Draft => ({ ...draft, key });
    expect(found(at('x', add(1, 2, 0, 5)), at('y', read(2, 0, 10, 15)))).toEqual([]);
    expect(found(at('x', add(1, 2, 0, 5)), at('x', read(2, 0, 10, 15)))).toMatchObject([{ key: 'x' }]);
  });

  it('says what is wrong with what is no number', () => {
    expect(() => found(add(1, 0.5, 0, 5))).toThrow(
      'Line 1: expected the amount of this add to be a whole number, but it is 0.5. Count fractions in their smallest unit, such as cents.',
    );
    expect(() => found(read(1, [1], 0, 5))).toThrow('expected the answer of this read to be a whole number');
  });

  it('is what a history of counters is judged by, and only such a history', () => {
    const names = (...drafts: readonly Draft[]) =>
      checkersFor(makeHistory(...drafts)).flatMap(({ operations, guarantee }) =>
        operations ? [guarantee] : [],
      );
    expect(names(add(1, 1, 0, 5), read(2, 1, 6, 7))).toEqual(['counter-bounds', 'counter-total']);
    expect(names(add(1, 1, 0, 5), read(2, [1], 6, 7))).not.toContain('counter-bounds');
    expect(names(read(2, 1, 6, 7))).not.toContain('counter-bounds');
  });
});

function arbitraryCounting(amounts: { readonly min: number; readonly max: number }) {
  const step = fc.record({
    f: fc.constantFrom('add', 'add', 'add-and-get', 'read', 'read'),
    outcome: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'info', 'fail'),
    amount: fc.integer(amounts),
    answer: fc.integer({ min: -12, max: 12 }),
    invoked: fc.nat({ max: 30 }),
    duration: fc.integer({ min: 1, max: 12 }),
  });
  return fc.array(step, { maxLength: 10 }).map((steps) =>
    steps.map(({ f, outcome, amount, answer, invoked, duration }, process): Draft => ({
      process,
      f,
      value: f === 'add' ? amount : answer,
      input: f === 'read' ? null : amount,
      invoked,
      ended: invoked + duration,
      type: outcome,
    })),
  );
}

/** By definition: of each read, all that must be in and any of what may be in. */
function readsOutOfBounds({ operations }: History): Operation[] {
  return operations.filter((read) => {
    if (read.type !== 'ok' || read.f === 'add') return false;
    const changes = operations.filter(({ f, type }) => f !== 'read' && type !== 'fail');
    const others = changes.filter((change) => change !== read && change.index < read.completedIndex);
    const sum = (chosen: readonly Operation[]): number =>
      chosen.reduce(
        (total, { input }) => total + (input as number),
        read.f === 'read' ? 0 : (read.input as number),
      );
    const must = others.filter(({ completedIndex }) => completedIndex < read.index);
    const may = others.filter((change) => !must.includes(change));
    const sums = Array.from({ length: 2 ** may.length }, (_, subset) =>
      sum([...must, ...may.filter((_change, at) => (subset >> at) & 1)]),
    );
    return (read.output as number) < Math.min(...sums) || (read.output as number) > Math.max(...sums);
  });
}

const isBelow = ({ value, least }: Anomaly['facts']): boolean => (value as number) < (least as number);

describe('random histories', () => {
  it('are judged as by the definition', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryCounting({ min: -4, max: 5 }), (drafts) => {
        const history = makeHistory(...drafts);
        const expected = readsOutOfBounds(history).map(({ index }) => index);
        seen += expected.length;
        const { anomalies, anomalyCount } = check(history);
        expect(anomalyCount).toBe(expected.length);
        expect(anomalies.map(({ operations }) => operations.at(-1)).sort()).toEqual(expected.sort());
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it.each([
    ['increments', { min: 1, max: 5 }],
    ['decrements', { min: -5, max: -1 }],
  ])('of %s have witnesses that prove it by themselves and need each operation', (_, amounts) => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryCounting(amounts), (drafts) => {
        const history = makeHistory(...drafts);
        for (const { operations, facts } of check(history).anomalies) {
          // Without what was taken away, a read of more than that allows may be one of less than nothing.
          const isTooSmall = isBelow(facts);
          const isProven = (indexes: readonly number[]) =>
            check(restrict(history, indexes)).anomalies.some(
              (anomaly) =>
                anomaly.operations.at(-1) === operations.at(-1) && isBelow(anomaly.facts) === isTooSmall,
            );
          if (operations.length > 1) seen++;
          expect(isProven(operations)).toBe(true);
          for (const left of operations) {
            expect(isProven(operations.filter((index) => index !== left))).toBe(false);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(20);
  });
});

describe.each([100, 10_000])('%d operations', (count) => {
  function lawful(spoil?: (turn: number, sum: number) => number): Draft[] {
    let sum = 0;
    return Array.from({ length: count }, (_, turn): Draft => {
      const [process, at] = [turn % 5, turn * 10];
      if (turn % 2 === 1) return read(process, spoil ? spoil(turn, sum) : sum, at, at + 5);
      const amount = turn % 6 === 0 ? -2 : 3;
      sum += amount;
      return add(process, amount, at, at + 5);
    });
  }
  const middle = count / 2 + 1;

  it('finds nothing where there is nothing', () => {
    expect(check(makeHistory(...lawful()))).toMatchObject({
      holds: true,
      anomalyCount: 0,
      evidence: { chances: count / 2 },
    });
  });

  it.each([-1, 1])('finds one read that is off by %d', (off) => {
    const history = makeHistory(...lawful((turn, sum) => (turn === middle ? sum + off : sum)));
    const { anomalyCount, anomalies } = check(history);
    expect(anomalyCount).toBe(1);
    expect(anomalies[0]?.kind).toBe('counter-out-of-bounds');
    expect(anomalies[0]?.operations.at(-1)).toBe(history.operations[middle]?.index);
  });
});
