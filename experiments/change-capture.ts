import type { Experiment } from './experiment.js';
import { replicasAgree } from './final-looks.js';
import { apart, down, type Script, write } from './script.js';

/** Three replicas whose leader is `n1`, and `n4`, which rebuilds their data from what they give out. */
const warehouse = { target: 'single-leader', workload: 'register', nodes: 4 } as const;

/** Several clients write at once, each its own row, again and again. */
const manyWriters: Script['clients'] = [1, 2, 3, 4, 5, 6].map((client) =>
  Array.from({ length: 10 }, (_, at) => write(600 + 100 * at + client, 'n1', `k${client}`, at + 1)),
);

/** The consumer goes down, and so does the leader; in the meantime the log is cut off behind a snapshot. */
const outages: Script = {
  clients: manyWriters,
  faults: [down(900, 1_400, ['n4'], 'torn'), down(1_500, 3_000, ['n1'])],
  untilMs: 4_000,
};

/** The leader acknowledges alone while it and the consumer are cut off from the others. */
const lostHistory: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [write(2_500, 'n2', 'y', 3)]],
  faults: [apart(1_000, 3_500, ['n1', 'n4'], ['n2', 'n3'])],
  untilMs: 5_000,
};

const calm: Script = { clients: manyWriters, faults: [], untilMs: 3_000 };

const agrees = {
  what: 'the consumer holds in the end what all replicas hold',
  isSeen: replicasAgree,
} as const;
const sound = ['durability', 'linearizability', 'convergence', 'integrity'] as const;

/** Changes captured for others than replicas, from the log or by triggers: rows RL3 and RL4 of the truth table. */
export const changeCaptureExperiments: readonly Experiment[] = [
  {
    ...warehouse,
    id: 'RL3-capture',
    design: 'an external consumer rebuilds the data from a log of rows, with a position of its own',
    story:
      'It goes down, the leader goes down, the log is dropped behind a snapshot; in the end it has what the replicas have.',
    options: { consumers: 1, copies: 2, snapshotEvery: 16, retain: 4 },
    shows: agrees,
    never: sound,
    witness: outages,
    campaign: { seeds: 200 },
  },
  {
    ...warehouse,
    id: 'RL3-capture-lost',
    design: 'the same with asynchronous replication, and the consumer’s position is (term, position)',
    story:
      'The consumer took over a write that the next leader never had. It is told so, and begins again from a snapshot.',
    options: { consumers: 1, copies: 1, votes: 'majority' },
    shows: {
      what: 'the consumer begins again from a snapshot, and holds what all replicas hold',
      isSeen: (history, { logs }) =>
        replicasAgree(history) &&
        logs.some(({ node, text }) => node === 'n4' && text.includes('begins again from a snapshot')),
    },
    never: ['convergence', 'integrity'],
    witness: lostHistory,
    onlyNodes: 'its consumer is the last of four nodes',
    campaign: { seeds: 200 },
  },
  {
    ...warehouse,
    id: 'RL2-capture',
    design: 'an external consumer of a log that holds pages',
    story: 'Only the storage engine that wrote them can read them: the consumer has nothing.',
    options: { consumers: 1, copies: 2, logForm: 'pages' },
    shows: {
      what: 'the consumer says that it cannot read the log, and has nothing',
      isSeen: (history, { logs }) =>
        !replicasAgree(history) && logs.some(({ text }) => text.includes('it needs a log of rows')),
    },
    never: ['durability', 'linearizability', 'integrity'],
    witness: calm,
    campaign: { seeds: 100 },
  },
  {
    ...warehouse,
    id: 'RL4',
    design:
      'triggers number changes in a table, and a process asks for numbers greater than the last it has seen',
    story:
      'A transaction takes a number and commits only after one with a greater number, which the process has seen by then. It never asks for the smaller one again.',
    options: { consumers: 1, copies: 2, capture: 'id-order', transactionMs: 150 },
    shows: { guarantee: 'convergence', kinds: ['diverged-replicas'] },
    never: ['durability', 'linearizability', 'integrity'],
    witness: calm,
    campaign: { seeds: 100 },
  },
  {
    ...warehouse,
    id: 'RL4-commit-order',
    design:
      'triggers note changes in a table, and a process asks for what committed after the last it has seen',
    story: 'Whatever numbers the transactions took, nothing commits behind where the process is.',
    options: { consumers: 1, copies: 2, capture: 'commit-order', transactionMs: 150 },
    shows: agrees,
    never: sound,
    witness: calm,
    campaign: { seeds: 200 },
  },
];
