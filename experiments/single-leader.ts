import type { History } from '../src/history/operation.js';
import type { Experiment, Sight } from './experiment.js';
import { lostWrites } from './lost-writes.js';
import { apart, down, paused, promoted, read, type Script, skewed, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** The leader is cut off for two seconds; somebody writes there, and later on the other side. */
const cutOff: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
    [read(2_500, 'n2', 'x'), write(2_600, 'n2', 'y', 4), read(4_500, 'n1', 'x')],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

/** The same by deaths alone: the leader acknowledges while its followers are down, and is down itself when they are back. */
const diesAhead: Script = {
  ...cutOff,
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
    [read(3_200, 'n2', 'x'), write(3_300, 'n2', 'y', 4), read(4_800, 'n1', 'x')],
  ],
  faults: [down(1_000, 2_000, ['n2', 'n3']), down(1_800, 3_800, ['n1'])],
  untilMs: 5_500,
};

/** The leader stands still until another leads, and goes on as if nothing had been. */
const standsStill: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(2_500, 'n1', 'y', 2)], [write(2_600, 'n2', 'y', 3)]],
  faults: [paused(1_000, 2_300, ['n1'])],
  untilMs: 4_000,
};

/** One follower lags; the leader dies after a write that the other follower has; an operator promotes. */
function leaderDies(...promotions: Script['faults']): Script {
  return {
    clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(2_500, 'n2', 'x')]],
    faults: [apart(1_000, 1_190, ['n3'], ['n1', 'n2']), down(1_150, 3_000, ['n1']), ...promotions],
    untilMs: 4_000,
  };
}

/** The same by deaths alone: the follower that lags is down. */
function leaderDiesAlone(...promotions: Script['faults']): Script {
  return {
    ...leaderDies(...promotions),
    faults: [down(1_000, 1_350, ['n3']), down(1_300, 3_000, ['n1']), ...promotions],
  };
}

/** Cut off, a leader keeps a long tail; when it comes back the newer leader is down, and it is promoted again. */
const longTail: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), ...[5, 6, 7, 8, 9].map((value, at) => write(1_050 + at, 'n1', 'y', value))],
    [write(1_500, 'n2', 'x', 2)],
    [write(1_051, 'n1', 'z', 10)],
    [write(1_051, 'n1', 'z', 11)],
    [write(1_051, 'n1', 'z', 12)],
    [read(2_600, 'n1', 'x')],
  ],
  faults: [
    apart(1_000, 2_000, ['n1'], ['n2', 'n3']),
    promoted(1_300, 'n2'),
    down(1_900, 3_500, ['n2']),
    promoted(2_100, 'n1'),
  ],
  untilMs: 4_500,
};

/** The schedule of figure 8 in the paper on Raft. */
const figure8: Script = {
  clients: [
    [write(650, 'n1', 'x', 1)],
    [write(950, 'n5', 'y', 5)],
    [read(1_850, 'n1', 'x'), read(2_400, 'n5', 'x')],
  ],
  faults: [
    apart(600, 890, ['n1', 'n2'], ['n3', 'n4', 'n5']),
    down(700, 1_500, ['n1']),
    promoted(800, 'n5'),
    apart(900, 1_960, ['n5'], ['n1', 'n2', 'n3', 'n4']),
    promoted(1_600, 'n1'),
    promoted(1_650, 'n1'),
    down(1_950, 3_000, ['n1']),
    promoted(2_000, 'n5'),
    promoted(2_060, 'n5'),
    promoted(2_120, 'n5'),
  ],
  untilMs: 4_000,
};

/** The leader is cut off from the other nodes, and a client still reads there while others write elsewhere. */
const readAtOldLeader: Script = {
  clients: [[write(600, 'n1', 'x', 1)], [write(2_200, 'n2', 'x', 2)], [read(2_300, 'n1', 'x')]],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 4_000,
};

/** Every node loses power while what was acknowledged is on its way to the disks. */
const powerLoss: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_000, 'n1', 'x', 2)], [read(3_000, 'n2', 'x')]],
  faults: [down(1_020, 1_500, ['n1', 'n2', 'n3'], 'lost')],
  untilMs: 4_000,
  syncMs: 40,
};

/** Every follower gets the log without a wait, and whoever has a majority may lead. */
const asynchronous = { copies: 1, votes: 'majority' } as const;

const durability = { guarantee: 'durability', kinds: ['lost-write'] } as const;

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

