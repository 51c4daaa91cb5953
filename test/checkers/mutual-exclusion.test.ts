import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/checkers/checker.js';
import { fencing, mutualExclusion } from '../../src/checkers/mutual-exclusion.js';
import { checkersFor } from '../../src/checkers/registry.js';
import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import { explain } from '../../reports/explain.js';
import { plainText } from '../../reports/explanations/sentence.js';
import { type Draft, makeHistory, restrict } from './make-history.js';

const RUNS = Number(process.env['RUNS'] ?? 4000);

/** `acquire(1, 0, 5)`: process 1 got the lock between times 0 and 5, with a token or without. */
function acquire(process: number, invoked: number, ended?: number, token: Value = null): Draft {
  return { process, f: 'acquire', value: token, invoked, ...(ended !== undefined && { ended }) };
}

function release(process: number, invoked: number, ended?: number): Draft {
  return { process, f: 'release', value: null, invoked, ...(ended !== undefined && { ended }) };
}

function write(process: number, token: Value, invoked: number, ended?: number): Draft {
  return {
    process,
    f: 'fenced-write',
    input: token,
    value: token,
    invoked,
    ...(ended !== undefined && { ended }),
  };
}

/** What both checkers of locks find together; the evidence is that of mutual exclusion. */
function check(history: History): CheckResult {
  const settings = { minEvidence: 1, maxAnomalies: 100 };
  const [mutual, tokens] = [mutualExclusion, fencing].map((one) => one.check(history, settings)) as [
    CheckResult,
    CheckResult,
  ];
  return {
    ...mutual,
    holds: tokens.holds === false ? false : mutual.holds,
    anomalies: [...mutual.anomalies, ...tokens.anomalies],
    anomalyCount: mutual.anomalyCount + tokens.anomalyCount,
  };
}
const found = (...drafts: readonly Draft[]): readonly string[] =>
  check(makeHistory(...drafts)).anomalies.map(({ kind }) => kind);
const told = (...drafts: readonly Draft[]): string[] => {
  const history = makeHistory(...drafts);
  return check(history).anomalies.map((anomaly) => {
    const { headline, sentence } = explain(anomaly, history);
    return `${headline}. ${plainText(sentence)}`;
  });
};

