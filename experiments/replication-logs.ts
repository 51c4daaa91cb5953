import type { History } from '../src/history/operation.js';
import type { Value } from '../src/history/event.js';
import type { PlannedOperation } from '../src/plan/plan.js';
import type { Experiment, Sight } from './experiment.js';
import { finalLooks, replicasAgree, replicasDiffer } from './final-looks.js';
import { down, read, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

const statement = (atMs: number, f: string, key: string, value: Value = 1): PlannedOperation => ({
  atMs,
  node: 'n1',
  f,
  key,
  value,
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

/** The same with functions that a log which ships the time and a seed knows nothing of. */
const unseededFunctions: Script = {
  ...functions,
  clients: [[statement(600, 'write-uuid', 'id'), statement(700, 'write-sysdate', 'time')]],
};

/** Three jobs that nobody has taken, of which a client takes one. */
const takeOne: Script = {
  clients: [
    [
      // Not in the order of their keys.
      ...['job/c', 'job/a', 'job/b'].map((key, at) => statement(600 + 20 * at, 'write', key, 'free')),
      statement(700, 'update-one', 'job', { from: 'free', to: 'taken' }),
    ],
  ],
  faults: [],
  untilMs: 2_000,
};

/** A table with a trigger that notes where each of its rows was inserted. */
const audited: Script = { ...functions, clients: [[statement(600, 'audited-insert', 'row')]] };

/** Two rows that hold the same; one of them is changed. */
const twins: Script = {
  ...functions,
  clients: [[write(600, 'n1', 'x', 1), write(620, 'n1', 'y', 1), write(700, 'n1', 'y', 2)]],
};

/** Rows are numbered by one leader, and after it is gone by the next. */
const numberedByTwo: Script = {
  clients: [
    [1, 2, 3, 4, 5, 6].map((row) => ({
      ...statement(row < 4 ? 600 + 20 * row : 2_500 + 20 * row, 'insert', 'row'),
      node: row < 4 ? 'n1' : 'n2',
    })),
  ],
  faults: [down(1_000, 5_000, ['n1'])],
  untilMs: 5_500,
};

/** A bit flips in the leader's memory, in a row that stands on one page with another; that is written after it. */
const damagedPage: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(620, 'n1', 'z', 2), write(1_200, 'n1', 'z', 3)]],
  faults: [{ kind: 'bad-memory', atMs: 1_000, durationMs: 0, node: 'n1' }],
  untilMs: 2_000,
};

/** What was damaged is seen at the end only where nobody has written it again, but something else of its page. */
const rareWrites = { faults: ['bad-memory'], faultIntervalMs: 3_000, rate: 20, knobs: { keys: 20 } } as const;

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

/** How many replicas hold a value in the end that no client wrote. */
function damagedReplicas(history: History): number {
  const written = new Set(writes(history).map(({ key, input }) => JSON.stringify([key, input])));
  return finalLooks(history).filter((look) =>
    Object.entries(look).some((row) => !written.has(JSON.stringify(row))),
  ).length;
}

/** The nodes in whose memory a bit flipped. */
function unsoundNodes({ faults }: History): ReadonlySet<unknown> {
  return new Set(
    faults
      .filter(({ kind }) => kind === 'bad-memory')
      .map(({ value }) => (value as { readonly node?: Value }).node),
  );
}

const damageSpreads: Sight = {
  what: 'replicas whose memory is sound hold what no client wrote',
  isSeen: (history) => damagedReplicas(history) > unsoundNodes(history).size,
};

const reusedIds: Sight = {
  what: 'a number is given to two rows',
  isSeen: ({ operations }) => {
    const given = operations
      .filter(({ f, type }) => f === 'insert' && type === 'ok')
      .map(({ key, output }) => JSON.stringify([key, output]));
    return new Set(given).size < given.length;
  },
};

