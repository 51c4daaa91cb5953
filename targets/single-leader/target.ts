import { perNodeCount } from '../per-node-count.js';
import type { Target } from '../target.js';
import { bugs } from './bugs.js';
import { connect, operations } from './client.js';
import { quorumSize, type SingleLeaderOptions } from './options.js';
import { optionsFor } from './options-schema.js';
import { promises } from './promises.js';
import { start } from './server.js';

/**
 * A store with one leader: it orders the writes in a log, which followers apply in the same order. How many copies a write
 * needs, what makes a leader and where clients read are options. The defaults are a consensus-grade configuration.
 */
export const singleLeader: Target<SingleLeaderOptions> = {
  name: 'single-leader',
  summary: 'one leader orders the writes, followers apply its log; linearizable by default',
  options: perNodeCount((n) =>
    optionsFor(n)
      .refine(
        ({ copies, consumers, partitions }) =>
          copies <= n - consumers && (consumers === 0 || partitions === 1),
        {
          path: ['consumers'],
          error: `consumers hold no copies, and take changes from one log: copies and consumers are at most ${n} together, and partitions is 1`,
        },
      )
      .refine(
        ({ spares, consumers, partitions, topology }) =>
          spares === 0 || (spares + consumers < n && partitions === 1 && topology === 'star'),
        {
          path: ['spares'],
          error: `spares are added to one log that the leader sends to all: of ${n} nodes one at least is neither spare nor consumer, partitions is 1, and topology is star`,
        },
      ),
  ),
  tunings: {
    electionTimeoutMs: [40, 80, 150],
    demoteMs: [150, 2_000],
    snapshotEvery: [2, 8],
    retain: [0, 4],
  },
  operations,
  bugs,
  probes: [
    'a leader after the first is elected',
    'a leader steps down',
    'a leader of an older term is refused',
    'a follower lacks what comes before',
    'a follower takes entries back',
    'a write outlives its leader',
    'a write is acknowledged by the leader alone',
    'a leader asked for a read cannot answer yet, or leads no more',
    'a read waits for what its session saw',
    'a follower refuses pages of another storage format',
    'a consumer begins again from a snapshot',
    'a replica says that it is too far behind to be read',
    'a torn write is cut off',
    'a silent node is left out of the chain',
    'a node joins the end of the chain',
    'a resource refuses an old fencing token',
    'the end of a chain has not yet all that may have been seen',
    'the members change',
    'a leader removes itself',
    'a learner needs a snapshot',
    'a change of members is taken back',
    'a follower shows an entry before an earlier one',
  ],
  orders: ['promote', 'members', 'damage'],
  promises,
  quorumSize,
  start,
  module: new URL('./server.js', import.meta.url),
  connect,
};
