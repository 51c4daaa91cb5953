import { describe, expect, it } from 'vitest';
import { type Guarantee, guarantees } from '../../src/checkers/checker.js';
import { judge, type JudgeOptions } from '../../src/checkers/judge.js';
import { checkerOf, checkers, guaranteesNamed } from '../../src/checkers/registry.js';
import type { HistoryEvent } from '../../src/history/event.js';
import { HistoryError, pair } from '../../src/history/pair.js';
import { type Draft, eventsOf, inspect, makeHistory, r, w } from './make-history.js';

function promise(guarantee: Guarantee, copies?: number) {
  return { guarantee, because: 'the test says so', ...(copies !== undefined && { copies }) };
}

function options(more: Partial<JudgeOptions>): JudgeOptions {
  return { promises: [], guarantees: ['regular-register'], minEvidence: 1, maxAnomalies: 5, ...more };
}

const fresh = [w(1, 'x', 1, 0, 5), r(2, 'x', 1, 10, 15)];
const stale = [w(1, 'x', 1, 0, 5), r(2, 'x', null, 10, 15)];

/** The operations, with a partition from time 1 to 12. */
function withPartition(drafts: readonly Draft[], failed = false): readonly HistoryEvent[] {
  const deed = (f: string, value: object, time: number, error?: object) =>
    ({ process: 'nemesis', type: 'info', f, value, time, ...error }) as unknown as HistoryEvent;
  const about = { id: 'partition-1', kind: 'partition' };
  const events = [
    deed('inject', { ...about, groups: [['n1'], ['n2']] }, 1),
    failed
      ? deed('inject', { ...about, done: false }, 2, { error: { kind: 'nemesis', text: 'no' } })
      : deed('inject', { ...about, done: true }, 2),
    ...(failed ? [] : [deed('heal', about, 11), deed('heal', { ...about, done: true }, 12)]),
    ...eventsOf(drafts),
  ].sort((a, b) => a.time - b.time);
  return events.map((event, index) => ({ ...event, index }));
}

