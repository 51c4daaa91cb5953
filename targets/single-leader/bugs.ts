import type { PlantedBug } from '../target.js';
import type { SingleLeaderBug } from './options.js';

/** The store's planted bugs, each against one of its mechanisms. */
export const bugs: readonly (PlantedBug & { readonly name: SingleLeaderBug })[] = [
  {
    name: 'ack-before-copies',
    summary: 'a write is acknowledged as soon as it is in the leader’s log, whatever copies says',
    causes: ['lost-write', 'stale-read', 'read-your-writes-violation'],
  },
  {
    name: 'vote-twice',
    summary: 'a node votes for every candidate of a term, so two may lead in it',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
  },
  {
    name: 'forget-vote',
    summary: 'a vote is not kept on disk, so a node that restarts can vote again',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
  },
  {
    name: 'skip-consistency-check',
    summary: 'a follower appends what comes without comparing what stands before it',
    causes: ['diverged-replicas', 'lost-write'],
  },
  {
    name: 'ignore-disk-error',
    summary: 'a node says that its log is durable although its disk refused to keep it',
    causes: ['lost-write', 'stale-read', 'diverged-replicas'],
  },
  {
    name: 'snapshot-without-position',
    summary: 'a snapshot is tied to the end of the log when it is sent, not to where it was taken',
    causes: ['diverged-replicas', 'lost-write'],
  },
  {
    name: 'truncate-too-early',
    summary: 'the log is dropped although no snapshot holds what was in it',
    causes: ['diverged-replicas', 'lost-write'],
  },
  {
    name: 'skip-truncated',
    summary: 'a follower that the log has nothing for any more takes a snapshot’s position, and not its data',
    causes: ['diverged-replicas', 'lost-write'],
  },
  {
    name: 'campaign-once',
    summary: 'a node that has asked to lead does not do so again until it restarts',
    causes: ['stuck-operation'],
  },
  {
    name: 'ack-before-tail',
    summary:
      'a write is acknowledged when enough nodes have it, though the end of the chain, where reads go, has not',
    causes: ['stale-read', 'read-your-writes-violation'],
    options: { topology: 'chain', reads: 'tail' },
  },
  {
    name: 'hasty-chain',
    summary: 'a chain leaves out a silent node before its lease to answer reads is over',
    causes: ['stale-read', 'read-your-writes-violation', 'non-monotonic-read', 'new-old-inversion'],
    options: { topology: 'chain', reads: 'tail' },
  },
  {
    name: 'tail-joins-behind',
    summary: 'a node answers reads as the end of the chain before it has what was acknowledged earlier',
    causes: ['stale-read', 'read-your-writes-violation', 'non-monotonic-read', 'new-old-inversion'],
    options: { topology: 'chain', reads: 'tail' },
  },
];
