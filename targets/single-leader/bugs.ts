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
    name: 'confirm-before-sync',
    summary: 'a follower confirms entries that are still on their way to its disk',
    causes: ['lost-write', 'stale-read', 'diverged-replicas'],
  },
  {
    name: 'sync-covers-later',
    summary: 'what was appended while a disk synced counts as synced too',
    causes: ['lost-write', 'stale-read', 'diverged-replicas'],
  },
  {
    name: 'commit-without-own-disk',
    summary: 'a leader counts itself among the copies of an entry that its own disk has not synced',
    causes: ['lost-write', 'stale-read', 'diverged-replicas'],
  },
  {
    name: 'claim-whole-log',
    summary: 'a follower confirms all of its log, though the leader has compared only its beginning',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'stuck-operation'],
  },
  {
    name: 'count-trial-votes',
    summary: 'a candidate takes the answers to its trial for votes, so two may lead in a term',
    causes: ['lost-write', 'stale-read', 'diverged-replicas', 'non-linearizable'],
  },
  {
    name: 'vote-despite-leader',
    summary: 'a node helps to elect another while it hears from its leader, whose lease counts on that',
    causes: ['stale-read', 'non-linearizable', 'new-old-inversion'],
    options: { leaderReads: 'lease' },
  },
  {
    name: 'confirm-with-one',
    summary: 'a leader takes one follower’s answer for the proof that nobody else was elected',
    causes: ['stale-read', 'non-linearizable', 'new-old-inversion'],
    options: { demoteMs: 0 },
  },
  {
    name: 'lease-from-answer',
    summary: 'a lease counts from when it was confirmed, not from when it was asked for',
    causes: ['stale-read', 'non-linearizable', 'new-old-inversion'],
    options: { leaderReads: 'lease', leaseMs: 300 },
  },
  {
    name: 'read-before-ready',
    summary: 'a new leader answers reads before it knows what earlier ones committed',
    causes: ['stale-read', 'read-your-writes-violation', 'non-monotonic-read', 'new-old-inversion'],
  },
  {
    name: 'read-when-deposed',
    summary: 'a leader that steps down answers the reads that waited for the proof that it leads',
    causes: ['stale-read', 'non-linearizable', 'new-old-inversion'],
    options: { demoteMs: 0 },
  },
  {
    name: 'fail-when-deposed',
    summary: 'a leader that steps down says that the writes which waited for copies were not done',
    causes: ['failed-write-visible'],
  },
  {
    name: 'answer-after-wait',
    summary: 'a replica that waited in vain for what a session saw answers its read all the same',
    causes: ['read-your-writes-violation', 'non-monotonic-read', 'non-monotonic-writes', 'non-sequential'],
    options: { reads: 'token' },
  },
  {
    name: 'token-by-received',
    summary: 'a replica compares a token with what it has received, not with what it shows',
    causes: ['read-your-writes-violation', 'non-monotonic-read', 'non-monotonic-writes', 'non-sequential'],
    options: { reads: 'token' },
  },
  {
    name: 'capture-without-term',
    summary: 'a consumer goes on after a position although what it took over up to there was taken back',
    causes: ['diverged-replicas'],
    options: { consumers: 1, copies: 1, votes: 'majority' },
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
];
