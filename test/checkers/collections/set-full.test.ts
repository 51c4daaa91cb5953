import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnomalyKind, CheckResult, Guarantee } from '../../../src/checkers/checker.js';
import { setFull } from '../../../src/checkers/collections/set-full.js';
import { setRecency } from '../../../src/checkers/collections/set-recency.js';
import { checkersFor } from '../../../src/checkers/registry.js';
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

const failed = (draft: Draft): Draft => ({ ...draft, type: 'fail' });
const removal = (draft: Draft): Draft => ({ ...draft, f: 'remove' });

const settings = { minEvidence: 1, maxAnomalies: 1000 };
const check = (...drafts: readonly Draft[]): CheckResult => setFull.check(makeHistory(...drafts), settings);
const found = (history: History) =>
  [setFull, setRecency].flatMap((checker) => checker.check(history, settings).anomalies);
const kinds = (...drafts: readonly Draft[]): AnomalyKind[] =>
  found(makeHistory(...drafts)).map(({ kind }) => kind);
const told = (...drafts: readonly Draft[]): string[] => {
  const history = makeHistory(...drafts);
  return found(history).map((anomaly) => {
    const { headline, sentence } = explain(anomaly, history);
    return `${headline}. ${plainText(sentence)}`;
  });
};

describe('set-full', () => {
  it('accepts what shows each element from when it was known, and counts', () => {
    expect(check(add(1, 7, 0, 5), add(2, 8, 0), read(3, [7], 10, 15), read(3, [8, 7], 20, 25))).toEqual({
      guarantee: 'set-full',
      holds: true,
      anomalies: [],
      anomalyCount: 0,
      evidence: { chances: 1, what: 'elements known before a read began' },
      facts: {
        attempts: 2,
        acknowledged: 1,
        stable: 2,
        lost: 0,
        neverRead: 0,
        stale: 0,
        duplicated: 0,
        unexpected: 0,
        stableLatencyMs: { p50: 0, p95: 0, p99: 0, max: 0 },
        lostLatencyMs: null,
      },
    });
  });

  it('rejects a set that lost what was acknowledged, and says so', () => {
    const drafts = [add(1, 7, 0, 5), read(2, [], 10, 15), read(2, [], 20, 25)];
    expect(check(...drafts)).toMatchObject({
      holds: false,
      anomalyCount: 1,
      anomalies: [
        {
          kind: 'lost-element',
          operations: [0, 4],
          relations: [{ from: 0, to: 4, reason: 'real time' }],
          facts: { element: 7, lastSeenNs: null },
        },
      ],
      facts: { lost: 1, stable: 0 },
    });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Element of the set lost. Client 1 added 7 to the set, and that was acknowledged at 5 ns. At 20 ns client 2 began to read the set, and 7 was not there, nor in any read that ended later (no read ever showed it): it was lost.",
        "Stale read of the set. Client 1 added 7 to the set, and that was acknowledged at 5 ns. At 20 ns, 15 ns later, client 2 began to read the set, and 7 was not there: the read was stale.",
      ]
    `);
  });

  it('rejects a set that lost what was once read, and says so', () => {
    const drafts = [add(1, 7, 0), read(2, [7], 10, 15), read(3, [], 20, 25)];
    expect(check(...drafts).anomalies).toMatchObject([
      { kind: 'lost-element', operations: [0, 1, 3], facts: { lastSeenNs: 10 } },
    ]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Element of the set lost. Client 1 added 7 to the set, at first without an answer. But client 2's read showed it, and ended at 15 ns. At 20 ns client 3 began to read the set, and 7 was not there, nor in any read that ended later (the last read that showed it had begun at 10 ns): it was lost.",
        "Stale read of the set. Client 1 added 7 to the set, at first without an answer. But client 2's read showed it, and ended at 15 ns. At 20 ns, 5 ns later, client 3 began to read the set, and 7 was not there: the read was stale.",
      ]
    `);
  });

  it('takes what comes back for stale, not lost', () => {
    const drafts = [add(1, 7, 0, 5), read(2, [], 3_000_010, 3_000_015), read(2, [7], 4_000_000, 4_000_001)];
    expect(kinds(...drafts)).toEqual(['stale-element']);
    expect(check(...drafts)).toMatchObject({
      holds: true,
      facts: { stable: 1, stale: 1, stableLatencyMs: { max: 3.000005 } },
    });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Stale read of the set. Client 1 added 7 to the set, and that was acknowledged at 0.000005 ms. At 3.000010 ms, 3 ms later, client 2 began to read the set, and 7 was not there: the read was stale.",
      ]
    `);
  });

  it('does not call lost what a read under way at the same time shows', () => {
    expect(kinds(add(1, 7, 0, 5), read(2, [7], 10, 30), read(3, [], 20, 25))).toEqual(['stale-element']);
    expect(kinds(add(1, 7, 0, 5), read(2, [7], 10, 19), read(3, [], 20, 25))).toContain('lost-element');
  });

  it('does not ask for what nobody knows to be in', () => {
    expect(kinds(add(1, 7, 0), read(2, [], 10, 15))).toEqual([]);
    expect(kinds(add(1, 7, 0, 12), read(2, [], 10, 15))).toEqual([]);
    expect(kinds(failed(add(1, 7, 0, 5)), read(2, [], 10, 15))).toEqual([]);
    expect(check(add(1, 7, 0), read(2, [], 10, 15))).toMatchObject({ holds: 'unknown' });
    expect(check(add(1, 7, 0, 5))).toMatchObject({ holds: 'unknown', facts: { neverRead: 1 } });
  });

  it('does not ask for what anybody tried to remove', () => {
    const gone = [add(1, 7, 0, 5), read(2, [], 20, 25)];
    expect(kinds(...gone, removal(add(3, 7, 30)))).toEqual([]);
    expect(kinds(...gone, removal(add(3, 8, 30, 35)))).toEqual(['lost-element', 'stale-element']);
    expect(kinds(...gone, failed(removal(add(3, 7, 6, 8))))).toEqual(['lost-element', 'stale-element']);
  });

  it('rejects what nobody added, and says so', () => {
    expect(told(add(1, 7, 0, 5), read(2, [7, 8], 10, 15))).toMatchInlineSnapshot(`
      [
        "Element of the set out of thin air. At 15 ns client 2's read of the set ended, and showed 8. Nobody ever added it.",
      ]
    `);
    expect(told(failed(add(1, 7, 0, 5)), read(2, [7], 10, 15))).toMatchInlineSnapshot(`
      [
        "Element of the set out of thin air. At 15 ns client 2's read of the set ended, and showed 7. The only adds of it failed, at 5 ns for one: what failed took effect.",
      ]
    `);
    expect(told(read(2, [7], 10, 15), add(1, 7, 20, 25))).toMatchInlineSnapshot(`
      [
        "Element of the set out of thin air. At 15 ns client 2's read of the set ended, and showed 7. It was added only at 20 ns: nobody had begun to add it yet.",
      ]
    `);
    expect(kinds(read(2, [7], 10, 15), add(1, 7, 12))).toEqual([]);
  });

  it('rejects what is in twice, and says so', () => {
    const drafts = [add(1, 7, 0, 5), read(2, [7, 7, 7], 10, 15), read(2, [7, 7], 20, 25)];
    expect(check(...drafts).anomalies).toMatchObject([
      { kind: 'duplicate-element', operations: [2], facts: { element: 7, copies: 3 } },
    ]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Element twice in the set. At 10 ns client 2 began to read the set, and 7 was in it 3 times: a set has each element once.",
      ]
    `);
    expect(kinds(add(1, 7, 0, 5), add(2, 7, 0, 5), read(2, [7], 10, 15))).toEqual([]);
  });

  it('tells sets apart by key', () => {
    const at = (key: string, draft: Draft): Draft => ({ ...draft, key });
    expect(kinds(at('x', add(1, 7, 0, 5)), at('y', read(2, [], 10, 15)))).toEqual([]);
    expect(check(at('x', add(1, 7, 0, 5)), at('x', read(2, [], 10, 15))).anomalies).toMatchObject([
      { key: 'x' },
    ]);
  });

  it('compares elements that are lists or maps by what is in them', () => {
    expect(kinds(add(1, { a: 1, b: [2] }, 0, 5), read(2, [{ b: [2], a: 1 }], 10, 15))).toEqual([]);
  });

  it('says what is wrong with a read that is no list', () => {
    expect(() => check(add(1, 7, 0, 5), read(2, 7, 10, 15))).toThrow(
      'Line 3: expected the answer of this read to be a list of the elements of a set, but it is 7.',
    );
  });

  it('is what a history of sets is judged by, and only such a history', () => {
    const names = (...drafts: readonly Draft[]): Guarantee[] =>
      checkersFor(makeHistory(...drafts)).flatMap(({ operations, guarantee }) =>
        operations ? [guarantee] : [],
      );
    expect(names(add(1, 1, 0, 5), read(2, [1], 6, 7))).toEqual(['set-full', 'set-recency']);
    expect(names(add(1, 1, 0, 5), read(2, 1, 6, 7))).not.toContain('set-full');
    expect(names(read(2, [1], 6, 7))).not.toContain('set-full');
  });
});