/** What replication logs say: rows RL of the truth table. */
export const replicationLogExperiments: readonly Experiment[] = [
  {
    ...three,
    workload: 'statements',
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
    workload: 'statements',
    id: 'RL1-order',
    design:
      'the log holds statements with all that functions returned, and a replica has another storage engine',
    story:
      'UPDATE … LIMIT 1 changes the first row that a scan comes upon. One engine keeps rows in the order of their keys, the other as they came: each changes another row.',
    options: { logForm: 'fixed-statements', upgraded: 1 },
    shows: differs,
    never: ['integrity'],
    witness: takeOne,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    workload: 'statements',
    id: 'RL1-trigger',
    design: 'the log holds statements with all that functions returned, and a trigger has a side effect',
    story:
      'What the trigger does is not in the statement, so nobody fixed it: every replica notes that the row was inserted at itself.',
    options: { logForm: 'fixed-statements' },
    shows: differs,
    never: ['integrity'],
    witness: audited,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    workload: 'statements',
    id: "RL1'",
    design: 'the log holds statements, with the time and the seed for their functions',
    story: 'UUID() and SYSDATE() take neither from the log, and return something else everywhere.',
    options: { logForm: 'seeded-statements' },
    shows: differs,
    never: ['integrity'],
    witness: unseededFunctions,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    id: "RL1'-seeded",
    design: 'the same log, and statements that ask only for the time and for random numbers',
    story: 'NOW() and RAND() return at every replica what they returned at the leader.',
    options: { logForm: 'seeded-statements' },
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
    optionsOn: (nodes) => ({ upgraded: nodes - 1 }),
    shows: {
      what: 'no write is acknowledged, and the replicas say that they refuse to follow',
      isSeen: (history, { logs }) =>
        writes(history).length > 0 &&
        writes(history).every(({ type }) => type !== 'ok') &&
        logs.some(({ text }) => text.includes('cannot read pages of its storage format')),
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
    id: 'RL2-corruption',
    design: 'the log holds pages, and one is damaged in the leader’s memory',
    story:
      'Another row of that page is written, and the page is shipped as it is. Checksums find nothing, for it was damaged before; every replica has the damage now.',
    options: { logForm: 'pages', snapshotEvery: 0 },
    shows: damageSpreads,
    never: [],
    witness: damagedPage,
    campaign: { seeds: 100, settings: rareWrites },
  },
  {
    ...three,
    id: 'RL2-corruption-rows',
    design: 'the log holds rows, and a page is damaged in the leader’s memory',
    story: 'Only the row that was written is shipped, so the damage stays where it happened.',
    options: { snapshotEvery: 0 },
    shows: {
      what: 'one replica alone holds what no client wrote',
      isSeen: (history) => damagedReplicas(history) === 1,
    },
    never: [damageSpreads],
    witness: damagedPage,
    campaign: { seeds: 100, settings: rareWrites },
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
  {
    ...three,
    workload: 'statements',
    id: 'RL3-no-key',
    design: 'the log holds rows of a table without a key, known by what they held',
    story:
      'Two rows hold the same, and the second is changed. Followers change the first one that they come upon.',
    options: { rowIdentity: 'values' },
    shows: differs,
    never: [],
    witness: twins,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    workload: 'statements',
    id: 'RL3-sequences',
    design: 'the log holds rows, and not the state of auto-increments',
    story: 'The next leader has the rows, but begins to count anew: it gives numbers out that are taken.',
    options: { sequences: 'local' },
    shows: reusedIds,
    never: ['integrity'],
    witness: numberedByTwo,
    campaign: { seeds: 100 },
  },
  {
    ...three,
    workload: 'statements',
    id: 'RL3-sequences-shipped',
    design: 'the log holds rows, and the state of auto-increments among them',
    story: 'The next leader goes on where the last one ended.',
    options: {},
    never: ['integrity', 'durability', 'convergence', 'linearizability', reusedIds],
    witness: numberedByTwo,
    campaign: { seeds: 100 },
  },
];
