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
    name: 'skip-after-snapshot',
    summary: 'a node takes a snapshot for one entry more than it holds, and never applies that',
    causes: ['diverged-replicas', 'lost-write'],
  },
  {
    name: 'snapshot-without-terms',
    summary: 'a node that took a snapshot forgets the terms of its log up to there, so no leader’s log fits',
    causes: ['diverged-replicas', 'stuck-operation'],
  },
  {
    name: 'commit-without-own-disk',
    summary: 'a leader counts itself among the copies of an entry that its own disk has not synced',
    causes: ['lost-write', 'stale-read', 'diverged-replicas'],
    options: { copies: 1 },
  },
  {
    name: 'count-trial-votes',
    summary: 'a candidate takes the answers to its trial for votes, so two may lead in a term',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
  },
  {
    name: 'read-before-ready',
    summary: 'a new leader answers reads before it knows what earlier ones committed',
    causes: ['stale-read', 'read-your-writes-violation', 'non-monotonic-read', 'new-old-inversion'],
  },
  {
    name: 'fail-when-deposed',
    summary: 'a leader that steps down says that the writes which waited for copies were not done',
    causes: ['failed-write-visible'],
  },
  {
    name: 'answer-after-wait',
    summary: 'a replica that waited in vain for what a session saw answers its read all the same',
    causes: [
      'read-your-writes-violation',
      'non-monotonic-read',
      'non-monotonic-writes',
      'causality-violation',
    ],
    options: { reads: 'token' },
  },
  {
    name: 'token-by-received',
    summary: 'a replica compares a token with what it has received, not with what it shows',
    causes: [
      'read-your-writes-violation',
      'non-monotonic-read',
      'non-monotonic-writes',
      'causality-violation',
    ],
    options: { reads: 'token' },
  },
  {
    name: 'token-before-write',
    summary: 'a write is acknowledged with the position before it',
    causes: [
      'read-your-writes-violation',
      'non-monotonic-read',
      'non-monotonic-writes',
      'causality-violation',
    ],
    options: { reads: 'token' },
  },
  {
    name: 'execute-on-shown',
    summary: 'a leader carries a statement out on the data that it shows, without what it has appended since',
    causes: [
      'lost-increment',
      'counter-out-of-bounds',
      'non-linearizable',
      'lost-element',
      'diverged-log',
      'duplicate-id',
    ],
  },
  {
    name: 'cut-too-little',
    summary: 'a node takes back all of a tail but its first entry',
    causes: ['diverged-replicas', 'lost-write'],
    options: { copies: 1, votes: 'majority' },
  },
  {
    name: 'ignore-heartbeat-commit',
    summary: 'a follower learns what is committed only from messages that bring entries',
    causes: ['diverged-replicas'],
  },
  {
    name: 'count-itself-twice',
    summary: 'a leader counts itself twice among the copies of an entry',
    causes: ['lost-write', 'stale-read', 'under-replicated-write', 'diverged-replicas'],
  },
  {
    name: 'capture-skips-one',
    summary: 'a consumer of changes goes on one place behind what it took over last',
    causes: ['diverged-replicas'],
    options: { consumers: 1 },
  },
  {
    name: 'id-before-copies',
    summary: 'an id is given out as soon as its row is in the leader’s log',
    causes: ['duplicate-id', 'foreign-row'],
  },
  {
    name: 'forget-token',
    summary: 'the fencing token of a lock is forgotten when the lock is released',
    causes: ['token-not-growing', 'stale-token-accepted'],
  },
  {
    name: 'token-in-memory',
    summary: 'a resource forgets when it restarts which fencing token was the greatest',
    causes: ['stale-token-accepted'],
    options: { lockTtlMs: 100 },
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
  {
    name: 'token-for-first-partition',
    summary: 'replicas of all partitions but the first answer whatever a session has seen',
    causes: ['read-your-writes-violation', 'non-monotonic-read'],
    options: { partitions: 2, placement: 'key', reads: 'token' },
  },
  {
    name: 'drop-dependencies',
    summary: 'a write does not keep what its client had seen in other partitions',
    causes: ['causality-violation', 'divergent-order', 'write-without-its-reads', 'non-monotonic-writes'],
    options: { partitions: 2, placement: 'key', reads: 'token', dependencies: 'tracked' },
  },
  {
    name: 'lag-from-hearing',
    summary:
      'a follower counts its lag from when it heard its leader, not from when the leader knew what it said',
    causes: ['too-stale-read'],
    options: { reads: 'fresh', lag: 'echoes', maxLagMs: 200 },
  },
  {
    name: 'learner-counts',
    summary: 'a node that catches up before it becomes a member counts among those that have a write',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
    options: { spares: 2 },
  },
  {
    name: 'restart-forgets-members',
    summary:
      'a node that restarts goes by the members of its snapshot, whatever its log says of changes since',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
  },
  {
    name: 'first-quorums',
    summary: 'quorums are as large as they were at the start, however many members there are',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
    options: { spares: 2 },
  },
  {
    name: 'change-at-once',
    summary:
      'all nodes of an order are added and removed in one change, so quorums before and after need not meet',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
  },
  {
    name: 'removed-counts',
    summary: 'a node that was removed goes on getting the log, and counts among those that have a write',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
  },
  {
    name: 'forget-members',
    summary: 'a node that takes a snapshot over goes by the members that there were at the start',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
    faults: ['members'],
    options: { snapshotEvery: 4, retain: 2 },
  },
  {
    name: 'apply-out-of-turn',
    summary:
      'where a follower applies several entries at once, every fourth is shown without waiting for earlier ones',
    causes: ['prefix-violation', 'long-fork'],
    options: { apply: 'commit-order', applyMs: 100, reads: 'any' },
  },
];
