import { describe, expect, test } from 'vitest';
import { strongEventualConsistency } from '../../../src/checkers/truth/strong-eventual-consistency.js';
import { judgedSeeds } from '../../run/judged-seeds.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { makeHistory, w } from '../make-history.js';

const history = makeHistory(w(1, 'x', 1, 0, 5), w(2, 'x', 2, 1, 6));
let at = 0;
const got = (node: string, value: number, holds: number, life = 1): Revelation => ({
  at: at++,
  node,
  life,
  key: 'x',
  version: [value],
  value,
  holds,
});
const check = (...truth: Revelation[]) =>
  strongEventualConsistency.check(history, { minEvidence: 1, maxAnomalies: 20, truth });

describe('strong eventual consistency', () => {
  test('holds when the order of arrival does not matter', () => {
    const result = check(got('n1', 1, 1), got('n1', 2, 2), got('n2', 2, 2), got('n2', 1, 2), got('n2', 1, 2));
    expect(result).toMatchObject({ holds: true, evidence: { chances: 2 } });
  });

  test('is violated when the last to arrive wins', () => {
    const { holds, anomalies } = check(got('n1', 1, 1), got('n1', 2, 2), got('n2', 2, 2), got('n2', 1, 1));
    expect(holds).toBe(false);
    expect(anomalies).toMatchObject([
      {
        kind: 'unequal-replicas',
        operations: [1, 0],
        facts: { node: 'n1', here: 2, otherNode: 'n2', there: 1, received: 2 },
      },
    ]);
  });

  test('says nothing about replicas that have received different writes', () => {
    expect(check(got('n1', 1, 1), got('n2', 2, 2)).holds).toBe('unknown');
  });

  test('a replica that restarts has received only what it recovers', () => {
    const first = [got('n1', 1, 1), got('n1', 2, 2)];
    expect(check(...first, got('n2', 1, 1), got('n2', 2, 2), got('n2', 1, 1, 2)).holds).toBe(true);
  });

  test('cannot be judged where nobody knows what replicas receive', () => {
    expect(strongEventualConsistency.check(history, { minEvidence: 1, maxAnomalies: 1 }).why).toBe(
      'What replicas receive is known only in a simulation.',
    );
  });
});

describe('of the leaderless store', () => {
  const run = async (bugs: readonly string[], seeds: number) => {
    const settings = {
      ...defaultSettings,
      faults: ['partition', 'kill'],
      seed: 'sec',
      timeLimitMs: 3_000,
      bugs,
    };
    const found = [];
    for await (const { verdict } of judgedSeeds({ ...settings, rate: 400 }, seeds)) {
      found.push(
        verdict.judgements.find(({ guarantee }) => guarantee === 'strong-eventual-consistency')?.holds,
      );
    }
    return found;
  };

  test('holds', async () => {
    expect(await run([], 5)).toEqual([true, true, true, true, true]);
  });

  test.each(['no-tie-break', 'overwrite-newer'])('breaks with the bug %s', async (bug) => {
    expect(await run([bug], 5)).toContain(false);
  });
});
