import type { Experiment } from './experiment.js';
import { apart, read, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** The old leader is cut off, and somebody writes there and on the other side. */
const cutOff = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2), write(1_150, 'n1', 'y', 3)],
    [read(2_500, 'n2', 'x'), write(2_600, 'n2', 'y', 4)],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 4_000,
};

/** Every follower gets the log without a wait, and whoever has a majority may lead. */
const asynchronous = { copies: 1, votes: 'majority' } as const;

/** Single-leader replication and failover: rows SL of the truth table. */
export const singleLeaderExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SL1',
    design: 'asynchronous replication with failover',
    story:
      'The leader acknowledges writes that no follower has yet, and is cut off. A follower is promoted, and when the old leader comes back it takes its tail back: acknowledged writes are lost.',
    options: asynchronous,
    shows: { guarantee: 'durability', kinds: ['lost-write'] },
    never: ['convergence', 'integrity'],
    witness: cutOff,
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
    campaign: { seeds: 200 },
  },
];
