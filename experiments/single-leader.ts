import type { History } from '../src/history/operation.js';
import type { Experiment, Sight } from './experiment.js';
import { lostWrites } from './lost-writes.js';
import { apart, down, paused, read, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
export const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** The leader is cut off for two seconds; somebody writes there, and later on the other side. */
export const cutOff: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
    [read(2_500, 'n2', 'x'), write(2_600, 'n2', 'y', 4), read(4_500, 'n1', 'x')],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

/** The same by deaths alone: the leader acknowledges while its followers are down, and is down itself when they are back. */
export const diesAhead: Script = {
  ...cutOff,
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
    [read(3_200, 'n2', 'x'), write(3_300, 'n2', 'y', 4), read(4_800, 'n1', 'x')],
  ],
  faults: [down(1_000, 2_000, ['n2', 'n3']), down(1_800, 3_800, ['n1'])],
  untilMs: 5_500,
};

/** Every node loses power while what was acknowledged is on its way to the disks. */
const powerLoss: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_000, 'n1', 'x', 2)], [read(3_000, 'n2', 'x')]],
  faults: [down(1_020, 1_500, ['n1', 'n2', 'n3'], 'lost')],
  untilMs: 4_000,
  syncMs: 40,
};

/** Many deaths, and so many keys that few are written again: what is lost stays lost. */
const powerCuts = {
  faults: ['kill'],
  faultIntervalMs: 300,
  faultDurationMs: 300,
  timeLimitMs: 2_000,
  rate: 150,
  knobs: { keys: 100, reads: 0.2 },
};

/** Every follower gets the log without a wait, and whoever has a majority may lead. */
export const asynchronous = { copies: 1, votes: 'majority' } as const;

/** What is shown where an acknowledged write is gone. */
export const durability = { guarantee: 'durability', kinds: ['lost-write'] } as const;

/** Whether no write that began while a fault lasted was acknowledged before its end. */
function writesWait({ operations, faults }: History): boolean {
  return faults.some(({ from, to }) => {
    const writes = operations.filter(
      ({ f, invokedAt }) => f === 'write' && invokedAt > from && invokedAt < to,
    );
    return writes.length > 0 && writes.every(({ type, completedAt }) => type !== 'ok' || completedAt > to);
  });
}

/** So long a write waits for its copies where the leader does not wait for ever. */
const DEGRADE_MS = 100;

const inSyncLost: Sight = {
  what: `a write is lost that was acknowledged in less than ${DEGRADE_MS} ms, and so by a follower`,
  judged: ['durability'],
  isSeen: (history, traces) =>
    lostWrites(history, traces).some(
      ({ invokedAt, completedAt }) => completedAt - invokedAt < DEGRADE_MS * 1e6,
    ),
};

/** Whether a write of which the client never heard was seen by a read, as if nothing had been. */
function unknownWriteSurvives({ operations }: History): boolean {
  const unknown = new Set(
    operations
      .filter(({ f, type }) => f === 'write' && type === 'info')
      .map(({ input }) => JSON.stringify(input)),
  );
  return operations.some(
    ({ f, type, output }) => f === 'read' && type === 'ok' && unknown.has(JSON.stringify(output)),
  );
}

