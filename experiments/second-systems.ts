import type { History } from '../src/history/operation.js';
import type { Experiment } from './experiment.js';
import { act, apart, type Script } from './script.js';

const ids = { target: 'single-leader', workload: 'auto-increment', nodes: 3 } as const;
const locks = { target: 'single-leader', workload: 'lock', nodes: 3 } as const;

/** The leader is cut off with a user that only it knows; the cache, on `n3`, has heard of that user. Another leads, and goes on counting. */
const signUps: Script = {
  clients: [
    [
      act(600, 'n1', 'insert', 'users', 'ann'),
      act(1_050, 'n1', 'insert', 'users', 'bob'),
      act(1_100, 'n1', 'look-up', 'users'),
    ],
    [act(2_300, 'n2', 'insert', 'users', 'cyd'), act(2_400, 'n2', 'look-up', 'users')],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

/** The first holder stands still for longer than the lock lasts, and then writes as if nothing had been. */
const stalledHolder: Script = {
  clients: [
    [
      act(600, 'n1', 'acquire', 'x'),
      act(650, 'n1', 'fenced-write', 'x', 1),
      act(1_200, 'n1', 'fenced-write', 'x', 3),
      act(1_300, 'n1', 'release', 'x'),
    ],
    [
      act(1_000, 'n2', 'acquire', 'x'),
      act(1_050, 'n2', 'fenced-write', 'x', 2),
      act(1_250, 'n2', 'release', 'x'),
    ],
  ],
  faults: [],
  untilMs: 2_000,
};

/** Clients may stand still for longer than the lock lasts, more often than by default. */
const stalls = { knobs: { stalls: 0.4, stallMs: 800 } } as const;

const asynchronous = { copies: 1, votes: 'majority', leaderReads: 'local' } as const;

/** Whether the resource has refused a write because of its token. */
function lateWriteIsRefused({ operations }: History): boolean {
  return operations.some(
    ({ f, type, error }) => f === 'fenced-write' && type === 'fail' && error?.kind === 'error-22',
  );
}

/** What a second system beside the replicated store suffers from its failovers: rows SL11 and SL12 of the truth table. */
export const secondSystemExperiments: readonly Experiment[] = [
  {
    ...locks,
    id: 'SL11',
    design: 'a lock that times out, and a resource that trusts whoever believes to hold it',
    story:
      'A holder stands still for longer than the lock lasts. Another gets it and writes; then the first one goes on, and overwrites what the second wrote.',
    options: { lockTtlMs: 300, resource: 'trusts-holders' },
    shows: { guarantee: 'fencing', kinds: ['stale-token-accepted'] },
    never: [],
    witness: stalledHolder,
    campaign: { seeds: 100, settings: stalls },
  },
  {
    ...locks,
    id: 'SL11-overlap',
    design: 'a lock that times out, with fencing tokens that the resource checks',
    story:
      'Two hold the lock at once all the same: no lock that times out can help that, for who stands still does not know it.',
    options: { lockTtlMs: 300 },
    shows: { guarantee: 'mutual-exclusion', kinds: ['two-holders'] },
    never: ['fencing'],
    witness: stalledHolder,
    campaign: { seeds: 100, settings: stalls },
  },
  {
    ...locks,
    id: 'SL11-token',
    design: 'the same: what the tokens are for',
    story: 'The second holder’s token is greater, and the resource refuses the late write of the first.',
    options: { lockTtlMs: 300 },
    shows: { what: 'a late write is refused by the resource', isSeen: lateWriteIsRefused },
    never: ['fencing'],
    witness: stalledHolder,
    campaign: { seeds: 100, settings: stalls },
  },
  {
    ...locks,
    id: 'SL11-for-good',
    design: 'a lock that never times out',
    story: 'Nobody else gets it, however long its holder stands still, or even if it is gone for ever.',
    options: {},
    never: ['mutual-exclusion', 'fencing'],
    witness: stalledHolder,
    campaign: { seeds: 100, settings: stalls },
  },
  {
    ...ids,
    id: 'SL12',
    design:
      'ids are counted on by whoever leads, replication is asynchronous, and a cache knows rows by their ids',
    story:
      'The new leader lacks the last users, and gives their ids to others. The cache still has the pages of the former: a user is shown another’s (GitHub, September 2012).',
    options: asynchronous,
    shows: { guarantee: 'own-row', kinds: ['foreign-row'] },
    never: [],
    witness: signUps,
    campaign: { seeds: 200 },
  },
  {
    ...ids,
    id: 'SL12-ids',
    design: 'the same: what the ids do by themselves',
    story: 'One id is given out twice.',
    options: asynchronous,
    shows: { guarantee: 'unique-ids', kinds: ['duplicate-id'] },
    never: [],
    witness: signUps,
    campaign: { seeds: 200 },
  },
  {
    ...ids,
    id: 'SL12-epoch',
    design: 'the same with ids that begin with the leader’s term',
    story: 'Rows are still lost, but no leader gives out an id of another: nobody is shown another’s page.',
    options: { ...asynchronous, ids: 'epoch' },
    never: ['unique-ids', 'own-row'],
    witness: signUps,
    campaign: { seeds: 100 },
  },
  {
    ...ids,
    id: 'SL12-quorum',
    design: 'ids are counted on by whoever leads, and an insert needs a quorum',
    story: 'Whoever leads next has every id that was given out.',
    options: {},
    never: ['unique-ids', 'own-row'],
    witness: signUps,
    campaign: { seeds: 100 },
  },
];
