import { answerFirst } from './answer-first.js';
import type { Experiment } from './experiment.js';
import { apart, down, read, readAll, type Script, skewed, write } from './script.js';

/** Three nodes whose leader is `n1`, and clients that read at any of them. */
const lagging = { target: 'single-leader', workload: 'session', nodes: 3 } as const;

/** A follower is cut off from the leader for a while; clients reach it all the same. */
const follower = [apart(1_000, 3_000, ['n3'], ['n1', 'n2'])];

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

/** Conversations at three nodes. Where single keys are placed, `x/question` is with the leader `n1` and `x/answer` with `n2`. */
const conversing = { target: 'single-leader', workload: 'question-answer', nodes: 3 } as const;
const apartKeys = { partitions: 2, placement: 'key' } as const;

/** One asks, another reads the question and answers; then come the listeners, where the question's partition lags. */
const exchange = (listeners: Script['clients']): Script => ({
  clients: [
    [write(1_100, 'n1', 'x/question', 1)],
    [read(1_150, 'n2', 'x/question'), write(1_200, 'n2', 'x/answer', 2)],
    ...listeners,
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n3'])],
  untilMs: 4_000,
});

const oneAfterTheOther = exchange([[read(1_300, 'n3', 'x/answer'), read(1_400, 'n3', 'x/question')]]);
const together = exchange([[readAll(1_300, 'n3', ['x/question', 'x/answer'])]]);

const ownWriteMissed = { guarantee: 'read-your-writes', kinds: ['read-your-writes-violation'] } as const;
const backInTime = { guarantee: 'monotonic-reads', kinds: ['non-monotonic-read'] } as const;
const stale = { guarantee: 'regular-register', kinds: ['stale-read'] } as const;

const gap = { guarantee: 'consistent-prefix', kinds: ['prefix-violation', 'long-fork'] } as const;

const tooStale = { guarantee: 'bounded-staleness', kinds: ['too-stale-read'] } as const;

/** A follower hears nothing of a write, and is asked for it much later. */
const cutOff: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
    [read(2_000, 'n3', 'x'), read(2_100, 'n3', 'x')],
  ],
  faults: follower,
  untilMs: 4_000,
};

/** A client writes x, then y, several times; two others read both at followers meanwhile. A third write tells followers of the second. */
const turns = [600, 800, 1_000, 1_200, 1_400, 1_600];
const lookAt = (node: string): Script['clients'][number] =>
  turns.flatMap((atMs) => [40, 60, 80, 100].map((later) => readAll(atMs + later, node, ['x', 'y'])));
const oneThenTheOther: Script = {
  clients: [
    turns.flatMap((atMs, turn) => [
      write(atMs, 'n1', 'x', 3 * turn + 1),
      write(atMs + 10, 'n1', 'y', 3 * turn + 2),
      write(atMs + 20, 'n1', 'z', 3 * turn + 3),
    ]),
    lookAt('n2'),
    lookAt('n3'),
  ],
  faults: [],
  untilMs: 3_000,
};

