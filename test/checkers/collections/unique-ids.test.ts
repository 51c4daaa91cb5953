import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import { uniqueIds } from '../../../src/checkers/collections/unique-ids.js';
import { checkersFor } from '../../../src/checkers/registry.js';
import type { Value } from '../../../src/history/event.js';
import { type Draft, makeHistory, restrict } from '../make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 1000 };
const generate = (
  process: number,
  value: Value,
  invoked: number,
  type: 'ok' | 'fail' | 'info' = 'ok',
): Draft => ({
  process,
  f: 'generate',
  value,
  invoked,
  ended: invoked + 5,
  type,
});
const check = (...drafts: readonly Draft[]) => uniqueIds.check(makeHistory(...drafts), settings);

describe('unique-ids', () => {
  it('accepts ids that differ, and counts', () => {
    expect(
      check(generate(1, 1, 0), generate(2, '1', 0), generate(3, [1], 0), generate(4, 1, 0, 'info')),
    ).toEqual({
      guarantee: 'unique-ids',
      holds: true,
      anomalies: [],
      anomalyCount: 0,
      evidence: { chances: 2, what: 'ids given out after others' },
      facts: { attempts: 4, acknowledged: 3, duplicated: 0 },
    });
    expect(check(generate(1, 1, 0))).toMatchObject({ holds: 'unknown' });
    expect(check(generate(1, 1, 0, 'fail'))).toMatchObject({ holds: 'unknown', evidence: { chances: 0 } });
  });

  it('rejects an id that was given out twice, and says so', () => {
    const history = makeHistory(generate(1, 7, 0), generate(2, 8, 0), generate(3, 7, 10), generate(4, 7, 20));
    const { anomalies } = uniqueIds.check(history, settings);
    expect(anomalies).toMatchObject([
      { kind: 'duplicate-id', operations: [0, 4], facts: { id: 7, times: 3 } },
    ]);
    const told = anomalies.map((anomaly) => {
      const { headline, sentence } = explain(anomaly, history);
      return `${headline}. ${plainText(sentence)}`;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "One id given out twice by the generator. Client 1 was given the id 7 by the generator at 5 ns, and client 3 the same at 15 ns: it is not unique. It was given out 3 times in all.",
      ]
    `);
  });

  it('compares lists and maps by what is in them', () => {
    expect(check(generate(1, { a: 1, b: 2 }, 0), generate(2, { b: 2, a: 1 }, 0)).anomalyCount).toBe(1);
  });

  it('tells generators apart by key', () => {
    const at = (key: string, draft: Draft): Draft => ({ ...draft, key });
    expect(check(at('x', generate(1, 7, 0)), at('y', generate(2, 7, 0))).anomalyCount).toBe(0);
    expect(check(at('x', generate(1, 7, 0)), at('x', generate(2, 7, 0))).anomalies).toMatchObject([
      { key: 'x' },
    ]);
  });

  it('is what a history of ids is judged by', () => {
    const names = checkersFor(makeHistory(generate(1, 1, 0))).flatMap(({ operations, guarantee }) =>
      operations ? [guarantee] : [],
    );
    expect(names).toEqual(['unique-ids']);
  });

  it('judges random histories as by the definition, with witnesses that need both operations', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 30 }), fc.constantFrom('ok', 'ok', 'info', 'fail')),
        ),
        (ids) => {
          const history = makeHistory(
            ...ids.map(([id, at, type], process) => generate(process, id, at, type)),
          );
          const given = history.operations.flatMap(({ type, output }) => (type === 'ok' ? [output] : []));
          const twice = [...new Set(given.filter((id, at) => given.indexOf(id) !== at))];
          const { anomalies } = uniqueIds.check(history, settings);
          expect(anomalies.map(({ facts }) => facts['id']).sort()).toEqual(twice.sort());
          for (const { operations } of anomalies) {
            expect(uniqueIds.check(restrict(history, operations), settings).anomalyCount).toBe(1);
            expect(uniqueIds.check(restrict(history, operations.slice(1)), settings).anomalyCount).toBe(0);
          }
        },
      ),
    );
  });
});
