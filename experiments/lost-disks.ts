import type { Experiment } from './experiment.js';
import { apart, down, read, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** A write is on the disks of the leader and of `n2` when both go down; `n2` comes back first. */
function twoHaveIt(...faults: Script['faults']): Script {
  return {
    clients: [[write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)], [read(3_000, 'n2', 'x')]],
    faults: [apart(1_000, 1_300, ['n3'], ['n1', 'n2']), down(1_140, 3_500, ['n1']), ...faults],
    untilMs: 5_000,
  };
}

const nodes = ['n2'];
const lost = { guarantee: 'durability', kinds: ['lost-write'] } as const;
const quorum = 'a write is acknowledged once it is on the disks of two of three nodes';

/** Nodes that come back without what their disks had: row SL6 of the truth table. */
export const lostDiskExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SL6-wiped',
    design: `${quorum}, and one of the two comes back empty`,
    story:
      'It has forgotten the write and helps to elect the third, which never had it: what a quorum acknowledged is lost.',
    options: {},
    shows: lost,
    never: ['integrity'],
    witness: twoHaveIt({ kind: 'wipe', atMs: 1_150, durationMs: 50, nodes }),
    onlyNodes: 'a quorum of more has disks that keep the write',
    campaign: { seeds: 400, settings: { faults: ['wipe', 'kill', 'partition'], faultIntervalMs: 700 } },
  },
  {
    ...three,
    id: 'SL6-restored',
    design: `${quorum}, and one of the two comes back from an old copy of its disk`,
    story: 'It votes for a node without the write, as if it had never confirmed it.',
    options: {},
    shows: lost,
    never: ['integrity'],
    witness: twoHaveIt({ kind: 'restore', atMs: 1_000, durationMs: 200, nodes }),
    onlyNodes: 'a quorum of more has disks that keep the write',
    campaign: { seeds: 400, settings: { faults: ['restore', 'kill', 'partition'], faultIntervalMs: 700 } },
  },
  {
    ...three,
    id: 'SL6-lying',
    design: `${quorum}, as far as these say, but one of them lies`,
    story: 'The power of that node fails. What its disk had said to be synced is gone, and so is the write.',
    options: {},
    shows: lost,
    never: ['integrity'],
    witness: twoHaveIt({ kind: 'lying-disk', atMs: 1_000, durationMs: 200, nodes }),
    onlyNodes: 'a quorum of more has disks that keep the write',
    campaign: { seeds: 400, settings: { faults: ['lying-disk', 'kill', 'partition'], faultIntervalMs: 700 } },
  },
  {
    ...three,
    id: 'SL6-honest',
    design: `${quorum}, and disks keep what they say they have`,
    story:
      'The power of one of the two fails as well. It comes back with the write, and lets nobody lead without it.',
    options: {},
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: twoHaveIt(down(1_150, 1_200, nodes, 'lost')),
    campaign: { seeds: 200, settings: { faults: ['kill', 'partition'], faultIntervalMs: 700 } },
  },
];
