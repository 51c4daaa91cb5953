import type { Experiment } from './experiment.js';
import { apart, down, read, type Script, skewed, write } from './script.js';

/** Three nodes whose leader is `n1`, and clients that read at any of them. */
export const lagging = { target: 'single-leader', workload: 'session', nodes: 3 } as const;

/** A follower is cut off from the leader for a while; clients reach it all the same. */
export const follower = [apart(1_000, 3_000, ['n3'], ['n1', 'n2'])];

/** A client writes at the leader, and reads at a follower that has not heard of it; the last read is of another's write. */
const readAtFollower: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), read(1_200, 'n3', 'x'), read(1_900, 'n3', 'x')],
    [write(700, 'n1', 'y', 3), write(1_150, 'n1', 'y', 4)],
  ],
  faults: follower,
  untilMs: 4_000,
};

/** Users with two devices: clients 0 and 1 are the first user's. */
const onDevices = { ...lagging, workload: 'devices' } as const;

/** A user writes on one device, and reads on the other at a follower that has not heard of it. */
const readOnOtherDevice: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(1_200, 'n3', 'x')]],
  faults: follower,
  untilMs: 4_000,
};

/** The leader is cut off with a write that it acknowledges alone, and the writer goes on reading under the next leader. */
const lostToken: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_050, 'n1', 'x', 2), read(4_000, 'n3', 'x')],
    [write(2_600, 'n2', 'y', 3), write(2_700, 'n2', 'y', 4), write(2_800, 'n2', 'y', 5)],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

const ownWriteMissed = { guarantee: 'read-your-writes', kinds: ['read-your-writes-violation'] } as const;
const backInTime = { guarantee: 'monotonic-reads', kinds: ['non-monotonic-read'] } as const;
const stale = { guarantee: 'regular-register', kinds: ['stale-read'] } as const;

