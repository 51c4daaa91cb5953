import type { History } from '../src/history/operation.js';
import type { PlannedOperation } from '../src/plan/plan.js';
import type { Experiment } from './experiment.js';
import { replicasAgree, replicasDiffer } from './final-looks.js';
import { apart, down, promoted, read, readAll, repeated, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** Nodes take snapshots often, and keep almost nothing of the log that is in them. */
const shortLogs = { snapshotEvery: 4, retain: 2 } as const;

const add = (atMs: number, key: string): PlannedOperation => ({ atMs, node: 'n1', f: 'add', key, value: 1 });

/** A follower misses more than the leader's log keeps. */
function longOutage(operation: (atMs: number, number: number) => PlannedOperation): Script {
  return {
    clients: [repeated(1_050, 40, 20, operation), [read(4_000, 'n3', 'x')]],
    faults: [apart(1_000, 3_000, ['n3'], ['n1', 'n2'])],
    untilMs: 4_500,
  };
}

/** The same with a follower that is down instead of cut off. */
function awayInstead(script: Script): Script {
  return { ...script, faults: [down(1_000, 3_000, ['n3'])] };
}

const writesMissed = longOutage((atMs, number) => write(atMs, 'n1', `x${number}`, number));
const addsMissed = longOutage((atMs) => add(atMs, 'x'));

/** A follower dies twice, and others write all the time. */
const diesTwice: Script = {
  clients: [
    repeated(700, 40, 70, (atMs, number) => write(atMs, 'n1', `x${number % 10}`, number)),
    [read(4_000, 'n1', 'x1')],
  ],
  faults: [down(1_000, 1_700, ['n3']), down(2_400, 2_700, ['n3'])],
  untilMs: 4_500,
};

/** A follower misses more than the leader's log keeps, and others go on writing while it takes a snapshot. */
const setUpUnderLoad: Script = {
  ...diesTwice,
  clients: [
    repeated(700, 40, 80, (atMs, number) => write(atMs, 'n1', `x${number % 10}`, number)),
    [read(4_200, 'n3', 'x1')],
  ],
  faults: [down(1_000, 2_500, ['n3'])],
};

/** Whether a replica that was down has in the end what all others have, and writes went on meanwhile. */
function catchesUp(history: History): boolean {
  const wentOn = history.faults.some(({ from, to }) =>
    history.operations.some(
      ({ f, type, invokedAt, completedAt }) =>
        f === 'write' && type === 'ok' && invokedAt > from && completedAt < to,
    ),
  );
  return wentOn && replicasAgree(history);
}

const caughtUp = {
  what: 'who was down has in the end what was written meanwhile',
  isSeen: catchesUp,
} as const;

/** Rows are copied for a follower while others write the first and the last of them. */
const writesDuringCopy: Script = {
  clients: [
    [
      ...repeated(1_050, 40, 12, (atMs, number) =>
        write(atMs, 'n1', 'abcd'[(number - 1) % 4] as string, number),
      ),
      ...repeated(2_900, 7, 40, (atMs, number) =>
        write(atMs, 'n1', number % 2 === 0 ? 'a' : 'd', 100 + number),
      ),
    ],
    repeated(2_900, 2, 250, (atMs) => readAll(atMs, 'n3', ['a', 'b', 'c', 'd'])),
  ],
  faults: [apart(1_000, 3_000, ['n3'], ['n1', 'n2'])],
  untilMs: 4_500,
};

/** A follower has what its dead leader sent it, and catches up with another, which has something else in those places. */
const leaderChanges: Script = {
  clients: [
    [
      write(600, 'n1', 'x', 1),
      ...repeated(1_050, 20, 3, (atMs, number) => write(atMs, 'n1', 'x', 10 + number)),
    ],
    repeated(1_900, 50, 6, (atMs, number) => write(atMs, 'n2', 'y', 20 + number)),
  ],
  faults: [
    apart(1_000, 1_400, ['n2'], ['n1', 'n3']),
    down(1_300, 3_500, ['n1']),
    promoted(1_500, 'n2'),
    promoted(1_700, 'n2'),
  ],
  untilMs: 4_500,
};

/** A follower dies while what it has applied is on its way to the disk. */
const diesWhileApplying: Script = {
  clients: [repeated(1_000, 60, 10, (atMs) => add(atMs, 'x'))],
  faults: [down(1_410, 2_500, ['n3'])],
  untilMs: 4_000,
  syncMs: 40,
};

const diverges = { guarantee: 'convergence', kinds: ['diverged-replicas'] } as const;
const differs = { what: 'replicas hold different counts in the end', isSeen: replicasDiffer } as const;
const agrees = { what: 'all replicas hold the same count in the end', isSeen: replicasAgree } as const;

/** Followers that are set up, or come back: rows SU of the truth table. */
export const settingUpExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SU1-late',
    design: 'a snapshot is tied to a position of the log that is too late',
    story:
      'A follower takes a snapshot, and then the log from where that ended when it was sent. What was written between the two it never gets.',
    options: { ...shortLogs, snapshots: 'late' },
    shows: diverges,
    never: ['integrity'],
    witness: writesMissed,
    withoutNetwork: awayInstead(writesMissed),
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SU1-early',
    workload: 'statements',
    design: 'a snapshot is tied to a position that is too early, and the log holds statements',
    story:
      'A follower takes a snapshot, and replays the log from before it. What was added in between is added twice.',
    options: { ...shortLogs, snapshots: 'early', logForm: 'fixed-statements' },
    shows: differs,
    never: ['integrity'],
    witness: addsMissed,
    withoutNetwork: awayInstead(addsMissed),
    campaign: { seeds: 200, settings: { knobs: { adds: 1 } } },
  },
  {
    ...three,
    id: 'SU1-early-rows',
    design: 'a snapshot is tied to a position that is too early, and the log holds rows',
    story:
      'What is replayed twice sets rows to what they were set to before: the follower goes back in time, and arrives where all others are.',
    options: { ...shortLogs, snapshots: 'early' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence'],
    witness: addsMissed,
    withoutNetwork: awayInstead(addsMissed),
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SU1-exact',
    design: 'a snapshot is tied to its exact position, and the log holds statements',
    story: 'The follower takes over each addition once: in the snapshot, or from the log.',
    options: { ...shortLogs, logForm: 'fixed-statements' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: addsMissed,
    withoutNetwork: awayInstead(addsMissed),
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SU2',
    workload: 'session',
    design: 'a snapshot is copied row by row while others write, and shown before the log is replayed',
    story:
      'A reader at the new follower sees the first row from before a write and the last row from after a later one: a state that never was.',
    options: { ...shortLogs, snapshots: 'fuzzy-shown', reads: 'any' },
    shows: { guarantee: 'consistent-prefix', kinds: ['prefix-violation', 'long-fork'] },
    never: ['integrity', 'durability', 'convergence'],
    witness: writesDuringCopy,
    onlySimulated: 'a write must fall between two rows of a copy, which are milliseconds apart',
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SU2-replayed',
    workload: 'session',
    design: 'the same copy, shown only when the log is replayed to where the copy ended',
    story: 'Rows are set again to what the log says, until all of them are of one place in it.',
    options: { ...shortLogs, snapshots: 'fuzzy', reads: 'any' },
    never: ['consistent-prefix', 'integrity', 'durability', 'convergence'],
    witness: writesDuringCopy,
    onlySimulated: 'a write must fall between two rows of a copy, which are milliseconds apart',
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SU3',
    design: 'the log is truncated while a follower is away, and the follower takes a snapshot',
    story:
      'The leader has no longer what the follower lacks next, so it sends a snapshot and what follows it.',
    options: shortLogs,
    never: ['durability', 'convergence', 'linearizability', 'integrity'],
    witness: writesMissed,
    withoutNetwork: awayInstead(writesMissed),
    campaign: { seeds: 200 },
  },
  {
    ...three,
    id: 'SU3-log',
    design: 'a follower dies, and goes on from where its own log ends',
    story: 'The leader still has all that it missed, and sends the rest of the log, while others write.',
    options: {},
    shows: caughtUp,
    never: ['durability', 'convergence', 'linearizability', 'integrity'],
    witness: diesTwice,
    campaign: { seeds: 200, settings: { faults: ['kill'] } },
  },
  {
    ...three,
    id: 'SU3-load',
    design: 'a follower is set up from a snapshot while others go on writing',
    story: 'What is written after the position of the snapshot comes from the log, and nothing waits for it.',
    options: shortLogs,
    shows: caughtUp,
    never: ['durability', 'convergence', 'linearizability', 'integrity'],
    witness: setUpUnderLoad,
    campaign: { seeds: 200, settings: { faults: ['kill'] } },
  },
  {
    ...three,
    id: 'SU3-skip',
    design: 'the log is truncated while a follower is away, which goes on where the log begins',
    story: 'What was truncated the follower never gets, and nobody notices.',
    options: shortLogs,
    bugs: ['skip-truncated'],
    shows: diverges,
    never: ['integrity'],
    witness: writesMissed,
    withoutNetwork: awayInstead(writesMissed),
    campaign: { seeds: 400 },
  },
  {
    ...three,
    id: 'SU4',
    design: 'the leader changes while a follower catches up, which compares positions only',
    story:
      'The follower has entries of its dead leader where the new one has others. By their numbers it has them already, and keeps what nobody else has.',
    options: { copies: 1, votes: 'majority', candidate: 'any', rejoin: 'position', failover: 'manual' },
    shows: diverges,
    never: ['integrity'],
    witness: leaderChanges,
    campaign: { seeds: 400, options: { failover: 'automatic' } },
  },
  {
    ...three,
    id: 'SU4-term',
    design: 'the leader changes while a follower catches up, which compares (term, position)',
    story: 'The follower goes back to the last common entry, and takes the rest from the new leader.',
    options: { copies: 1, votes: 'majority', candidate: 'any', failover: 'manual' },
    never: ['convergence', 'integrity'],
    witness: leaderChanges,
    campaign: { seeds: 200, options: { failover: 'automatic' } },
  },
  {
    ...three,
    id: 'SU5',
    workload: 'statements',
    design: 'a follower stores its position after the data, and the log holds statements',
    story: 'It dies between the two. When it comes back, it applies again what is in its data already.',
    options: { appliedPosition: 'apart', logForm: 'fixed-statements' },
    shows: differs,
    never: ['integrity'],
    witness: diesWhileApplying,
    campaign: { seeds: 200, settings: { knobs: { adds: 1 } } },
  },
  {
    ...three,
    id: 'SU5-atomic',
    design: 'a follower stores its position in one record with the data',
    story: 'Whatever it loses, the position fits the data: the rest is replayed from there.',
    options: { logForm: 'fixed-statements' },
    shows: agrees,
    never: ['integrity', 'durability', 'convergence', 'linearizability'],
    witness: diesWhileApplying,
    campaign: { seeds: 200 },
  },
];