describe('two holders', () => {
  it('rejects a lock that is given to one while another has it, and says so', () => {
    const history = makeHistory(acquire(1, 0, 5), acquire(2, 10, 15), release(1, 20, 25), release(2, 30, 35));
    expect(check(history)).toMatchObject({
      holds: false,
      anomalyCount: 1,
      evidence: { chances: 1 },
      anomalies: [
        {
          kind: 'two-holders',
          guarantee: 'mutual-exclusion',
          operations: [0, 2],
          relations: [{ from: 0, to: 2, reason: 'real time' }],
          facts: { heldUntilNs: 20 },
        },
      ],
    });
    expect(told(acquire(1, 0, 5), acquire(2, 10, 15), release(1, 20, 25))).toMatchInlineSnapshot(`
      [
        "Two hold the lock at once. Client 1 was given the lock at 5 ns, and did not begin to release it before 20 ns. Yet at 15 ns client 2 was given it, too: two held it at once.",
      ]
    `);
    expect(told(acquire(1, 0, 5), { ...acquire(2, 3, 15), key: 'x' })).toEqual([]);
    expect(told({ ...acquire(1, 0, 5), key: 'x' }, { ...acquire(2, 3, 15), key: 'x' }))
      .toMatchInlineSnapshot(`
      [
        "Two hold x at once. Client 1 was given x at 5 ns, and never began to release it. Yet at 15 ns client 2 was given it, too: two held it at once.",
      ]
    `);
  });

  it('rejects two that began to acquire at once, and both got it', () => {
    expect(found(acquire(1, 0, 5), acquire(2, 0, 6))).toEqual(['two-holders']);
  });

  it('accepts holders one after the other', () => {
    const history = makeHistory(acquire(1, 0, 5), release(1, 10, 15), acquire(2, 20, 25), release(2, 30, 35));
    expect(check(history)).toMatchObject({ holds: true, evidence: { chances: 1 } });
  });

  it('accepts that a release takes effect as soon as it begins', () => {
    expect(found(acquire(1, 0, 5), release(1, 10, 30), acquire(2, 11, 15))).toEqual([]);
    expect(found(acquire(1, 0, 5), release(1, 10), acquire(2, 11, 15))).toEqual([]);
    expect(found(acquire(1, 0, 5), acquire(2, 6, 15), release(1, 10, 30))).toEqual([]);
  });

  it('accepts that an acquire of unknown outcome got nothing, and one that failed', () => {
    expect(found(acquire(1, 0), acquire(2, 10, 15))).toEqual([]);
    expect(found(acquire(1, 0, 5), { ...acquire(2, 10, 15), type: 'fail' })).toEqual([]);
  });

  it('rejects the next holder when a release failed', () => {
    expect(found(acquire(1, 0, 5), { ...release(1, 7, 8), type: 'fail' }, acquire(2, 10, 15))).toEqual([
      'two-holders',
    ]);
  });

  it('accepts that who has the lock acquires it again', () => {
    expect(found(acquire(1, 0, 5), acquire(1, 6, 9), release(1, 10, 15), acquire(2, 20, 25))).toEqual([]);
  });

  it('rejects the third holder after the first has released what the second then held', () => {
    expect(found(acquire(1, 0, 5), acquire(2, 6, 9), release(1, 10, 15), acquire(3, 20, 25))).toEqual([
      'two-holders',
      'two-holders',
    ]);
  });

  it('does not know who holds a lock once somebody has released it who held nothing', () => {
    const history = makeHistory(acquire(1, 0, 5), release(3, 4, 30), acquire(2, 20, 25));
    expect(check(history)).toMatchObject({
      holds: 'unknown',
      why: 'A process that held nothing released a lock: from then on nobody knows who held it.',
    });
    expect(found(acquire(1, 0, 5), acquire(2, 6, 9), release(3, 10, 15))).toEqual(['two-holders']);
  });

  it('does not know without a second acquire', () => {
    expect(check(makeHistory(acquire(1, 0, 5)))).toMatchObject({ holds: 'unknown' });
  });
});

describe('tokens', () => {
  it('rejects a token that is not greater than that of an earlier holder', () => {
    for (const token of [33, 32, { fence: 33 }]) {
      const drafts = [acquire(1, 0, 5, 33), release(1, 10, 15), acquire(2, 20, 25, token)];
      expect(found(...drafts)).toEqual(['token-not-growing']);
    }
    expect(told(acquire(1, 0, 5, 33), release(1, 10, 15), acquire(2, 20, 25, 32))).toMatchInlineSnapshot(`
      [
        "Fencing token of the lock did not grow. Client 1 was given the lock with the token 33 at 5 ns and began to release it at 10 ns. At 25 ns client 2 was given it with the token 32, which is not greater: by their tokens nobody can tell who is the later holder.",
      ]
    `);
  });

  it('rejects a token that went back to one of long ago', () => {
    const [history] = [
      makeHistory(
        acquire(1, 0, 5, 33),
        release(1, 10, 15),
        acquire(2, 20, 25),
        release(2, 30, 35),
        acquire(3, 40, 45, { token: 7 }),
      ),
    ];
    expect(check(history).anomalies).toMatchObject([
      { operations: [0, 2, 8], facts: { before: 33, token: 7 } },
    ]);
  });

  it('accepts tokens that grow, also with gaps, and answers that are none', () => {
    expect(found(acquire(1, 0, 5, 33), release(1, 10, 15), acquire(2, 20, 25, 99))).toEqual([]);
    expect(found(acquire(1, 0, 5, 'yes'), release(1, 10, 15), acquire(2, 20, 25, 'yes'))).toEqual([]);
    const echo = (draft: Draft): Draft => ({ ...draft, input: draft.value });
    expect(found(echo(acquire(1, 0, 5, 1)), release(1, 10, 15), echo(acquire(2, 20, 25, 1)))).toEqual([]);
  });
});

