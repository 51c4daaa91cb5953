import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import type { CheckResult } from '../../../src/checkers/checker.js';
import { noResurrection } from '../../../src/checkers/collections/no-resurrection.js';
import { checkersFor } from '../../../src/checkers/registry.js';
import type { Value } from '../../../src/history/event.js';
import type { History } from '../../../src/history/operation.js';
import { type Draft, makeHistory, restrict } from '../make-history.js';

const RUNS = Number(process.env['RUNS'] ?? 4000);

const change =
  (f: string) =>
  (process: number, input: Value, invoked: number, ended?: number): Draft => ({
    process,
    f,
    value: input,
    input,
    invoked,
    ...(ended !== undefined && { ended }),
  });
const add = change('add');
const remove = change('remove');
const read = (process: number, value: Value, invoked: number, ended: number): Draft => ({
  process,
  f: 'read',
  value,
  invoked,
  ended,
});
const failed = (draft: Draft): Draft => ({ ...draft, type: 'fail' });
const final = (draft: Draft): Draft => ({ ...draft, final: true });

const settings = { minEvidence: 1, maxAnomalies: 1000 };
const check = (...drafts: readonly Draft[]): CheckResult =>
  noResurrection.check(makeHistory(...drafts), settings);
const count = (...drafts: readonly Draft[]): number => check(...drafts).anomalyCount;
const told = (...drafts: readonly Draft[]): string[] => {
  const history = makeHistory(...drafts);
  return noResurrection.check(history, settings).anomalies.map((anomaly) => {
    const { headline, sentence } = explain(anomaly, history);
    return `${headline}. ${plainText(sentence)}`;
  });
};

describe('no-resurrection', () => {
  const gone = [add(1, 7, 0, 5), remove(2, 7, 10, 15)];

  it('accepts what stays away, and what is shown late', () => {
    expect(check(...gone, read(3, [], 20, 25), read(3, [], 30, 35))).toMatchObject({
      holds: true,
      evidence: { chances: 1, what: 'elements removed before a read began' },
    });
    expect(count(...gone, read(3, [7], 20, 25), read(3, [], 30, 35))).toBe(0);
    expect(count(...gone, read(3, [], 20, 30), read(4, [7], 25, 35))).toBe(0);
    expect(count(...gone, read(3, [], 12, 14), read(4, [7], 25, 35))).toBe(0);
  });

  it('rejects what comes back, and says so', () => {
    const drafts = [...gone, read(3, [], 20, 25), read(4, [7], 30, 35)];
    expect(check(...drafts).anomalies).toMatchObject([
      {
        kind: 'resurrected-element',
        operations: [2, 4, 6],
        relations: [
          { from: 2, to: 4, reason: 'real time' },
          { from: 4, to: 6, reason: 'real time' },
        ],
        facts: { element: 7 },
      },
    ]);
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Removed element of the set came back. Client 2 removed 7 from the set, acknowledged at 15 ns, and nobody added it while that was under way or later. Client 3's read at 20 ns lacked it. But at 30 ns client 4 began to read the set, and 7 was there: it had come back.",
      ]
    `);
  });

  it('rejects what is there in the end, and says so', () => {
    expect(told(...gone, final(read(3, [7], 20, 25)))).toMatchInlineSnapshot(`
      [
        "Removed element of the set came back. Client 2 removed 7 from the set, acknowledged at 15 ns, and nobody added it while that was under way or later. In the end, at 20 ns, the final reader at 3 began to read the set, and 7 was there: it had come back.",
      ]
    `);
    expect(told(...gone, final(read(3, [7], 12, 25)))).toEqual([]);
  });

  it('accepts what somebody may have added again', () => {
    const back = [read(3, [], 20, 25), read(4, [7], 30, 35)];
    expect(count(...gone, add(5, 7, 16, 18), ...back)).toBe(0);
    expect(count(...gone, add(5, 7, 12, 18), ...back)).toBe(0);
    expect(count(add(5, 7, 2), ...gone, ...back)).toBe(0);
    expect(count(...gone, add(5, 7, 40), ...back)).toBe(0);
    expect(count(...gone, failed(add(5, 7, 16, 18)), ...back)).toBe(1);
    expect(count(...gone, add(5, 7, 16, 17), remove(5, 7, 18, 19), ...back)).toBe(1);
  });

  it('asks nothing of a removal that may not have happened', () => {
    const back = [read(3, [], 20, 25), read(4, [7], 30, 35)];
    expect(count(add(1, 7, 0, 5), remove(2, 7, 10), ...back)).toBe(0);
    expect(count(add(1, 7, 0, 5), failed(remove(2, 7, 10, 15)), ...back)).toBe(0);
    expect(check(add(1, 7, 0, 5), remove(2, 7, 10), ...back)).toMatchObject({ holds: 'unknown' });
  });

  it('judges sets that something is removed from', () => {
    const names = (...drafts: readonly Draft[]): boolean =>
      checkersFor(makeHistory(...drafts)).includes(noResurrection);
    expect(names(...gone, read(3, [], 20, 25))).toBe(true);
    expect(names(add(1, 7, 0, 5), read(3, [], 20, 25))).toBe(false);
  });
});

const arbitrarySet = fc
  .array(
    fc.record({
      f: fc.constantFrom('add', 'remove', 'remove', 'read', 'read', 'read'),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'ok', 'info', 'fail'),
      element: fc.integer({ min: 1, max: 2 }),
      shown: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
      invoked: fc.nat({ max: 40 }),
      duration: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 12 },
  )
  .map((steps) =>
    steps.map(({ f, outcome, element, shown, invoked, duration }, process): Draft =>
      f === 'read'
        ? { ...read(process, shown, invoked, invoked + duration), type: outcome }
        : { ...change(f)(process, element, invoked, invoked + duration), type: outcome },
    ),
  );

/** By definition. */
function resurrected({ operations }: History): number[] {
  const of = (name: string, outcomes: readonly string[]) =>
    operations.filter(({ f, type }) => f === name && outcomes.includes(type));
  return [1, 2].filter((element) => {
    const about = ({ input }: { readonly input: Value }): boolean => input === element;
    const adds = of('add', ['ok', 'info']).filter(about);
    const removals = of('remove', ['ok']).filter(about);
    const reads = of('read', ['ok']);
    const shows = ({ output }: { readonly output: Value }): boolean => (output as number[]).includes(element);
    return removals
      .filter(({ index }) => adds.every(({ completedIndex }) => completedIndex < index))
      .some((removal) =>
        reads.some(
          (lacking) =>
            lacking.index > removal.completedIndex &&
            !shows(lacking) &&
            reads.some((seen) => seen.index > lacking.completedIndex && shows(seen)),
        ),
      );
  });
}

const found = (history: History): number[] =>
  noResurrection.check(history, settings).anomalies.map(({ facts }) => facts['element'] as number);

describe('random histories', () => {
  it('are judged as by the definition, with witnesses that need each operation', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitrarySet, (drafts) => {
        const history = makeHistory(...drafts);
        expect(found(history).sort()).toEqual(resurrected(history));
        for (const { operations, facts } of noResurrection.check(history, settings).anomalies) {
          seen++;
          const element = facts['element'];
          expect(found(restrict(history, operations))).toContain(element);
          for (const left of operations) {
            const rest = operations.filter((index) => index !== left);
            expect(found(restrict(history, rest))).not.toContain(element);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
