import { expect, test } from 'vitest';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';
import { promises } from '../../../targets/single-leader/promises.js';

const promised = (given: object): readonly string[] =>
  promises(optionsFor(5).parse(given), 5).map(({ guarantee }) => guarantee);

test.each([
  ['the defaults', {}, true],
  ['members that a new leader changes at once', { firstChange: 'at-once' }, false],
  ['a lease', { leaderReads: 'lease' }, true],
  ['a lease as long as an election timeout', { leaderReads: 'lease', leaseMs: 300 }, true],
  ['a longer lease', { leaderReads: 'lease', leaseMs: 301 }, false],
  ['an election timeout shorter than a lease', { leaderReads: 'lease', electionTimeoutMs: 100 }, false],
  ['a lease by the wall clock', { leaderReads: 'lease', leaseClock: 'wall' }, false],
  ['reads of what the leader has', { leaderReads: 'local' }, false],
  ['reads anywhere', { reads: 'any' }, false],
  ['asynchronous replication', { copies: 1, votes: 'majority' }, false],
])('linearizability with %s', (_name, given, expected) => {
  expect(promised(given).includes('linearizability')).toBe(expected);
});

test.each([
  ['the defaults', {}, true],
  ['reads anywhere', { reads: 'any' }, true],
  ['parallel apply, and reads at the leader', { apply: 'parallel' }, true],
  ['parallel apply, and reads anywhere', { apply: 'parallel', reads: 'any' }, false],
  ['parallel apply, and tokens', { apply: 'parallel', reads: 'token' }, false],
  ['parallel apply in commit order', { apply: 'commit-order', reads: 'any' }, true],
])('consistent prefix with %s', (_name, given, expected) => {
  expect(promised(given).includes('consistent-prefix')).toBe(expected);
});

test('with parallel apply a token keeps what is of single keys, and the end of a chain nothing', () => {
  expect(promised({ reads: 'token' })).toContain('sequential-consistency');
  const kept = promised({ reads: 'token', apply: 'parallel' });
  expect(kept).toEqual(expect.arrayContaining(['read-your-writes', 'monotonic-reads']));
  expect(kept).not.toEqual(expect.arrayContaining(['causal-consistency']));
  expect(promised({ reads: 'token', apply: 'parallel', dependencies: 'tracked' })).toEqual(kept);
  const atTheEnd = { topology: 'chain', reads: 'tail' };
  expect(promised(atTheEnd)).toContain('linearizability');
  expect(promised({ ...atTheEnd, apply: 'commit-order' })).not.toContain('linearizability');
});

test.each([
  ['the defaults', {}, true],
  ['manual failover', { failover: 'manual' }, false],
  ['followers that do not say who leads', { followers: 'refuse' }, false],
  ['no fencing', { fencing: 'none' }, false],
  ['a lag that heartbeats can prove', { reads: 'fresh', maxLagMs: 300 }, true],
  ['a lag that they cannot', { reads: 'fresh', maxLagMs: 299 }, false],
])('liveness with %s', (_name, given, expected) => {
  expect(promised(given).includes('liveness')).toBe(expected);
});