const arbitrarySet = fc
  .array(
    fc.record({
      f: fc.constantFrom('add', 'read', 'read'),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'info', 'fail'),
      element: fc.integer({ min: 1, max: 3 }),
      shown: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
      invoked: fc.nat({ max: 30 }),
      duration: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: 10 },
  )
  .map((steps) =>
    steps.map(({ f, outcome, element, shown, invoked, duration }, process): Draft =>
      f === 'add'
        ? { ...add(process, element, invoked, invoked + duration), type: outcome }
        : { ...read(process, shown, invoked, invoked + duration), type: outcome },
    ),
  );

/** By definition. */
function anomaliesOf({ operations }: History): string[] {
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok');
  return [1, 2, 3].flatMap((element) => {
    const shows = ({ output }: Operation): boolean => (output as number[]).includes(element);
    const copies = ({ output }: Operation): number =>
      (output as number[]).filter((one) => one === element).length;
    const adds = operations.filter(
      ({ f, type, input }) => f === 'add' && type !== 'fail' && input === element,
    );
    const couldShow = (one: Operation): boolean => adds.some(({ index }) => index < one.completedIndex);
    const knowing = [...adds.filter(({ type }) => type === 'ok'), ...reads.filter(shows).filter(couldShow)];
    const mustShow = (one: Operation): boolean =>
      knowing.some(({ completedIndex }) => completedIndex < one.index);
    const missing = reads.filter((one) => adds.length > 0 && mustShow(one) && !shows(one));
    const isLost = missing.some((miss) =>
      reads.filter(({ completedIndex }) => completedIndex > miss.index).every((one) => !shows(one)),
    );
    return [
      ...(isLost ? [`lost-element ${element}`] : []),
      ...(missing.length > 0 ? [`stale-element ${element}`] : []),
      ...(reads.some((one) => copies(one) > 1) ? [`duplicate-element ${element}`] : []),
      ...(reads.some((one) => shows(one) && !couldShow(one)) ? [`unexpected-element ${element}`] : []),
    ];
  });
}

