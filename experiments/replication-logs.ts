import type { History } from '../src/history/operation.js';
import type { PlannedOperation } from '../src/plan/plan.js';
import type { Experiment } from './experiment.js';
import { replicasAgree, replicasDiffer } from './final-looks.js';
import { read, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

const statement = (atMs: number, f: string, key: string): PlannedOperation => ({
  atMs,
  node: 'n1',
  f,
  key,
  value: 1,
});

/** Statements whose functions return something else wherever they are carried out. */
const functions: Script = {
  clients: [
    [
      statement(600, 'write-now', 'time'),
      statement(700, 'write-random', 'number'),
      statement(800, 'add', 'sum'),
    ],
  ],
  faults: [],
  untilMs: 2_000,
};

/** Rows are numbered as they come, by several clients at once. */
const numbered: Script = {
  clients: [1, 2, 3].map((client) =>
    Array.from({ length: 5 }, (_, at) => statement(600 + 10 * at + client, 'insert', 'row')),
  ),
  faults: [],
  untilMs: 2_000,
};

/** Writes and reads while two of three nodes have a new version already. */
const rollingUpgrade: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_200, 'n1', 'x', 2), read(2_500, 'n1', 'x')]],
  faults: [],
  untilMs: 3_000,
};

const writes = ({ operations }: History) => operations.filter(({ f }) => f === 'write');

const differs = { what: 'replicas hold something different in the end', isSeen: replicasDiffer } as const;
const agrees = { what: 'all replicas hold the same in the end', isSeen: replicasAgree } as const;

/** What replication logs say: rows RL of the truth table. */
export const replicationLogExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'RL1',
    design: 'the log holds statements, which every replica carries out',
    story: 'NOW() and RAND() return something else at each of them, and replicas differ for ever.',
    options: { logForm: 'statements' },
    shows: differs,
    never: ['integrity'],
    witness: functions,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'RL1-deterministic',
    design: 'the log holds statements, which return the same wherever they are carried out in the same order',
    story: 'Several clients insert rows whose numbers count up. All replicas number them in the log’s order.',
    options: { logForm: 'statements' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: numbered,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'RL1-fixed',
    design: 'the log holds statements, with what NOW() and RAND() returned at the leader',
    story: 'Every replica takes the leader’s time and number for its own.',
    options: { logForm: 'fixed-statements' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: functions,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'RL2',
    design: 'the log holds what the storage engine wrote, and most replicas have a newer version of it',
    story:
      'They cannot read what the leader sends, so no write gets its copies until a node with their version leads: there is no upgrade without an outage.',
    options: { logForm: 'pages', upgraded: 2, failover: 'manual' },
    shows: {
      what: 'no write is acknowledged',
      isSeen: (history) => writes(history).length > 0 && writes(history).every(({ type }) => type !== 'ok'),
    },
    never: ['integrity', 'durability'],
    witness: rollingUpgrade,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: 'RL2-same-version',
    design: 'the log holds what the storage engine wrote, and all replicas have the same version',
    story: 'Replicas have the leader’s bytes, whatever its functions returned.',
    options: { logForm: 'pages' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: functions,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'RL3',
    design: 'the log holds rows, and nodes have different versions',
    story: 'Rows mean the same to all of them: nodes are upgraded one by one, and writes go on.',
    options: { upgraded: 2 },
    shows: {
      what: 'every write is acknowledged',
      isSeen: (history) => writes(history).length > 0 && writes(history).every(({ type }) => type === 'ok'),
    },
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: rollingUpgrade,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'RL3-functions',
    design: 'the log holds rows, which functions gave their values at the leader',
    story: 'What NOW() and RAND() returned is in the rows, so replicas agree.',
    options: {},
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: functions,
    campaign: { seeds: 200 },
  },
];