/** Reading under replication lag: rows LA of the truth table. */
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
  {
    ...conversing,
    id: 'LA7',
    design: 'keys are spread over partitions, each with a log of its own, and clients read at any replica',
    story:
      'One asks, another reads that and answers. At a replica where the question’s partition lags, a listener hears the answer first.',
    options: { ...apartKeys, reads: 'any' },
    shows: { guarantee: 'causal-consistency', kinds: ['causality-violation'] },
    never: ['durability', 'convergence', 'integrity'],
    witness: oneAfterTheOther,
    onlyNodes: 'who leads a partition depends on how many nodes there are',
    campaign: { seeds: 200 },
  },
  {
    ...conversing,
    id: 'LA7-both',
    design: 'keys are spread over partitions, and clients read several keys at one replica',
    story: 'A listener asks one replica for both, and gets the answer without the question.',
    options: { ...apartKeys, reads: 'any' },
    shows: gap,
    never: ['durability', 'convergence', 'integrity'],
    witness: together,
    onlyNodes: 'who leads a partition depends on how many nodes there are',
    campaign: { seeds: 200 },
  },
  {
    ...conversing,
    id: 'LA7-session',
    design: 'clients carry a position for each partition, of what they saw themselves',
    story: 'The listener has not seen the question, so nothing demands it when the answer is there.',
    options: { ...apartKeys, reads: 'token' },
    shows: answerFirst,
    never: ['read-your-writes', 'monotonic-reads', 'durability', 'convergence', 'integrity'],
    witness: oneAfterTheOther,
    onlyNodes: 'who leads a partition depends on how many nodes there are',
    campaign: { seeds: 400 },
  },
  {
    ...conversing,
    id: 'LA7-group',
    design: 'question and answer live in one partition, and clients read both at one replica',
    story: 'The replica lags with both: it has neither yet.',
    options: { partitions: 2, placement: 'group', reads: 'any' },
    never: ['consistent-prefix', 'durability', 'convergence', 'integrity'],
    witness: together,
    campaign: { seeds: 200 },
  },
  {
    ...conversing,
    id: 'LA7-tracked',
    design: 'a write keeps what its client had seen, and who reads it demands that from then on',
    story:
      'With the answer the listener gets the question’s position, and the replica that lacks it refuses.',
    options: { ...apartKeys, reads: 'token', dependencies: 'tracked' },
    never: [
      answerFirst,
      'causal-convergence',
      'read-your-writes',
      'monotonic-reads',
      'durability',
      'convergence',
      'integrity',
    ],
    witness: oneAfterTheOther,
    onlyNodes: 'who leads a partition depends on how many nodes there are',
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA8',
    design: 'followers apply the log in its order',
    story: 'A follower lags, but what it shows of several keys stood together once.',
    options: { reads: 'any' },
    never: ['consistent-prefix', 'durability', 'convergence', 'integrity'],
    witness: {
      clients: [
        [
          write(600, 'n1', 'x', 1),
          write(1_100, 'n1', 'y', 2),
          write(1_110, 'n1', 'x', 3),
          write(1_120, 'n1', 'y', 4),
        ],
        [
          readAll(1_112, 'n2', ['x', 'y']),
          readAll(1_200, 'n3', ['x', 'y']),
          readAll(1_300, 'n2', ['x', 'y']),
        ],
      ],
      faults: follower,
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA8-parallel',
    design: 'followers apply several entries of the log at once, and show each as soon as it is done',
    story:
      'A client writes x and then y. The worker that has x takes longer, and a follower shows y without it.',
    options: { reads: 'any', apply: 'parallel', applyMs: 100 },
    shows: gap,
    never: ['durability', 'convergence', 'integrity'],
    witness: oneThenTheOther,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA8-commit-order',
    design: 'followers apply several entries of the log at once, and show them in its order',
    story: 'The worker that has y waits for its turn, so the follower shows neither or both.',
    options: { reads: 'any', apply: 'commit-order', applyMs: 100 },
    never: ['consistent-prefix', 'durability', 'convergence', 'integrity'],
    witness: oneThenTheOther,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA9',
    design:
      'replicas that lag more than 300 ms are not read; their lag is that of what they show behind what they received',
    story: 'A replica that is cut off receives nothing, so it says 0, and is read long after.',
    options: { reads: 'fresh', lag: 'received', maxLagMs: 300 },
    shows: tooStale,
    maxStaleMs: 350,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: cutOff,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA9-heartbeat',
    design: 'their lag is the time on their own clock since the leader stamped what they show',
    story:
      'The stamps grow old, and the client goes to another replica. No clock is wrong by more than 25 ms, and no read is older than 300 ms and the two clocks’ errors.',
    options: { reads: 'fresh', lag: 'heartbeats', maxLagMs: 300 },
    maxStaleMs: 350,
    never: ['bounded-staleness', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -25)] },
    campaign: {
      seeds: 200,
      settings: { faults: ['partition', 'pause', 'kill', 'clog', 'slow-link', 'slow-node'] },
    },
  },
  {
    ...lagging,
    id: 'LA9-clock',
    design: 'their lag is the time on their own clock since the leader stamped what they show',
    story: 'The follower’s clock is behind by 5 s, so the stamps look as if they were new.',
    options: { reads: 'fresh', lag: 'heartbeats', maxLagMs: 300 },
    shows: tooStale,
    maxStaleMs: 350,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -5_000)] },
    campaign: { seeds: 200, settings: { faults: ['partition', 'clock'] } },
  },
  {
    ...lagging,
    id: 'LA9-echo',
    design:
      'their lag is the time since they said the time of their own clock that the leader sends back once it knows that it still leads',
    story: 'Only one clock is asked, and none is compared with another: no read is older than 300 ms.',
    options: { reads: 'fresh', lag: 'echoes', maxLagMs: 300 },
    maxStaleMs: 300,
    never: ['bounded-staleness', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -5_000)] },
    campaign: { seeds: 200 },
  },
];
