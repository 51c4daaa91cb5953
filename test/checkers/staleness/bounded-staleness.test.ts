import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../reports/explain.js';
import type { CheckResult, CheckSettings } from '../../../src/checkers/checker.js';
import { isOlder } from '../../../src/checkers/register.js';
import { registersOf } from '../../../src/checkers/registers.js';
import { boundedStaleness } from '../../../src/checkers/staleness/bounded-staleness.js';
import { arbitraryHistory } from '../arbitrary-history.js';
import { type Draft, makeHistory, r, restrict, w } from '../make-history.js';

const MS = 1e6;

type Bounds = Pick<CheckSettings, 'maxStaleMs' | 'maxStaleVersions'>;

const inMs = (drafts: readonly Draft[]): Draft[] =>
  drafts.map((draft) => ({
    ...draft,
    invoked: draft.invoked * MS,
    ...(draft.ended !== undefined && { ended: draft.ended * MS }),
  }));

const twoBehind = makeHistory(
  ...inMs([
    w(1, 'x', 1, 0, 5),
    w(1, 'x', 2, 10, 15),
    w(1, 'x', 3, 20, 25),
    r(2, 'x', 1, 30, 35),
    r(2, 'x', 3, 40, 45),
  ]),
);

function check(history: typeof twoBehind, bounds: Bounds): CheckResult {
  return boundedStaleness.check(history, { minEvidence: 1, maxAnomalies: 100, ...bounds });
}

describe('bounded-staleness', () => {
  test('says nothing without a bound', () => {
    const { holds, why } = check(twoBehind, {});
    expect({ holds, why }).toEqual({ holds: 'unknown', why: 'Nobody said how stale a read may be.' });
  });

  test('accepts what is within its bounds', () => {
    expect(check(twoBehind, { maxStaleMs: 15, maxStaleVersions: 2 }).holds).toBe(true);
  });

  test('rejects a read that is stale for longer', () => {
    const { holds, anomalies, evidence } = check(twoBehind, { maxStaleMs: 14 });
    expect(holds).toBe(false);
    expect(evidence.chances).toBe(2);
    expect(anomalies).toMatchObject([
      {
        kind: 'too-stale-read',
        key: 'x',
        operations: [0, 2, 6],
        facts: { returned: 1, staleForMs: 15, missed: 2, maxStaleMs: 14 },
      },
    ]);
    expect(
      explain(anomalies[0] as never, twoBehind)
        .sentence.map(({ text }) => text)
        .join(''),
    ).toBe(
      "At 30.000 ms client 2 began to read x and got x=1. But client 1's write x=2 had been acknowledged at 15.000 ms, 15 ms earlier: that is stale for longer than the 14 ms allowed.",
    );
  });

  test('rejects a read that missed more writes', () => {
    const { anomalies } = check(twoBehind, { maxStaleVersions: 1 });
    expect(anomalies).toMatchObject([
      { operations: [0, 2, 4, 6], facts: { missed: 2, maxStaleVersions: 1 } },
    ]);
    expect(
      explain(anomalies[0] as never, twoBehind)
        .sentence.map(({ text }) => text)
        .join(''),
    ).toContain('it missed 2 newer acknowledged writes, and at most 1 may be missed.');
  });

  test('counts all, and shows as many as are asked for', () => {
    const reads = Array.from({ length: 9 }, (_, at) => r(2, 'x', null, 20 + 10 * at, 25 + 10 * at));
    const history = makeHistory(...inMs([w(1, 'x', 1, 0, 5), ...reads]));
    const result = boundedStaleness.check(history, { minEvidence: 1, maxAnomalies: 2, maxStaleMs: 20 });
    expect([result.anomalyCount, result.anomalies.length]).toEqual([8, 2]);
  });

  const histories = arbitraryHistory({
    keys: ['x', 'y'],
    processes: 3,
    maxOperations: 12,
    kinds: ['write', 'read', 'multi-read'],
    outcomes: ['ok', 'ok', 'ok', 'info', 'fail'],
  }).map((drafts) => makeHistory(...inMs(drafts)));
  const bounds = fc.record(
    { maxStaleMs: fc.nat({ max: 12 }), maxStaleVersions: fc.nat({ max: 2 }) },
    { requiredKeys: [] },
  );

  test('is the definition', () => {
    let rejected = 0;
    fc.assert(
      fc.property(histories, bounds, (history, bound) => {
        const { maxStaleMs = Infinity, maxStaleVersions = Infinity } = bound;
        const bad = registersOf(history).reads.filter(({ operation, register, version }) => {
          if (!version) return false;
          const missed = register.versions.filter(
            (newer) => newer.acknowledged < operation.index && isOlder(version, newer),
          );
          const isLate = missed.some(
            ({ write }) => operation.invokedAt - (write?.completedAt ?? Infinity) > maxStaleMs * MS,
          );
          return isLate || missed.length > maxStaleVersions;
        });
        if (bad.length > 0) rejected++;
        expect(check(history, bound).anomalyCount).toBe(bad.length);
      }),
      { numRuns: 2000 },
    );
    expect(rejected).toBeGreaterThan(200);
  });

  test('no operation of an anomaly can be spared', () => {
    fc.assert(
      fc.property(histories, bounds, (history, bound) => {
        for (const { operations } of check(history, bound).anomalies) {
          expect(check(restrict(history, operations), bound).anomalyCount).toBeGreaterThan(0);
          for (const spared of operations) {
            const rest = restrict(
              history,
              operations.filter((index) => index !== spared),
            );
            expect(check(rest, bound).anomalyCount).toBe(0);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
