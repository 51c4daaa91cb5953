import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import type { AnomalyKind, CheckResult } from '../../../src/checkers/checker.js';
import { totalQueue } from '../../../src/checkers/collections/total-queue.js';
import { checkersFor } from '../../../src/checkers/registry.js';
import type { Value } from '../../../src/history/event.js';
import type { History, Operation } from '../../../src/history/operation.js';
import { type Draft, makeHistory, restrict } from '../make-history.js';

const RUNS = Number(process.env['RUNS'] ?? 4000);

/** Process 1 puts an item in between times 0 and 5: `put(1, 7, 0, 5)`; without an end its outcome is unknown. */
function put(process: number, input: Value, invoked: number, ended?: number): Draft {
  return { process, f: 'enqueue', value: input, input, invoked, ...(ended !== undefined && { ended }) };
}

function take(process: number, value: Value, invoked: number, ended?: number): Draft {
  return { process, f: 'dequeue', value, invoked, ...(ended !== undefined && { ended }) };
}

const drain = (process: number, value: Value, invoked: number, ended?: number): Draft => ({
  ...take(process, value, invoked, ended),
  f: 'drain',
});
const failed = (draft: Draft): Draft => ({ ...draft, type: 'fail' });

const settings = { minEvidence: 1, maxAnomalies: 1000 };
const checkAll = (history: History): CheckResult => totalQueue.check(history, settings);
const check = (...drafts: readonly Draft[]): CheckResult => checkAll(makeHistory(...drafts));
const kinds = (...drafts: readonly Draft[]): AnomalyKind[] =>
  check(...drafts).anomalies.map(({ kind }) => kind);
const told = (...drafts: readonly Draft[]): string[] => {
  const history = makeHistory(...drafts);
  return checkAll(history).anomalies.map((anomaly) => {
    const { headline, sentence } = explain(anomaly, history);
    return `${headline}. ${plainText(sentence)}`;
  });
};