describe('judge', () => {
  it('is true when what was promised holds with evidence', () => {
    const verdict = judge(makeHistory(...fresh), options({ promises: [promise('regular-register')] }));
    expect(verdict).toMatchObject({
      version: 1,
      valid: true,
      reasons: [],
      operations: { ok: 2, fail: 0, info: 0 },
      judgements: [{ guarantee: 'regular-register', holds: true, promise: { because: 'the test says so' } }],
    });
  });

  it('can do without what nobody promised', () => {
    const more = {
      promises: [promise('regular-register')],
      guarantees: ['regular-register', 'linearizability'] as const,
    };
    const all = judge(makeHistory(...stale), options(more));
    const some = judge(makeHistory(...stale), options({ ...more, promisedOnly: true }));
    expect(all.judgements).toHaveLength(2);
    expect(all.staleness).toBeDefined();
    expect(some.judgements).toEqual(all.judgements.filter(({ promise }) => promise));
    expect(some.staleness).toBeUndefined();
    expect([some.valid, some.reasons]).toEqual([all.valid, all.reasons]);
  });

  it('is false when a promise is broken', () => {
    const verdict = judge(makeHistory(...stale), options({ promises: [promise('regular-register')] }));
    expect(verdict.valid).toBe(false);
    expect(verdict.reasons).toEqual(['regular-register was promised, but is violated (1 anomaly).']);
  });

  it('speaks of no promise where guarantees were only asked for', () => {
    const { asked, reasons } = judge(
      makeHistory(...stale),
      options({
        promises: [promise('regular-register'), promise('monotonic-reads')],
        guarantees: ['regular-register', 'monotonic-reads'],
        asked: true,
      }),
    );
    expect(asked).toBe(true);
    expect(reasons).toEqual([
      'regular-register is violated (1 anomaly).',
      expect.stringMatching(/^monotonic-reads could not be judged\. Too little evidence/),
    ]);
  });

  it('reports what was not promised without holding it against the target', () => {
    const verdict = judge(
      makeHistory(...stale, r(1, 'x', 1, 20, 25)),
      options({ promises: [promise('integrity')], guarantees: ['integrity', 'regular-register'] }),
    );
    expect(verdict.valid).toBe(true);
    expect(verdict.judgements.map(({ guarantee, holds }) => [guarantee, holds])).toEqual([
      ['regular-register', false],
      ['integrity', true],
    ]);
  });

  it('is unknown when the evidence is too thin, and says how thin', () => {
    const verdict = judge(
      makeHistory(...fresh),
      options({ promises: [promise('regular-register')], minEvidence: 10 }),
    );
    expect(verdict.valid).toBe('unknown');
    expect(verdict.reasons[0]).toContain('1 reads after an acknowledged write of the key, but 10 are needed');
  });

  it('never holds for lack of chances, even if no evidence is asked for', () => {
    const verdict = judge(
      makeHistory(),
      options({ promises: guarantees.map((name) => promise(name, 1)), guarantees, minEvidence: 0 }),
    );
    expect(verdict.valid).toBe('unknown');
    expect(verdict.judgements.map(({ holds }) => holds)).toEqual(guarantees.map(() => 'unknown'));
  });

  it('names promises that the workload cannot judge, without doubting the rest for them', () => {
    const verdict = judge(
      makeHistory(...fresh),
      options({ promises: [promise('regular-register'), promise('durability')] }),
    );
    expect(verdict.valid).toBe(true);
    expect(verdict.judgements.find(({ guarantee }) => guarantee === 'durability')).toMatchObject({
      holds: 'unknown',
      why: 'The workload cannot show whether it holds.',
    });
  });

  it('is unknown when nothing was promised that could be judged', () => {
    expect(judge(makeHistory(...fresh), options({})).valid).toBe('unknown');
  });

  it('takes the number of copies from the promise', () => {
    const history = makeHistory(
      w(1, 'x', 1, 0, 5),
      inspect('n1', { x: 1 }, 10, 15),
      inspect('n2', {}, 20, 25),
    );
    const valid = (copies: number) =>
      judge(history, options({ promises: [promise('write-quorum', copies)], guarantees: ['write-quorum'] }))
        .valid;
    expect([valid(1), valid(2)]).toEqual([true, false]);
  });

  it('counts the operations that met each kind of fault', () => {
    const promises = [promise('regular-register')];
    const met = judge(pair(withPartition(fresh)), options({ promises, faultKinds: ['partition'] }));
    expect(met).toMatchObject({ valid: true, faults: [{ kind: 'partition', injected: 1, operations: 2 }] });
  });

  it('is unknown when a planned fault met no operation, or could not be injected', () => {
    const promises = [promise('regular-register')];
    const faultKinds = ['partition', 'clock'];
    const verdict = judge(pair(withPartition(fresh)), options({ promises, faultKinds }));
    expect(verdict.valid).toBe('unknown');
    expect(verdict.reasons).toEqual(['Faults of kind clock were planned, but no operation met one.']);
    const failed = judge(pair(withPartition(fresh, true)), options({ promises, faultKinds: ['partition'] }));
    expect(failed).toMatchObject({ valid: 'unknown', faults: [{ injected: 0, operations: 0 }] });
  });

  it('refuses a history that writes a value twice, or the initial value', () => {
    const twice = makeHistory(w(1, 'x', 1, 0, 5), w(2, 'x', 1, 10, 15));
    expect(() => judge(twice, options({}))).toThrow(HistoryError);
    expect(() => judge(twice, options({}))).toThrow(
      /^Line 3: .*"x" the value 1, which is also written on line 1/,
    );
    expect(() => judge(makeHistory(w(1, 'x', null, 0, 5)), options({}))).toThrow(/its initial value/);
    expect(() => judge(makeHistory(w(1, 'x', 1, 0, 5), w(2, 'y', 1, 10, 15)), options({}))).not.toThrow();
  });

  it('refuses results of the wrong form', () => {
    const nonsense: Draft = { process: 1, f: 'multi-read', value: [1], invoked: 0, ended: 5 };
    expect(() => judge(makeHistory(nonsense), options({}))).toThrow(
      /Line 1: expected the result of this multi-read/,
    );
    const bare: Draft = { process: 1, f: 'inspect', value: { x: 1 }, invoked: 0, ended: 5, final: true };
    expect(() => judge(makeHistory(bare), options({}))).toThrow(/"value"/);
  });

  it('does not judge histories with operations that it does not know', () => {
    const cas: Draft = { process: 1, f: 'cas', key: 'x', value: [1, 2], invoked: 20, ended: 25 };
    const { judgements } = judge(makeHistory(...fresh, cas), options({ guarantees }));
    expect(judgements.map(({ holds }) => holds)).toEqual(guarantees.map(() => 'unknown'));
    expect(judgements[0]?.why).toContain('cas');
    const refused: Draft = { ...cas, type: 'fail' };
    expect(judge(makeHistory(...fresh, refused), options({})).judgements[0]?.holds).toBe(true);
  });
});

describe('the registry', () => {
  it('has one checker for each guarantee', () => {
    expect(checkers.map(({ guarantee }) => guarantee)).toEqual(guarantees);
  });

  it('knows groups', () => {
    expect(guaranteesNamed(['quorum', 'monotonic-reads', 'integrity'])).toEqual([
      'monotonic-reads',
      'safe-register',
      'regular-register',
      'durability',
      'integrity',
      'write-quorum',
    ]);
  });

  it('lists the alternatives to a name that means nothing', () => {
    expect(() => guaranteesNamed(['consistency'])).toThrow(
      /"consistency".*read-your-writes.*session, causal, quorum/,
    );
    expect(() => checkerOf('quorum')).toThrow(/linearizability/);
  });
});
