import { answerFirst } from './answer-first.js';
import type { Experiment } from './experiment.js';
import { follower, lagging } from './replication-lag.js';
import { apart, read, readAll, type Script, write } from './script.js';

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

const gap = { guarantee: 'consistent-prefix', kinds: ['prefix-violation', 'long-fork'] } as const;

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

/** Effects without their causes, in several partitions or where followers apply several entries at once: rows LA7 and LA8. */
export const prefixExperiments: readonly Experiment[] = [
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
];
