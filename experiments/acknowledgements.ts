import { checkerOf } from '../src/checkers/registry.js';
import type { History } from '../src/history/operation.js';
import type { Experiment, Sight } from './experiment.js';
import { down, promoted, read, readAll, type ScriptedFault, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', nodes: 3 } as const;

/** What these nodes say does not arrive; they hear all the same. */
function unheard(fromMs: number, toMs: number, nodes: readonly string[], by: string): ScriptedFault {
  const links = nodes.map((node) => [node, by]);
  return { kind: 'partition', atMs: fromMs, durationMs: toMs - fromMs, shape: 'one-way', links };
}

/** Writes go on at once while somebody is down. */
const writesGoOn: Sight = {
  what: 'writes are acknowledged while a follower is down',
  isSeen: ({ operations, faults }) =>
    faults.some(({ from, to }) =>
      operations.some(
        ({ f, type, invokedAt, completedAt }) =>
          f === 'write' && type === 'ok' && invokedAt > from && completedAt < to,
      ),
    ),
};

/** Whether what one node alone shows of writes has no order in which they can have come. */
function oneNodeForks(history: History): boolean {
  const nodes = new Set(history.operations.map(({ node }) => node));
  const prefix = checkerOf('consistent-prefix');
  return [...nodes].some((node) => {
    const operations = history.operations.filter((one) => one.f === 'write' || one.node === node);
    return prefix.check({ ...history, operations }, { minEvidence: 0, maxAnomalies: 1 }).holds === false;
  });
}

const sound = ['durability', 'linearizability', 'convergence', 'integrity'] as const;

/** Who must have a write before it is acknowledged, and who shows it when: rows SL2, SL3 and SL7 of the truth table. */
export const acknowledgementExperiments: readonly Experiment[] = [
  {
    ...three,
    workload: 'register',
    id: 'SL2-any',
    design: 'synchronous replication to all followers, and any follower may be promoted',
    story: 'The leader dies, and whoever is promoted has every write that was acknowledged: all have.',
    options: { copies: 3, candidate: 'any' },
    optionsOn: (nodes) => ({ copies: nodes }),
    never: sound,
    witness: {
      clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(3_000, 'n3', 'x')]],
      faults: [down(1_150, 2_500, ['n1']), promoted(1_500, 'n3')],
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...three,
    workload: 'register',
    id: 'SL3b-standin',
    design: 'semi-synchronous replication: one follower must have a write, whichever it is',
    story: 'The follower that confirmed the writes goes down, and the other takes its place at once.',
    options: { copies: 2 },
    shows: writesGoOn,
    never: sound,
    witness: {
      clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(3_000, 'n1', 'x')]],
      faults: [down(1_000, 2_500, ['n2'])],
      untilMs: 4_000,
    },
    campaign: { seeds: 200 },
  },
  {
    ...three,
    workload: 'session',
    id: 'SL7-fork',
    design:
      'a write may be acknowledged and shown before an earlier one that waits; standbys show the log’s order',
    story:
      'One transaction waits for its copies, and another that does not is acknowledged and shown at the leader. There a reader sees only the second, at a standby only the first.',
    options: {
      waits: 'even-sessions',
      leaderShows: 'acknowledged',
      followerShows: 'received',
      leaderReads: 'local',
      reads: 'any',
      failover: 'manual',
      demoteMs: 0,
    },
    shows: { guarantee: 'consistent-prefix', kinds: ['long-fork'] },
    never: [
      'durability',
      'convergence',
      'integrity',
      { what: 'one node alone shows a long fork', isSeen: oneNodeForks },
    ],
    witness: {
      clients: [
        [write(1_100, 'n1', 'x', 1)],
        [write(1_130, 'n1', 'y', 2)],
        [readAll(1_120, 'n2', ['x', 'y'])],
        [readAll(1_150, 'n1', ['x', 'y'])],
      ],
      faults: [unheard(1_000, 2_500, ['n2', 'n3'], 'n1')],
      untilMs: 4_000,
      operationTimeoutMs: 2_000,
    },
    onlyNodes: 'it silences the two followers of three nodes',
    campaign: { seeds: 400, settings: { faults: ['partition', 'pause', 'slow-link', 'loss'] } },
  },
];
