import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../src/history/event.js';
import { liveness } from '../../src/checkers/liveness.js';
import { pair } from '../../src/history/pair.js';
import { type Draft, eventsOf } from './make-history.js';

const SECOND = 1e9;
const settings = { minEvidence: 1, maxAnomalies: 20 };

/** Operations, times in seconds, after a partition from 0 to 1 s. */
function check(drafts: readonly Draft[], { healed = true } = {}) {
  const seconds = drafts.map((draft) => ({
    ...draft,
    invoked: draft.invoked * SECOND,
    ...(draft.ended !== undefined && { ended: draft.ended * SECOND }),
  }));
  const nemesis = (f: string, time: number, done?: true): Omit<HistoryEvent, 'index'> => ({
    process: 'nemesis',
    type: 'info',
    f,
    value: { id: 'f1', kind: 'partition', ...(done && { done }) },
    time,
  });
  const faults = [nemesis('inject', 0), nemesis('inject', 0, true)];
  if (healed) faults.push(nemesis('heal', SECOND), nemesis('heal', SECOND, true));
  const events = [...faults, ...eventsOf(seconds)].sort((a, b) => a.time - b.time);
  return liveness.check(pair(events.map((event, index) => ({ ...event, index }))), settings);
}

const read = (process: number, invoked: number, ended: number, over: Partial<Draft> = {}): Draft => ({
  process,
  f: 'read',
  key: 'x',
  value: null,
  node: 'n1',
  invoked,
  ended,
  ...over,
});

describe('liveness', () => {
  test('holds when operations succeed again', () => {
    expect(check([read(1, 4, 4.1), read(1, 5, 5.1)])).toMatchObject({
      holds: true,
      evidence: { chances: 2 },
    });
  });

  test('does not ask for anything under faults or just after them', () => {
    expect(check([read(1, 0.5, 2.9, { type: 'info' }), read(2, 4, 4.1)]).holds).toBe(true);
    expect(check([read(1, 2.9, 9, { type: 'info' })])).toMatchObject({ holds: 'unknown' });
  });

  test('forgives a message that got lost, when the next request is served in time', () => {
    expect(check([read(1, 4, 5, { type: 'info' }), read(2, 5.5, 5.6)]).holds).toBe(true);
  });

  test('is violated when a node leaves a key unanswered, however often it is asked', () => {
    const tries = [4, 5, 6, 7].map((at, process) => read(process, at, at + 0.9, { type: 'info' }));
    const { holds, anomalies } = check([...tries, read(9, 6.2, 6.3, { node: 'n2' })]);
    expect(holds).toBe(false);
    expect(anomalies).toMatchObject([
      { kind: 'stuck-operation', key: 'x', facts: { node: 'n1', attempts: 4, waitedMs: 3900 } },
    ]);
  });

  test('counts a refusal as no answer, but not of an operation that may rightly fail', () => {
    expect(check([read(1, 4, 4.1, { type: 'fail' }), read(1, 7, 7.1, { type: 'fail' })]).holds).toBe(false);
    const cas = { f: 'cas', value: [1, 2], type: 'fail' } as const;
    expect(check([read(1, 4, 4.1, cas), read(1, 7, 7.1, cas)]).holds).toBe(true);
  });

  test('is violated by an operation that takes too long', () => {
    expect(check([read(1, 4, 6.5)]).anomalies[0]?.facts).toMatchObject({ attempts: 1, waitedMs: 2500 });
  });

  test('is unknown without faults, and while one is not healed', () => {
    expect(liveness.check(pair(eventsOf([read(1, 4, 4.1)])), settings).why).toBe('There was no fault.');
    expect(check([read(1, 4, 4.1)], { healed: false }).why).toBe('A fault was never healed.');
  });
});