/** Reading what was written and what was read before, under replication lag: rows LA1 to LA6 of the truth table. */
export const replicationLagExperiments: readonly Experiment[] = [
  {
    ...lagging,
    id: 'LA1',
    design: 'clients read at any replica',
    story: 'A client writes, reads at a follower that lags, and does not find what it wrote.',
    options: { reads: 'any' },
    shows: ownWriteMissed,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: readAtFollower,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA1-back',
    design: 'clients read at any replica, one after the other',
    story: 'A client reads a new value at one replica, then an old one at another: time goes back.',
    options: { reads: 'any' },
    shows: backInTime,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: {
      clients: [
        [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
        [read(1_200, 'n2', 'x'), read(1_300, 'n3', 'x')],
      ],
      faults: follower,
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA2',
    design: 'clients read at the leader what they have written, and anything else anywhere',
    story: 'The client finds its own write. What others wrote it reads at a follower that lags.',
    options: { reads: 'own-at-leader' },
    shows: stale,
    never: ['read-your-writes', 'durability', 'convergence', 'integrity'],
    witness: {
      clients: [
        [
          write(600, 'n1', 'x', 1),
          write(1_100, 'n1', 'x', 2),
          read(1_200, 'n3', 'x'),
          read(1_300, 'n3', 'y'),
        ],
        [write(700, 'n1', 'y', 3), write(1_150, 'n1', 'y', 4)],
      ],
      faults: follower,
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA3',
    design: 'clients read at the leader for half a second after a write',
    story:
      'Right after the write the client finds it. The follower lags longer than half a second, and later it does not.',
    options: { reads: 'leader-after-write', leaderForMs: 500 },
    shows: ownWriteMissed,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: readAtFollower,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA3-short',
    design: 'clients read at the leader for longer than any follower lags',
    story: 'Nothing fails, followers lag by milliseconds, and the client finds what it wrote.',
    options: { reads: 'leader-after-write', leaderForMs: 2_000 },
    never: ['read-your-writes', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...readAtFollower, faults: [] },
    campaign: { seeds: 100, settings: { faults: [] } },
  },
  {
    ...lagging,
    id: 'LA4a',
    design: 'clients carry the (term, position) of what they saw, and replicas wait for it',
    story: 'The follower that lags refuses after a while instead of answering with an old value.',
    options: { reads: 'token' },
    never: [
      'sequential-consistency',
      'read-your-writes',
      'monotonic-reads',
      'durability',
      'convergence',
      'integrity',
    ],
    witness: readAtFollower,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA4b',
    design:
      'clients carry the wall-clock time of their writes, and replicas compare it with when they last heard the leader',
    story:
      'The follower’s clock is ahead: it believes that it heard the leader after the write, and answers without it.',
    options: { reads: 'wall-clock-token', asOf: 'received' },
    shows: ownWriteMissed,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...readAtFollower, faults: [...follower, skewed(900, 3_000, ['n3'], 5_000)] },
    campaign: { seeds: 400 },
  },
  {
    ...lagging,
    id: 'LA4b-bound',
    design:
      'replicas compare it with the leader’s time in its last message, and allow for how far clocks may be apart',
    story:
      'No clock is wrong by more than the bound, so the follower knows that it may lack the write, and waits.',
    options: { reads: 'wall-clock-token', clockBoundMs: 100 },
    never: ['read-your-writes', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...readAtFollower, faults: [...follower, skewed(900, 3_000, ['n3'], 50)] },
    campaign: { seeds: 100, settings: { faults: ['partition', 'pause', 'kill'] } },
  },
  {
    ...lagging,
    id: 'LA4c',
    design: 'tokens are positions without terms, and replication is asynchronous',
    story:
      'After a failover something else stands at the token’s position. The replica takes that for what the client saw, and answers without its write.',
    options: { reads: 'position-token', copies: 1, votes: 'majority' },
    shows: ownWriteMissed,
    never: ['convergence', 'integrity'],
    witness: lostToken,
    campaign: { seeds: 400 },
  },
  {
    ...lagging,
    id: 'LA4c-term',
    design: 'tokens are (term, position), and replication is asynchronous',
    story:
      'The replica sees that another term stands at the token’s position, and says that the write was lost.',
    options: { reads: 'token', copies: 1, votes: 'majority' },
    shows: { guarantee: 'durability', kinds: ['lost-write'] },
    never: ['read-your-writes', 'convergence', 'integrity'],
    witness: lostToken,
    campaign: { seeds: 200 },
  },
  {
    ...onDevices,
    id: 'LA5',
    design: 'each device of a user has a token of its own',
    story:
      'A user writes on one device and reads on another, which knows nothing of the write and finds an old value.',
    options: { reads: 'token' },
    shows: { guarantee: 'user-read-your-writes', kinds: ['user-write-missed'] },
    never: ['read-your-writes', 'durability', 'convergence', 'integrity'],
    witness: readOnOtherDevice,
    campaign: { seeds: 200 },
  },
  {
    ...onDevices,
    id: 'LA5-central',
    design: 'the leader knows the newest position of all devices of a user',
    story: 'The other device asks for it first, and the follower that lags refuses.',
    options: { reads: 'central-token' },
    never: [
      'linearizability',
      'user-read-your-writes',
      'read-your-writes',
      'durability',
      'convergence',
      'integrity',
    ],
    witness: readOnOtherDevice,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA6',
    design: 'each client always reads at the same replica',
    story: 'The client’s replica dies, and it is sent to one that lags more: time goes back.',
    options: { reads: 'sticky' },
    shows: backInTime,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: {
      clients: [
        [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
        [read(1_200, 'n2', 'x'), read(1_350, 'n2', 'x'), read(1_400, 'n2', 'x')],
      ],
      faults: [...follower, down(1_300, 3_000, ['n2'])],
      untilMs: 4_000,
    },
    campaign: { seeds: 400 },
  },
  {
    ...lagging,
    id: 'LA6-own',
    design: 'each client always reads at the same replica, which is a follower',
    story: 'It never goes back in time, but does not find what it wrote itself.',
    options: { reads: 'sticky' },
    shows: ownWriteMissed,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: {
      clients: [[], [], [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), read(1_200, 'n1', 'x')]],
      faults: follower,
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
];
