import type { Experiment, Sight } from './experiment.js';
import { act, apart, read, type Script } from './script.js';

const three = { target: 'single-leader', nodes: 3 } as const;

/** Every follower gets the log without a wait, and whoever has a majority may lead. */
const asynchronous = { copies: 1, votes: 'majority' } as const;

/** The leader is cut off from its followers while clients still reach it; then another leads. */
const cutOff = [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])];

const increments: Script = {
  clients: [
    [
      act(600, 'n1', 'increment', 'x'),
      act(1_050, 'n1', 'increment', 'x'),
      act(1_100, 'n1', 'increment', 'x'),
    ],
    [act(2_300, 'n2', 'increment', 'x'), read(4_000, 'n2', 'x')],
  ],
  faults: cutOff,
  untilMs: 5_000,
};

const appends: Script = {
  clients: [
    [act(600, 'n1', 'append', 'x', 1), act(1_050, 'n1', 'append', 'x', 2), read(1_100, 'n1', 'x')],
    [act(2_300, 'n2', 'append', 'x', 3), read(4_000, 'n2', 'x')],
  ],
  faults: cutOff,
  untilMs: 5_000,
};

const countedTwice: Sight = {
  what: 'a counter holds more than anybody added',
  isSeen: (_history, { verdict }) =>
    verdict.judgements.some(({ anomalies }) => anomalies.some(({ kind }) => kind === 'surplus-increment')),
  judged: ['counter-total'],
};

/** What row SL1 does to objects that are more than registers, and what its remedy SL9d does for them. */
export const counterAndLogExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SL1-counter',
    workload: 'counter',
    design: 'a counter under asynchronous replication with failover',
    story:
      'The leader counts increments that no follower has yet, and is cut off. Who is promoted goes on from a smaller number, and nobody can tell afterwards which increments are missing.',
    options: asynchronous,
    shows: { guarantee: 'counter-total', kinds: ['lost-increment'] },
    never: [countedTwice],
    witness: increments,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'SL1-log',
    workload: 'append-log',
    design: 'a list that is appended to, under asynchronous replication with failover',
    story:
      'What only the old leader has appended is gone, and where it stood the new leader has put something else: the list has two histories.',
    options: { ...asynchronous, leaderReads: 'local' },
    shows: { guarantee: 'log-prefix', kinds: ['diverged-log'] },
    never: [],
    witness: appends,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'SL1-elements',
    workload: 'append-log',
    design: 'the same list, read only where it is sure who leads',
    story: 'An element was acknowledged, and no read ever shows it.',
    options: asynchronous,
    shows: { guarantee: 'set-full', kinds: ['lost-element'] },
    never: [],
    witness: appends,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'SL9d-counter',
    workload: 'counter',
    design: 'a counter where terms fence old leaders, and an increment needs a quorum',
    story:
      'The old leader, cut off, acknowledges no increment. Those that time out are counted once, or never.',
    options: {},
    never: ['linearizability', 'counter-bounds', 'counter-total'],
    witness: increments,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'SL9d-log',
    workload: 'append-log',
    design: 'a list where terms fence old leaders, and an element needs a quorum',
    story: 'The old leader, cut off, acknowledges nothing, and lets nobody see what has no quorum.',
    options: {},
    never: ['linearizability', 'set-full', 'set-recency', 'log-prefix'],
    witness: appends,
    campaign: { seeds: 100 },
  },
];