describe('fenced writes', () => {
  it('rejects that a resource accepts a smaller token than before', () => {
    expect(found(write(2, 34, 0, 5), write(1, 33, 10, 15))).toEqual(['stale-token-accepted']);
    expect(found(write(2, { token: 34 }, 0, 5), write(1, { fence: 33, value: 1 }, 10, 15))).toEqual([
      'stale-token-accepted',
    ]);
    expect(told(write(2, 34, 0, 5), write(1, 33, 10, 15))).toMatchInlineSnapshot(`
      [
        "Old fencing token accepted by the resource. Client 2 wrote to the resource with the token 34, and that was accepted at 5 ns. At 10 ns client 1 began to write with the token 33, and was accepted, too: a holder that had been replaced could still write.",
      ]
    `);
  });

  it('accepts one under way at the same time, one refused, one of unknown outcome, and the same token', () => {
    expect(found(write(2, 34, 0, 15), write(1, 33, 10, 20))).toEqual([]);
    expect(found(write(2, 34, 0, 5), { ...write(1, 33, 10, 15), type: 'fail' })).toEqual([]);
    expect(found(write(2, 34, 0, 5), write(1, 33, 10))).toEqual([]);
    expect(found(write(2, 34, 0, 5), write(2, 34, 10, 15))).toEqual([]);
    expect(found({ ...write(2, 34, 0, 5), key: 'x' }, { ...write(1, 33, 10, 15), key: 'y' })).toEqual([]);
  });

  it('says what is wrong with a write that has no token', () => {
    expect(() => found(write(1, 'x', 0, 5))).toThrow(
      'Line 1: expected the value of this fenced-write to be a token, as a number or in {"token": TOKEN}, but it is "x".',
    );
  });
});

it('is what a history of locks is judged by, and only such a history', () => {
  const names = (...drafts: readonly Draft[]) =>
    checkersFor(makeHistory(...drafts)).flatMap(({ operations, guarantee }) =>
      operations ? [guarantee] : [],
    );
  expect(names(acquire(1, 0, 5), { ...release(1, 6, 9), f: 'unlock' })).toEqual([
    'mutual-exclusion',
    'fencing',
  ]);
  expect(names({ process: 1, f: 'write', value: 1, invoked: 0, ended: 1 })).not.toContain('mutual-exclusion');
});

/** Processes that acquire, release and write in turn, one thing after the other; nobody releases who has not acquired. */
const arbitraryLocking = fc
  .array(
    fc.record({
      process: fc.nat({ max: 2 }),
      f: fc.constantFrom('acquire', 'release', 'release', 'fenced-write'),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'info', 'fail'),
      key: fc.constantFrom('x', 'x', 'x', 'y'),
      token: fc.option(fc.nat({ max: 6 }), { nil: null }),
      pause: fc.integer({ min: 1, max: 6 }),
      duration: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 9 },
  )
  .map((steps) => {
    const numbers = [0, 1, 2];
    const free = [0, 0, 0];
    const held = new Set<string>();
    return steps.map(({ process, f: wish, outcome, key, token, pause, duration }, at): Draft => {
      const invoked = (free[process] as number) + pause;
      const ended = invoked + duration;
      free[process] = ended;
      const number = numbers[process] as number;
      if (outcome === 'info') numbers[process] = number + 3;
      const hold = `${number} ${key}`;
      const f = wish === 'release' && !held.has(hold) ? 'acquire' : wish;
      if (f === 'acquire' && outcome === 'ok') held.add(hold);
      if (f === 'release' && outcome === 'ok') held.delete(hold);
      const value =
        f === 'release' ? null : f === 'acquire' ? (token === null ? null : token + at) : (token ?? 0);
      const input = f === 'fenced-write' ? value : null;
      return { process: number, f, key, value, input, invoked, ended, type: outcome };
    });
  });

/** Who holds a lock, and the greatest token that it gave; for a resource, that it accepted. */
interface State {
  readonly holder: number | undefined;
  readonly token: number;
}