/** One leader, and how many copies a write has: rows SL of the truth table that are about nothing else. */
export const singleLeaderExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SL1',
    design: 'asynchronous replication with failover',
    story:
      'The leader acknowledges writes that no follower has yet, and is cut off. A follower is promoted, and when the old leader comes back it takes its tail back: acknowledged writes are lost.',
    options: asynchronous,
    shows: durability,
    never: ['convergence', 'integrity'],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL2',
    design: 'synchronous replication to all followers, on disk before the acknowledgement',
    story: 'Whoever is promoted has everything; but while one follower is down, no write is acknowledged.',
    options: { copies: 3 },
    optionsOn: (nodes) => ({ copies: nodes }),
    shows: { what: 'writes wait while a follower is down', isSeen: writesWait },
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: {
      clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(3_000, 'n1', 'x')]],
      faults: [down(1_000, 2_000, ['n3'])],
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL4',
    design: 'semi-synchronous replication that goes on alone after a while',
    story:
      'Nobody confirms the write for 100 ms, so the leader acknowledges it alone. Then a follower is promoted without it.',
    options: { copies: 2, degradeMs: DEGRADE_MS },
    shows: durability,
    never: ['convergence', 'integrity', inSyncLost],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL5',
    design: 'writes are acknowledged before disks have them',
    story: 'The power of all nodes fails before the disks have synced what was acknowledged.',
    options: { ack: 'received' },
    shows: durability,
    never: [],
    witness: powerLoss,
    onlyNodes: 'the power of its three nodes fails, and a quorum must lose it',
    campaign: { seeds: 400, settings: powerCuts },
  },
  {
    ...three,
    id: 'SL5-synced',
    design: 'writes are acknowledged once disks have them',
    story: 'The power of all nodes fails; what was acknowledged is on a quorum of disks.',
    options: {},
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: powerLoss,
    onlyNodes: 'the power of its three nodes fails, and a quorum must lose it',
    campaign: { seeds: 200, settings: powerCuts },
  },
  {
    ...three,
    id: 'SL7',
    design: 'the leader shows writes before followers have them',
    story:
      'A client reads a write at a leader that is cut off. The next leader never had it: what was read is gone.',
    options: { leaderShows: 'appended', leaderReads: 'local' },
    shows: { guarantee: 'monotonic-reads', kinds: ['non-monotonic-read'] },
    never: ['convergence'],
    witness: {
      clients: [
        [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
        [read(700, 'n1', 'x'), read(1_200, 'n1', 'x'), read(2_600, 'n2', 'x'), read(4_000, 'n2', 'x')],
      ],
      faults: [apart(1_000, 3_500, ['n1'], ['n2', 'n3'])],
      untilMs: 5_000,
    },
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL7-standby',
    design: 'followers show what they receive before it is committed',
    story: 'A follower shows a write that has no quorum, and takes it back under the next leader.',
    options: { followerShows: 'received', reads: 'any' },
    shows: { guarantee: 'monotonic-reads', kinds: ['non-monotonic-read'] },
    never: ['durability', 'convergence'],
    witness: {
      clients: [
        [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
        [read(700, 'n2', 'x'), read(1_200, 'n2', 'x'), read(4_000, 'n2', 'x')],
      ],
      faults: [apart(1_000, 3_500, ['n1', 'n2'], ['n3', 'n4', 'n5'])],
      untilMs: 5_000,
    },
    nodes: 5,
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL8',
    design: 'a client gives up while its write waits for copies',
    story:
      'Followers are paused, and the client’s time runs out. Nobody knows what became of the write: here it survives. Its outcome is unknown, never a failure.',
    options: {},
    shows: { what: 'a write of unknown outcome takes effect', isSeen: unknownWriteSurvives },
    never: ['integrity', 'durability', 'linearizability'],
    witness: {
      clients: [[write(600, 'n1', 'x', 1), write(1_050, 'n1', 'x', 2)], [read(3_000, 'n1', 'x')]],
      faults: [paused(1_000, 1_300, ['n2', 'n3'])],
      operationTimeoutMs: 200,
      untilMs: 4_000,
    },
    onlyNodes: 'it pauses two followers, and a write must miss its quorum',
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL13',
    design: 'the election timeout is shorter than messages may take',
    story:
      'Nothing fails, but messages take longer than the timeout: leaders are deposed without need. With asynchronous replication each change may lose acknowledged writes.',
    options: { ...asynchronous, electionTimeoutMs: 60, demoteMs: 0, preVote: false },
    shows: durability,
    never: ['convergence', 'integrity'],
    witness: {
      clients: Array.from({ length: 4 }, (_, client) =>
        Array.from({ length: 40 }, (__, at) =>
          write(500 + at * 100 + client * 25, `n${(client % 3) + 1}`, `k${client}-${at}`, at),
        ),
      ),
      faults: [],
      network: { minLatencyMs: 5, meanLatencyMs: 15, latency: 'heavy-tailed' },
      untilMs: 5_000,
    },
    // At 20 ms hardly any leader stays for long enough to bring the others up to date, and replicas may differ in the end.
    campaign: { seeds: 200, settings: { faults: [] }, options: { electionTimeoutMs: 30 } },
  },
];