describe('total-queue', () => {
  it('accepts what gives back what was put in, in any order, and counts', () => {
    expect(
      check(put(1, 7, 0, 5), put(2, 8, 0), take(3, 8, 10, 15), drain(3, [7], 20, 25), take(1, null, 30, 35)),
    ).toEqual({
      guarantee: 'total-queue',
      holds: true,
      anomalies: [],
      anomalyCount: 0,
      evidence: { chances: 2, what: 'items taken out' },
      facts: {
        attempts: 2,
        acknowledged: 1,
        taken: 2,
        lost: 0,
        perhapsLost: 0,
        duplicated: 0,
        unexpected: 0,
        recovered: 1,
      },
    });
  });

  it('rejects a queue that lost what was acknowledged, and says so', () => {
    const drafts = [put(1, 7, 0, 5), take(2, null, 10, 15)];
    expect(check(...drafts)).toMatchObject({
      holds: false,
      anomalies: [
        {
          kind: 'lost-item',
          operations: [0, 2],
          relations: [{ from: 0, to: 2, reason: 'real time' }],
          facts: { item: 7, taken: 0, missing: 1, unknown: 0 },
        },
      ],
      facts: { lost: 1 },
    });
    expect([...told(...drafts), ...told(put(1, 7, 0, 5), drain(2, [], 10, 15))]).toMatchInlineSnapshot(`
      [
        "Item of the queue lost. Client 1 put 7 into the queue, acknowledged at 5 ns. At 10 ns client 2 began a dequeue, and it was empty. Nothing ever took it out: it was lost.",
        "Item of the queue lost. Client 1 put 7 into the queue, acknowledged at 5 ns. At 10 ns client 2 began to drain it (drain → []). Nothing ever took it out: it was lost.",
      ]
    `);
  });

  it('takes for lost only what no dequeue of unknown outcome can have taken', () => {
    const two = [put(1, 7, 0, 5), put(1, 8, 6, 8), take(2, null, 10, 15)];
    expect(check(...two, take(3, null, 20))).toMatchObject({
      holds: false,
      anomalyCount: 1,
      facts: { lost: 1, perhapsLost: 1 },
    });
    expect(told(...two, take(3, null, 20))).toMatchInlineSnapshot(`
      [
        "Item of the queue lost. 7 and 8 were put into the queue and acknowledged, and never came out. At 10 ns client 2 began a dequeue, and it was empty. Only 1 dequeue has an outcome that nobody knows: at least one item was lost.",
      ]
    `);
    expect(kinds(...two, take(3, null, 0), take(4, null, 20))).toEqual([]);
    expect(kinds(...two, drain(4, [], 20))).toEqual([]);
    expect(kinds(...two, failed(take(4, null, 20, 21)))).toEqual(['lost-item', 'lost-item']);
  });

  it('does not ask for what may not have been in, or may be in still', () => {
    expect(kinds(put(1, 7, 0), take(2, null, 10, 15))).toEqual([]);
    expect(kinds(put(1, 7, 0, 12), take(2, null, 10, 15))).toEqual([]);
    expect(kinds(failed(put(1, 7, 0, 5)), take(2, null, 10, 15))).toEqual([]);
    expect(kinds(put(1, 7, 0, 5), put(1, 8, 6, 7), take(2, 8, 10, 15))).toEqual([]);
    expect(check(put(1, 7, 0, 5))).toMatchObject({ holds: 'unknown' });
  });

  it('does not take for lost what comes out in the end, although the queue had seemed empty', () => {
    expect(kinds(put(1, 7, 0, 5), take(2, null, 10, 15), take(2, 7, 20, 25))).toEqual([]);
  });

  it('rejects what comes out twice, and says so', () => {
    const drafts = [put(1, 7, 0, 5), take(2, 7, 10, 15), take(3, 7, 12, 14)];
    expect(check(...drafts)).toMatchObject({
      anomalies: [{ kind: 'duplicate-item', operations: [0, 3, 2], facts: { enqueued: 1, taken: 2 } }],
      facts: { duplicated: 1 },
    });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Item came out of the queue too often. By 15 ns 7 had been put into the queue once, by client 1. But it came out twice, by client 3's dequeue → 7 and client 2's dequeue → 7: it was delivered too often.",
      ]
    `);
    expect(kinds(put(1, 7, 0, 5), drain(2, [7, 7], 10, 15))).toEqual(['duplicate-item']);
    expect(kinds(put(1, 7, 0, 5), put(4, 7, 0), take(2, 7, 10, 15), take(3, 7, 12, 14))).toEqual([]);
    expect(kinds(put(1, 7, 0, 5), take(2, 7, 6, 7), take(2, 7, 8, 9), put(2, 7, 10, 11))).toEqual([
      'duplicate-item',
    ]);
  });

  it('rejects what nobody put in, and says so', () => {
    expect([
      ...told(take(2, 8, 10, 15)),
      ...told(failed(put(1, 7, 0, 5)), take(2, 7, 10, 15)),
      ...told(take(2, 7, 10, 15), put(1, 7, 20, 25)),
    ]).toMatchInlineSnapshot(`
      [
        "Item of the queue out of thin air. At 15 ns client 2 had taken 8 out of the queue. Nobody ever put it in.",
        "Item of the queue out of thin air. At 15 ns client 2 had taken 7 out of the queue. The only enqueues of it failed, at 5 ns for one: what failed took effect.",
        "Item of the queue out of thin air. At 15 ns client 2 had taken 7 out of the queue. It was put in only at 20 ns: nobody had begun to put it in yet.",
      ]
    `);
    expect(kinds(take(2, 7, 10, 15), put(1, 7, 12))).toEqual([]);
  });

  it('tells queues apart by key', () => {
    const at = (key: string, draft: Draft): Draft => ({ ...draft, key });
    expect(kinds(at('x', put(1, 7, 0, 5)), at('y', take(2, null, 10, 15)))).toEqual([]);
    expect(check(at('x', put(1, 7, 0, 5)), at('x', take(2, null, 10, 15))).anomalies).toMatchObject([
      { key: 'x' },
    ]);
  });

  it('says what is wrong with operations that no queue has', () => {
    expect(() => check(put(1, null, 0, 5))).toThrow('other than null, which stands for "empty"');
    expect(() => check(drain(1, 7, 0, 5))).toThrow('to be a list of all that it took, but it is 7');
  });

  it('is what a history of queues is judged by', () => {
    const names = checkersFor(makeHistory(put(1, 1, 0, 5), take(2, 1, 6, 7))).flatMap(
      ({ operations, guarantee }) => (operations ? [guarantee] : []),
    );
    expect(names).toEqual(['total-queue']);
  });
});

const arbitraryQueue = fc
  .array(
    fc.record({
      f: fc.constantFrom('enqueue', 'enqueue', 'dequeue', 'dequeue', 'drain'),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'info', 'fail'),
      item: fc.integer({ min: 1, max: 3 }),
      isEmpty: fc.boolean(),
      drained: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      invoked: fc.nat({ max: 30 }),
      duration: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: 9 },
  )
  .map((steps) =>
    steps.map(({ f, outcome, item, isEmpty, drained, invoked, duration }, process): Draft => {
      const ended = invoked + duration;
      if (f === 'enqueue') return { ...put(process, item, invoked, ended), type: outcome };
      const value = f === 'drain' ? drained : isEmpty ? null : item;
      return { ...take(process, value, invoked, ended), f, type: outcome };
    }),
  );

/** Whether each may have an element of its own: a matching of all of them, searched by trying. */
function allMatch<A, B>(all: readonly A[], among: readonly B[], fits: (a: A, b: B) => boolean): boolean {
  const [first, ...rest] = all;
  if (first === undefined) return true;
  return among.some((one, at) => fits(first, one) && allMatch(rest, among.toSpliced(at, 1), fits));
}

/** By definition: is there a way in which each copy that came out is one that went in, and all that had to come out did? */
function violationsOf({ operations }: History): Set<string> {
  const violations = new Set<string>();
  const values = (one: Operation): number[] =>
    one.f === 'drain' ? (one.output as number[]) : one.output === null ? [] : [one.output as number];
  const takers = operations.filter(({ f, type }) => f !== 'enqueue' && type === 'ok');
  const unknown = operations.filter(({ f, type }) => f !== 'enqueue' && type === 'info');
  const empties = takers.filter(({ f, output }) => f === 'drain' || output === null);
  let missing = 0;
  for (const item of [1, 2, 3]) {
    const enqueues = operations.filter(
      ({ f, type, input }) => f === 'enqueue' && type !== 'fail' && input === item,
    );
    const copies = takers.flatMap((one) => values(one).flatMap((value) => (value === item ? [one] : [])));
    const began = ({ completedIndex }: Operation) => enqueues.some(({ index }) => index < completedIndex);
    if (copies.length > 0 && !copies.some(began)) violations.add(`unexpected-item ${item}`);
    else if (!allMatch(copies, enqueues, (taker, { index }) => index < taker.completedIndex)) {
      const ordered = [...copies].sort((a, b) => a.completedIndex - b.completedIndex);
      violations.add(`${began(ordered[0] as Operation) ? 'duplicate' : 'unexpected'}-item ${item}`);
    }
    const due = enqueues.filter(({ completedIndex }) => empties.some(({ index }) => completedIndex < index));
    missing += Math.max(0, due.length - copies.length);
  }
  const excuses = unknown.some(({ f }) => f === 'drain') ? Infinity : unknown.length;
  if (missing > excuses) violations.add('lost-item');
  return violations;
}

const named = (history: History): Set<string> =>
  new Set(
    checkAll(history).anomalies.map(({ kind, facts }) =>
      kind === 'lost-item' ? kind : `${kind} ${JSON.stringify(facts['item'])}`,
    ),
  );

const hasTwice = ({ operations }: History): boolean =>
  operations.some(({ output }) => Array.isArray(output) && new Set(output).size < output.length);

it('needs no more copies than came out, beside those that did not', () => {
  const history = makeHistory(
    put(1, 'b', 0, 1),
    ...[2, 3, 4].map((process) => put(process, 'a', 0, 1)),
    take(5, null, 0),
    drain(6, ['a'], 3, 4),
  );
  const [anomaly] = checkAll(history).anomalies;
  // One of them may have been taken by whoever never heard an answer, but not both.
  expect(
    anomaly?.operations.map((index) => history.operations.find((one) => one.index === index)?.f),
  ).toEqual(['enqueue', 'enqueue', 'enqueue', 'drain']);
});

describe('random histories', () => {
  it('are judged as by the definition', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(arbitraryQueue, (drafts) => {
        const history = makeHistory(...drafts);
        const expected = violationsOf(history);
        for (const one of expected) {
          const kind = one.split(' ')[0] as string;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
        expect(named(history)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
    expect(seen.size).toBe(3);
    for (const count of seen.values()) expect(count).toBeGreaterThan(100);
  });

  it('have witnesses that prove it, beside what may excuse it, and need each operation', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryQueue, (drafts) => {
        const history = makeHistory(...drafts);
        // Whatever could excuse an anomaly is no part of it, but must be heard.
        const excuses = history.operations.filter(({ f, type }) => f !== 'enqueue' && type === 'info');
        for (const { kind, operations, facts, relations } of checkAll(history).anomalies) {
          seen++;
          const name = kind === 'lost-item' ? kind : `${kind} ${JSON.stringify(facts['item'])}`;
          const among = (indexes: readonly number[]) =>
            named(restrict(history, [...indexes, ...excuses.map(({ index }) => index)]));
          expect(among(operations)).toContain(name);
          // Of several copies, or a drain that has two, fewer operations are an anomaly too.
          const puts = history.operations.filter(
            ({ f, index }) => f === 'enqueue' && operations.includes(index),
          );
          const isSingle =
            kind === 'lost-item'
              ? facts['taken'] === 0 && operations.length === puts.length + 1
              : (facts['enqueued'] ?? 1) === 1;
          for (const left of isSingle && !hasTwice(history) ? operations : []) {
            expect(among(operations.filter((index) => index !== left))).not.toContain(name);
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