const named = (history: History): string[] =>
  found(history).map(({ kind, facts }) => `${kind} ${JSON.stringify(facts['element'])}`);

describe('random histories', () => {
  it('are judged as by the definition', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(arbitrarySet, (drafts) => {
        const history = makeHistory(...drafts);
        const expected = anomaliesOf(history);
        for (const one of expected) {
          const kind = one.split(' ')[0] as string;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
        expect(named(history).sort()).toEqual(expected.sort());
      }),
      { numRuns: RUNS },
    );
    expect(seen.size).toBe(4);
    for (const count of seen.values()) expect(count).toBeGreaterThan(100);
  });

  it('have witnesses that prove it by themselves and need each operation', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitrarySet, (drafts) => {
        const history = makeHistory(...drafts);
        for (const { kind, operations, facts, relations } of found(history)) {
          seen++;
          const name = `${kind} ${JSON.stringify(facts['element'])}`;
          expect(named(restrict(history, operations))).toContain(name);
          for (const left of operations) {
            const rest = operations.filter((index) => index !== left);
            expect(named(restrict(history, rest))).not.toContain(name);
          }
          for (const { from, to } of relations)
            expect(operations).toEqual(expect.arrayContaining([from, to]));
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(100);
  });
});

describe.each([100, 10_000])('%d operations', (count) => {
  /** Adds, and every tenth operation a read of the latest twenty elements and the first one. */
  function lawful(spoil: (shown: number[], turn: number) => number[] = (shown) => shown): Draft[] {
    const elements: number[] = [];
    return Array.from({ length: count }, (_, turn): Draft => {
      const [process, at] = [turn % 5, turn * 10];
      if (turn % 10 === 9) return read(process, spoil([...elements], turn), at, at + 5);
      elements.push(turn);
      return add(process, turn, at, at + 5);
    });
  }
  const middle = count / 2 - 10;

  it('finds nothing where there is nothing', () => {
    expect(kinds(...lawful())).toEqual([]);
  });

  it.each<[AnomalyKind[], (shown: number[], turn: number) => number[]]>([
    [
      ['lost-element', 'stale-element'],
      (shown, turn) => (turn > middle ? shown.filter((one) => one !== middle) : shown),
    ],
    [['stale-element'], (shown, turn) => (turn === middle + 9 ? shown.filter((one) => one !== 1) : shown)],
    [['duplicate-element'], (shown, turn) => (turn === middle + 9 ? [...shown, 1] : shown)],
    [['unexpected-element'], (shown, turn) => (turn === middle + 9 ? [...shown, middle + 10] : shown)],
  ])('finds a planted %s', (expected, spoil) => {
    expect(kinds(...lawful(spoil))).toEqual(expected);
  });
});