/** Single-leader replication and failover: rows SL of the truth table. */
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
    id: 'SL3a',
    design: 'semi-synchronous replication, and any follower may be promoted',
    story:
      'One follower has the write and one has not. The leader dies, and the one that has not is promoted: the acknowledged write is lost.',
    options: { copies: 2, candidate: 'any' },
    shows: durability,
    never: ['integrity'],
    witness: leaderDies(promoted(1_200, 'n3')),
    withoutNetwork: leaderDiesAlone(promoted(1_450, 'n3')),
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL3b',
    design: 'semi-synchronous replication; who is promoted has the newest (term, position) of a quorum',
    story: 'The follower that lacks the write asks to lead, and the one that has it refuses.',
    options: { copies: 2 },
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: leaderDies(promoted(1_200, 'n3'), promoted(1_400, 'n2')),
    withoutNetwork: leaderDiesAlone(promoted(1_450, 'n3'), promoted(1_600, 'n2')),
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL3c',
    design: 'semi-synchronous replication; who has the longest log is promoted',
    story:
      'A leader of an older term comes back with a long tail that nobody acknowledged. It beats the follower that has the newer term’s acknowledged write, which is lost.',
    options: { copies: 2, candidate: 'longest' },
    shows: durability,
    never: ['integrity'],
    witness: longTail,
    campaign: {
      seeds: 2_000,
      settings: { faults: ['partition', 'kill'], faultIntervalMs: 500, knobs: { keys: 3, reads: 0.2 } },
    },
  },
  {
    ...three,
    nodes: 5,
    id: 'SL3d',
    design: 'a leader counts entries of older terms as committed once they have their copies',
    story:
      'Figure 8 of the paper on Raft: an old entry gets its copies and is read; then a node with an entry of a newer term is elected, and replaces it.',
    options: { commitRule: 'copies', failover: 'manual', demoteMs: 0 },
    shows: { guarantee: 'linearizability', kinds: ['non-linearizable', 'stale-read', 'new-old-inversion'] },
    never: ['integrity'],
    witness: figure8,
    campaign: { seeds: 2_000, options: { failover: 'automatic' } },
  },
  {
    ...three,
    nodes: 5,
    id: 'SL3d-own-term',
    design: 'a leader commits an entry of its own term first',
    story:
      'The same schedule: the old entry is behind one of the newer term, so whoever lacks it is not elected.',
    options: { failover: 'manual', demoteMs: 0 },
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: figure8,
    campaign: { seeds: 200, options: { failover: 'automatic' } },
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
    campaign: { seeds: 400 },
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
    campaign: { seeds: 200 },
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
    id: 'SL9a',
    design: 'no fencing: whoever takes itself for the leader leads',
    story:
      'Split brain: two leaders acknowledge writes at the same time, and neither ever follows the other.',
    options: { ...asynchronous, votes: 'alone', fencing: 'none', demoteMs: 0, leaderReads: 'local' },
    shows: { guarantee: 'convergence', kinds: ['diverged-replicas'] },
    never: ['integrity'],
    witness: cutOff,
    withoutNetwork: standsStill,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL9b',
    design: 'terms fence old leaders, and replication is asynchronous',
    story:
      'The old leader needs no follower to acknowledge, so its writes are lost; but all replicas agree in the end.',
    options: { ...asynchronous, demoteMs: 0 },
    shows: durability,
    never: ['convergence', 'integrity'],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL9d',
    design: 'terms fence old leaders, and a write needs a quorum',
    story: 'The old leader, cut off, acknowledges nothing: its writes time out, of unknown outcome.',
    options: {},
    never: ['durability', 'linearizability', 'convergence', 'consistent-prefix', 'integrity'],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 300 },
  },
  {
    ...three,
    id: 'SL10a',
    design: 'fencing protects writes only, and a leader answers reads alone',
    story: 'The old leader does not know that another was elected, and answers a read with an old value.',
    options: { leaderReads: 'local', demoteMs: 0 },
    shows: { guarantee: 'regular-register', kinds: ['stale-read'] },
    never: ['durability', 'convergence', 'integrity'],
    witness: readAtOldLeader,
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL10b',
    design: 'a leader answers reads while it holds a lease by a sound clock',
    story: 'The old leader’s lease has run out before another can be elected.',
    options: { leaderReads: 'lease' },
    never: ['linearizability', 'durability', 'convergence', 'integrity'],
    witness: readAtOldLeader,
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SL10c',
    design: 'a leader answers reads while it holds a lease by its wall clock',
    story: 'The old leader’s clock jumps back, so its lease seems to hold although another leads.',
    options: { leaderReads: 'lease', leaseClock: 'wall', demoteMs: 0 },
    shows: { guarantee: 'regular-register', kinds: ['stale-read'] },
    never: ['durability', 'convergence', 'integrity'],
    witness: {
      ...readAtOldLeader,
      faults: [...readAtOldLeader.faults, skewed(1_010, 3_500, ['n1'], -5_000)],
    },
    campaign: { seeds: 2_000, settings: { faults: ['partition', 'clock'], faultIntervalMs: 500 } },
  },
  {
    ...three,
    id: 'SL10c-monotonic',
    design: 'a leader answers reads while it holds a lease by a clock that nobody sets',
    story: 'Its wall clock jumps as far, and the lease is over when it is over.',
    options: { leaderReads: 'lease', demoteMs: 0 },
    never: ['linearizability', 'durability', 'convergence', 'integrity'],
    witness: {
      ...readAtOldLeader,
      faults: [...readAtOldLeader.faults, skewed(1_010, 3_500, ['n1'], -5_000)],
    },
    campaign: { seeds: 200, settings: { faults: ['partition', 'clock'], faultIntervalMs: 500 } },
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
    campaign: { seeds: 200, settings: { faults: [] }, options: { electionTimeoutMs: 20 } },
  },
  {
    ...three,
    id: 'SL14a',
    design: 'an old leader rejoins and keeps the effects of its tail',
    story: 'It takes the new leader’s log, but not back what only it had done: its data differs for ever.',
    options: { ...asynchronous, rejoin: 'keep', leaderShows: 'appended', leaderReads: 'local' },
    shows: { guarantee: 'convergence', kinds: ['diverged-replicas'] },
    never: ['integrity'],
    witness: {
      clients: [
        [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
        [read(2_500, 'n2', 'x')],
      ],
      faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
      untilMs: 5_000,
    },
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL14b',
    design: 'an old leader rejoins by position alone',
    story: 'Something else stands at the same positions of its log, and it does not notice.',
    options: { ...asynchronous, rejoin: 'position' },
    shows: { guarantee: 'convergence', kinds: ['diverged-replicas'] },
    never: ['integrity'],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SL14c',
    design: 'an old leader goes back to the last common (term, position)',
    story: 'It loses what was acknowledged in vain, but all replicas agree.',
    options: asynchronous,
    shows: durability,
    never: ['convergence', 'integrity'],
    witness: cutOff,
    withoutNetwork: diesAhead,
    campaign: { seeds: 200 },
  },
];
