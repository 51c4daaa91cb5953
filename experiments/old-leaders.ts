import type { Experiment } from './experiment.js';
import { asynchronous, cutOff, diesAhead, durability, three } from './single-leader.js';
import { apart, paused, read, type Script, skewed, write } from './script.js';

/** The leader stands still until another leads, and goes on as if nothing had been. */
const standsStill: Script = {
  clients: [[write(600, 'n1', 'x', 1), write(2_500, 'n1', 'y', 2)], [write(2_600, 'n2', 'y', 3)]],
  faults: [paused(1_000, 2_300, ['n1'])],
  untilMs: 4_000,
};

/** The leader is cut off from the other nodes, and a client still reads there while others write elsewhere. */
const readAtOldLeader: Script = {
  clients: [[write(600, 'n1', 'x', 1)], [write(2_200, 'n2', 'x', 2)], [read(2_300, 'n1', 'x')]],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 4_000,
};

/** What a leader does that does not know that another leads, and how it comes back: rows SL9, SL10 and SL14 of the truth table. */
export const oldLeaderExperiments: readonly Experiment[] = [
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
