import type { Experiment } from './experiment.js';
import { durability, three } from './single-leader.js';
import { apart, down, promoted, read, type Script, write } from './script.js';

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

/** Who is promoted when the leader is gone, and what a promotion may commit: rows SL3 of the truth table. */
export const promotionExperiments: readonly Experiment[] = [
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
      seeds: 1_000,
      // The tail must be longer than all that the newer term has, and its leader gone before they meet.
      options: { demoteMs: 0 },
      settings: {
        faults: ['partition', 'kill'],
        faultIntervalMs: 100,
        faultDurationMs: 800,
        rate: 40,
        concurrency: 30,
        operationTimeoutMs: 300,
        knobs: { keys: 10, reads: 0 },
      },
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
];
