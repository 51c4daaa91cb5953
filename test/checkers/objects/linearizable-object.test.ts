import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/history/event.js';
import { linearizableObject } from '../../../src/checkers/objects/linearizable-object.js';
import { type Draft, makeHistory } from '../make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 5 };

function did(f: string, process: number, key: string, value: Value, invoked: number, ended: number): Draft {
  return { process, f, key, value, input: f === 'read' ? null : value, invoked, ended };
}

describe('linearizability of counters', () => {
  const counter = linearizableObject('counter');
  const check = (...drafts: readonly Draft[]) => counter.check(makeHistory(...drafts), settings);
  const added = (process: number, invoked: number, ended: number): Draft =>
    did('increment', process, 'x', null, invoked, ended);

  it('accepts reads that fit into one order, each key by itself, and 0 before anything', () => {
    const result = check(
      did('read', 9, 'x', null, 0, 1),
      added(1, 0, 30),
      did('read', 2, 'x', 1, 10, 20),
      did('read', 3, 'y', 0, 40, 50),
      did('read', 4, 'x', 1, 40, 50),
    );
    expect(result).toMatchObject({ holds: true, evidence: { chances: 1 } });
  });

  it('rejects a sum that goes back, which bounds allow while an increment is under way', () => {
    const result = check(
      added(1, 0, 90),
      did('read', 2, 'x', 1, 10, 20),
      did('read', 3, 'x', 0, 30, 40),
      did('read', 4, 'y', 0, 30, 40),
    );
    expect(result).toMatchObject({
      holds: false,
      anomalies: [{ kind: 'non-linearizable', key: 'x', facts: { model: 'keyed counter' } }],
    });
    expect(result.anomalies[0]?.operations).toHaveLength(2);
  });

  it('does not judge operations that counters do not have', () => {
    const result = check(added(1, 0, 5), did('append', 1, 'x', 7, 10, 20));
    expect(result).toMatchObject({ holds: 'unknown', anomalies: [] });
    expect(result.why).toContain('append');
  });
});

it('decides a thousand increments, some of unknown outcome', () => {
  const drafts: Draft[] = [];
  // Each takes effect after 20, but for every second one of those whose outcome nobody knows.
  const effects: number[] = [];
  for (let at = 0; at < 1_000; at++) {
    const invoked = 100 + at * 10;
    const isUnknown = at % 10 === 0;
    if (at % 20 !== 0) effects.push(invoked + 20);
    drafts.push({
      process: at,
      f: 'increment',
      key: 'x',
      value: null,
      invoked,
      ended: invoked + 45,
      type: isUnknown ? 'info' : 'ok',
    });
    if (at % 7 !== 0) continue;
    const sum = effects.filter((moment) => moment <= invoked).length;
    drafts.push(did('read', 10_000 + at, 'x', sum, invoked - 15, invoked + 15));
  }
  expect(linearizableObject('counter').check(makeHistory(...drafts), settings).holds).toBe(true);
});
