import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../src/checkers/checker.js';
import { checkersFor } from '../../../src/checkers/registry.js';
import { bankTotals } from '../../../src/checkers/totals/bank-totals.js';
import type { Value } from '../../../src/history/event.js';
import type { History } from '../../../src/history/operation.js';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import { type Draft, makeHistory, restrict } from '../make-history.js';

const RUNS = Number(process.env['RUNS'] ?? 4000);

function transfer(process: number, from: string, to: string, amount: number, invoked: number): Draft {
  const value = { from, to, amount };
  return { process, f: 'transfer', value, input: value, invoked, ended: invoked + 5 };
}

function read(process: number, value: Value, invoked: number, ended = invoked + 5): Draft {
  return { process, f: 'read', value, invoked, ended };
}

function initial(value: Value, invoked: number): Draft {
  return { process: 9, f: 'initial', value, input: value, invoked, ended: invoked + 5 };
}

const check = (history: History, negativeBalances?: boolean): CheckResult =>
  bankTotals.check(history, {
    minEvidence: 1,
    maxAnomalies: 100,
    ...(negativeBalances !== undefined && { negativeBalances }),
  });
const found = (...drafts: readonly Draft[]) => check(makeHistory(...drafts)).anomalies;
const told = (...drafts: readonly Draft[]): string[] =>
  found(...drafts).map((anomaly) => {
    const { headline, sentence } = explain(anomaly, makeHistory(...drafts));
    return `${headline}. ${plainText(sentence)}`;
  });

