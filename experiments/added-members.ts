import type { History } from '../src/history/operation.js';
import type { Experiment } from './experiment.js';
import { finalLooks, replicasAgree } from './final-looks.js';
import { apart, membersAre, promoted, repeated, type Script, write } from './script.js';

/** A fourth node is added while a client writes; the log no longer has what was written first. */
const addedUnderLoad: Script = {
  clients: [repeated(600, 40, 60, (atMs, number) => write(atMs, 'n1', `x${number}`, number))],
  faults: [membersAre(1_500, 3_000, ['n1', 'n2', 'n3', 'n4'])],
  untilMs: 4_000,
};

/** The leader reaches only the fourth node, which catches up; the other two elect another leader. */
const writtenToLearner: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(1_040, 'n1', 'x', 2)]],
  faults: [
    apart(1_000, 2_500, ['n1', 'n4'], ['n2', 'n3']),
    membersAre(1_010, 3_000, ['n1', 'n2', 'n3', 'n4']),
    promoted(1_200, 'n2'),
  ],
  untilMs: 3_500,
};

const joinsUnderLoad = {
  what: 'writes are acknowledged while a node is added, and in the end it holds what all others do',
  isSeen: (history: History) =>
    finalLooks(history).length === 4 && replicasAgree(history) && hasWritesDuring(history, 'members'),
} as const;

/** A new node under load, among three that keep short logs. */
const growing = {
  target: 'single-leader',
  workload: 'register',
  nodes: 4,
  onlyNodes: 'the node that is added is the last of four',
  campaign: { seeds: 200, settings: { faults: ['members', 'partition', 'kill', 'slow-link'] } },
} as const;

function hasWritesDuring({ operations, faults }: History, kind: string): boolean {
  return faults.some(
    (fault) =>
      fault.kind === kind &&
      operations.some(
        ({ f, type, invokedAt, completedAt }) =>
          f === 'write' && type === 'ok' && invokedAt >= fault.from && completedAt <= fault.to,
      ),
  );
}

/** Nodes that are added while others write: rows SU6 of the truth table. */
export const addedMemberExperiments: readonly Experiment[] = [
  {
    ...growing,
    id: 'SU6',
    design:
      'a node is added while others write: a snapshot at an exact position, then the log, then it counts',
    story:
      'Nobody waits for it: it counts when it has caught up, by an entry of the log, which is committed like any other.',
    options: { snapshotEvery: 16, retain: 2, spares: 1 },
    shows: joinsUnderLoad,
    never: ['durability', 'convergence', 'linearizability', 'integrity'],
    witness: addedUnderLoad,
  },
  {
    ...growing,
    id: 'SU6-late',
    design:
      'a node is added while others write, with a snapshot that is tied to where the log ends when it is sent',
    story:
      'What was written after the snapshot was taken the new node never gets, and it is a member all the same.',
    options: { snapshotEvery: 16, retain: 2, spares: 1, snapshots: 'late' },
    shows: { guarantee: 'convergence', kinds: ['diverged-replicas'] },
    never: ['integrity'],
    witness: addedUnderLoad,
  },
  {
    ...growing,
    id: 'SU6-counts',
    design: 'a node that catches up counts among the copies of a write before it is a member',
    story:
      'A write is acknowledged when the leader and the new node have it. The members elect another leader without asking that node, and the write is gone.',
    options: { snapshotEvery: 16, retain: 2, spares: 1 },
    bugs: ['learner-counts'],
    shows: { guarantee: 'durability', kinds: ['lost-write'] },
    never: ['integrity'],
    witness: writtenToLearner,
    // The cut must part the members while the new node is none yet, and nobody may write the key again.
    campaign: {
      seeds: 200,
      options: { electionTimeoutMs: 150, leaseMs: 150 },
      settings: {
        faults: ['members', 'partition'],
        faultIntervalMs: 400,
        faultDurationMs: 800,
        timeLimitMs: 10_000,
        rate: 60,
        knobs: { keys: 100 },
      },
    },
  },
];