/** By definition: tries all orders in which a lock and a resource of each key can have done what was seen. */
function keepsMutualExclusion({ operations }: History): boolean {
  return ['x', 'y'].every((key) => {
    const ofKey = operations.filter((operation) => operation.key === key && operation.type !== 'fail');
    const writes = ofKey.filter(({ f }) => f === 'fenced-write');
    const locking = ofKey.filter(({ f }) => f !== 'fenced-write');
    return [writes, locking].every((all) => isPossible(all, { holder: undefined, token: -Infinity }));
  });
}

function isPossible(left: readonly Operation[], state: State): boolean {
  if (left.every(({ type }) => type === 'info')) return true;
  const deadline = Math.min(...left.map(({ completedIndex }) => completedIndex));
  return left.some((next) => {
    if (next.index > deadline) return false;
    const after = step(state, next);
    return (
      after !== undefined &&
      isPossible(
        left.filter((other) => other !== next),
        after,
      )
    );
  });
}

function step({ holder, token }: State, { f, process, input, output, type }: Operation): State | undefined {
  if (f === 'release') return holder === process ? { holder: undefined, token } : undefined;
  if (f === 'fenced-write') {
    return (input as number) >= token ? { holder, token: input as number } : undefined;
  }
  const given = type === 'ok' && typeof output === 'number' ? output : undefined;
  if (holder === process) return { holder, token: Math.max(token, given ?? token) };
  if (holder !== undefined || (given ?? Infinity) <= token) return undefined;
  return { holder: process, token: given ?? token };
}

describe('random histories', () => {
  it('are judged as by the definition', () => {
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(arbitraryLocking, (drafts) => {
        const history = makeHistory(...drafts);
        const keeps = keepsMutualExclusion(history);
        outcomes.add(keeps);
        expect(check(history).anomalyCount === 0).toBe(keeps);
      }),
      { numRuns: RUNS },
    );
    expect(outcomes.size).toBe(2);
  });

  it('have witnesses that prove the anomaly by themselves and need each of their operations', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryLocking, (drafts) => {
        const history = makeHistory(...drafts);
        for (const { kind, operations, relations } of check(history).anomalies) {
          seen.add(kind);
          const among = (indexes: readonly number[]) =>
            check(restrict(history, indexes)).anomalies.map((anomaly) => anomaly.kind);
          expect(among(operations)).toEqual([kind]);
          for (const left of operations) {
            expect(among(operations.filter((index) => index !== left))).not.toContain(kind);
          }
          for (const { from, to } of relations)
            expect(operations).toEqual(expect.arrayContaining([from, to]));
        }
      }),
      { numRuns: RUNS },
    );
    expect([...seen].sort()).toEqual(['stale-token-accepted', 'token-not-growing', 'two-holders']);
  });
});

describe.each([100, 10_000])('%d operations', (count) => {
  /** Clients take turns, with a token, a write and a release each. */
  function lawful(): Draft[] {
    return Array.from({ length: count / 4 }, (_, turn): Draft[] => {
      const [process, at] = [turn % 5, turn * 100];
      return [
        acquire(process, at, at + 5, turn + 1),
        write(process, turn + 1, at + 10, at + 15),
        write(process, turn + 1, at + 20, at + 25),
        release(process, at + 30, at + 35),
      ];
    }).flat();
  }

  const middle = (count / 8) * 100;

  it('finds nothing where there is nothing', () => {
    expect(check(makeHistory(...lawful()))).toMatchObject({ holds: true, anomalyCount: 0 });
  });

  it.each<[string, Draft[]]>([
    ['two-holders', [acquire(9, middle + 12, middle + 18)]],
    ['token-not-growing', [acquire(9, middle + 40, middle + 45, 3), release(9, middle + 50, middle + 55)]],
    ['stale-token-accepted', [write(9, 2, middle + 40, middle + 45)]],
  ])('finds a planted anomaly: %s', (kind, planted) => {
    const { anomalies } = check(makeHistory(...lawful(), ...planted));
    expect(anomalies[0]).toMatchObject({ kind });
    expect(new Set(anomalies.map((anomaly) => anomaly.kind))).toEqual(new Set([kind]));
  });
});