describe('bank-totals', () => {
  it('rejects a read with another total than the first, and says so', () => {
    const drafts = [
      read(1, { a: 7, b: 3 }, 0),
      transfer(2, 'a', 'b', 5, 10),
      read(3, { a: 2, b: 3 }, 20),
      read(3, { a: 2, b: 8 }, 30),
      read(3, { a: 7, b: 8 }, 40),
    ];
    expect(check(makeHistory(...drafts))).toEqual({
      guarantee: 'bank-totals',
      holds: false,
      anomalyCount: 2,
      evidence: { chances: 3, what: 'reads of all balances, beside the one that sets the total' },
      anomalies: [
        {
          kind: 'wrong-total',
          guarantee: 'bank-totals',
          operations: [0, 4],
          relations: [{ from: 0, to: 4, reason: 'real time' }],
          facts: { expected: 10, total: 5 },
        },
        {
          kind: 'wrong-total',
          guarantee: 'bank-totals',
          operations: [0, 8],
          relations: [{ from: 0, to: 8, reason: 'real time' }],
          facts: { expected: 10, total: 15 },
        },
      ],
    });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Money of the bank was made or lost. Client 1's read, the first to end (5 ns), found 10 in all accounts of the bank together. At 20 ns client 3 began to read all balances and found 5: 5 had vanished, which no transfer can do.",
        "Money of the bank was made or lost. Client 1's read, the first to end (5 ns), found 10 in all accounts of the bank together. At 40 ns client 3 began to read all balances and found 15: 5 had come from nowhere, which no transfer can do.",
      ]
    `);
  });

  it('takes the total of what was there at first, where that is recorded', () => {
    const drafts = [initial({ a: 7, b: 3 }, 0), read(1, { a: 2, b: 3 }, 10), transfer(2, 'a', 'b', 5, 10)];
    expect(found(...drafts)).toMatchObject([{ operations: [0, 2], facts: { expected: 10, total: 5 } }]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Money of the bank was made or lost. In the beginning the accounts of the bank held 10 in all. At 10 ns client 1 began to read all balances and found 5: 5 had vanished, which no transfer can do.",
      ]
    `);
    expect(found({ ...(drafts[0] as Draft), value: null }, read(1, { a: 7, b: 3 }, 10))).toEqual([]);
  });

  it('rejects an overdrawn account, unless that is allowed', () => {
    const drafts = [read(1, { a: 7, b: 3 }, 0), transfer(2, 'a', 'b', 8, 10), read(3, { a: -1, b: 11 }, 20)];
    expect(found(...drafts)).toMatchObject([
      { kind: 'negative-balance', operations: [4], facts: { account: 'a', balance: -1 } },
    ]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "An account of the bank is overdrawn. At 20 ns client 3 began to read all balances, and account a held -1: more had been taken from it than it had.",
      ]
    `);
    expect(check(makeHistory(...drafts), true)).toMatchObject({ holds: true });
  });

  it('counts an account that is missing as empty', () => {
    expect(
      found(read(1, { a: 7, b: 3 }, 0), read(1, { a: 10 }, 10), read(1, { a: 10, b: null }, 20)),
    ).toEqual([]);
    expect(found(read(1, { a: 7, b: 3 }, 0), read(1, { a: 7 }, 10))).toHaveLength(1);
  });

  it('tells banks apart by key, and passes over reads that were not answered', () => {
    const of = (key: string, draft: Draft): Draft => ({ ...draft, key });
    expect(found(of('x', read(1, { a: 7 }, 0)), of('y', read(1, { a: 3 }, 10)))).toEqual([]);
    expect(found(of('x', read(1, { a: 7 }, 0)), of('x', read(1, { a: 3 }, 10)))).toMatchObject([
      { key: 'x' },
    ]);
    expect(found(read(1, { a: 7 }, 0), { ...read(1, null, 10), type: 'fail' })).toEqual([]);
  });

  it('does not know by a single read', () => {
    expect(check(makeHistory(read(1, { a: 7 }, 0)))).toMatchObject({ holds: 'unknown' });
  });

  it('says what is wrong with what are no balances', () => {
    expect(() => found(read(1, 7, 0))).toThrow(
      'Line 1: expected the balances of this read as whole numbers by account, such as {"a": 7, "b": 3}, but they are 7.',
    );
    expect(() => found(read(1, { a: 0.1 }, 0))).toThrow('such as cents');
  });

  it('is what a history of transfers is judged by, and only such a history', () => {
    const names = (...drafts: readonly Draft[]) =>
      checkersFor(makeHistory(...drafts)).flatMap(({ operations, guarantee }) =>
        operations ? [guarantee] : [],
      );
    expect(names(transfer(1, 'a', 'b', 1, 0), read(2, { a: 1, b: 1 }, 10))).toEqual(['bank-totals']);
    expect(names(read(2, 1, 10))).not.toContain('bank-totals');
  });
});

const arbitraryReads = fc
  .array(
    fc.record({
      a: fc.integer({ min: -1, max: 4 }),
      b: fc.integer({ min: -1, max: 4 }),
      invoked: fc.nat({ max: 20 }),
      duration: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 8 },
  )
  .map((steps) =>
    steps.map(({ a, b, invoked, duration }, process) => read(process, { a, b }, invoked, invoked + duration)),
  );

describe('random histories', () => {
  it('are judged as by the definition, with witnesses that need each operation', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryReads, (drafts) => {
        const history = makeHistory(...drafts);
        const balances = history.operations.map(({ output }) =>
          Object.values(output as Record<string, number>),
        );
        const totals = balances.map((each) => each.reduce((sum, one) => sum + one, 0));
        const ends = history.operations.map(({ completedIndex }) => completedIndex);
        const total = totals[ends.indexOf(Math.min(...ends))];
        const wrong = totals.filter((one) => one !== total).length;
        const negative = balances.filter((each) => each.some((one) => one < 0)).length;
        const { anomalies } = check(history);
        expect(anomalies.filter(({ kind }) => kind === 'wrong-total')).toHaveLength(wrong);
        expect(anomalies.filter(({ kind }) => kind === 'negative-balance')).toHaveLength(negative);
        for (const { kind, operations } of anomalies) {
          seen.add(kind);
          const among = (indexes: readonly number[]) =>
            check(restrict(history, indexes)).anomalies.map((anomaly) => anomaly.kind);
          expect(among(operations)).toContain(kind);
          for (const left of operations) {
            expect(among(operations.filter((index) => index !== left))).not.toContain(kind);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen.size).toBe(2);
  });
});

describe.each([100, 10_000])('%d operations', (count) => {
  function lawful(spoil?: (balances: { a: number; b: number }) => Value): Draft[] {
    let [a, b] = [50, 50];
    return Array.from({ length: count }, (_, turn): Draft => {
      const [process, at] = [turn % 5, turn * 10];
      if (turn % 2 === 0) return read(process, turn === count / 2 && spoil ? spoil({ a, b }) : { a, b }, at);
      const amount = turn % 4 === 1 ? 3 : -3;
      [a, b] = [a - amount, b + amount];
      return amount > 0 ? transfer(process, 'a', 'b', amount, at) : transfer(process, 'b', 'a', -amount, at);
    });
  }

  it('finds nothing where there is nothing', () => {
    const { holds, evidence } = check(makeHistory(...lawful()));
    expect({ holds, chances: evidence.chances }).toEqual({ holds: true, chances: count / 2 - 1 });
  });

  it.each<[string, (balances: { a: number; b: number }) => Value]>([
    ['wrong-total', ({ a, b }) => ({ a: a - 1, b })],
    ['negative-balance', ({ a, b }) => ({ a: -1, b: a + b + 1 })],
  ])('finds a planted anomaly: %s', (kind, spoil) => {
    const history = makeHistory(...lawful(spoil));
    const { anomalies } = check(history);
    expect(anomalies.map((anomaly) => anomaly.kind)).toEqual([kind]);
    expect(anomalies[0]?.operations.at(-1)).toBe(history.operations[count / 2]?.index);
  });
});
