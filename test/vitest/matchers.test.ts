import { describe, expect, it } from 'vitest';
import '../../src/vitest/index.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const stale = makeHistory(w(1, 'x', 1, 0, 5), r(2, 'x', null, 10, 15));
const fresh = makeHistory(w(1, 'x', 1, 0, 5), r(2, 'x', 1, 10, 15));

describe('expect(history)', () => {
  it('.toBeLinearizable()', () => {
    expect(fresh).toBeLinearizable();
    expect(stale).not.toBeLinearizable();
    expect(() => expect(stale).toBeLinearizable()).toThrow(
      /expected the history to satisfy linearizability\n {2}Stale read of x: At .* client 2 began to read x/,
    );
    expect(() => expect(fresh).not.toBeLinearizable()).toThrow('to violate linearizability, but it does not');
  });

  it('.toSatisfy() names of guarantees and groups', () => {
    expect(stale).toSatisfy('causal', 'session');
    expect(stale).not.toSatisfy('linearizability');
    expect(() => expect(stale).toSatisfy('causl')).toThrow(/no guarantee "causl".*causal/);
  });

  it('.toSatisfy() events', () => {
    const about = { process: 0, f: 'read', key: 'x', value: 7 } as const;
    const events = [
      { ...about, index: 0, type: 'invoke', time: 0 },
      { ...about, index: 1, type: 'ok', time: 1 },
    ] as const;
    expect(events).not.toSatisfy('integrity');
  });

  it('.toSatisfy() a condition, as always', () => {
    expect(3).toSatisfy((value: number) => value > 2);
    expect(() => expect(3).toSatisfy((value: number) => value > 4)).toThrow('to satisfy the condition');
  });
});
