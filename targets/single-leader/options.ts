import type { optionsFor } from './options-schema.js';

/** The options of the single-leader store, complete. */
export type SingleLeaderOptions = ReturnType<ReturnType<typeof optionsFor>['parse']>;

/** The smallest number of nodes that any other so large set of `n` nodes meets. */
export function majorityOf(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * How many of `m` members must have a write, where `copies` is said of all `n` nodes: a majority at least, where that is one,
 * and as many as may be lacking.
 */
export function copiesNeeded({ copies }: SingleLeaderOptions, m: number, n: number): number {
  return copies < majorityOf(n) ? Math.min(copies, m) : Math.max(majorityOf(m), copies - (n - m));
}

/** How many of `m` members, of `n` nodes in all, must agree to a new leader. */
export function votesNeeded(options: SingleLeaderOptions, m: number, n = m): number {
  switch (options.votes) {
    case 'alone':
      return 1;
    case 'majority':
      return majorityOf(m);
    case 'intersecting':
      return Math.max(majorityOf(m), m - copiesNeeded(options, m, n) + 1);
  }
}

/**
 * How many members prove by their answers that no other leader has been elected yet: also not by those who already know of one
 * member more or less.
 */
export function holdersNeeded(options: SingleLeaderOptions, m: number, n = m): number {
  const others = m - votesNeeded(options, m, n) + 1;
  return whyFixed(options, n) === undefined ? Math.max(others, majorityOf(m)) : others;
}

/**
 * Why the members of a store with these options must stay as they are; undefined where they can change. One node at a time is
 * safe where all quorums of two configurations meet that follow each other, and where whoever leads has the newest.
 */
export function whyFixed(options: SingleLeaderOptions, n: number): string | undefined {
  const { topology, votes, copies, candidate, partitions } = options;
  if (partitions > 1) return 'an operator speaks of the nodes, and each partition has members of its own';
  if (topology === 'chain') return 'a chain has the members that it began with';
  if (candidate !== 'newest') return `with candidate=${candidate} a leader need not know the newest members`;
  if (votes === 'intersecting' && copies < majorityOf(n)) {
    return `with copies=${copies}, less than a majority, and votes that meet them, quorums before and after a change need not meet`;
  }
  return undefined;
}

/** Which version of the storage format a node writes and reads: the last nodes are upgraded first. */
export function storageVersion(
  { upgraded }: Pick<SingleLeaderOptions, 'upgraded'>,
  { id, nodes }: { readonly id: string; readonly nodes: readonly string[] },
): number {
  return nodes.indexOf(id) >= nodes.length - upgraded ? 2 : 1;
}

/** Whether anybody answers reads because he was told so a while ago. */
export function usesLeases({ leaderReads, reads, topology, tailReads }: SingleLeaderOptions): boolean {
  if (reads === 'tail' && topology === 'chain') return tailReads === 'lease';
  return leaderReads === 'lease';
}

/** How many nodes suffice to elect a leader that clients find and that can write and read; undefined where none need do. */
export function quorumSize(options: SingleLeaderOptions, n: number): number | undefined {
  const { copies, failover, followers, votes, fencing, rejoin, upgraded, consumers, spares } = options;
  // It says how many nodes, and not which: neither a consumer nor a spare is a help.
  if (consumers > 0 || spares > 0) return undefined;
  const isSound = votes !== 'alone' && fencing === 'epochs' && rejoin === 'truncate' && upgraded === 0;
  if (!isSound || failover !== 'automatic' || followers !== 'redirect') return undefined;
  return Math.max(copies, votesNeeded(options, n), holdersNeeded(options, n));
}

/** Names of the planted bugs; `bugs.ts` says what each breaks. */
export type SingleLeaderBug =
  | 'ack-before-copies'
  | 'vote-twice'
  | 'forget-vote'
  | 'skip-consistency-check'
  | 'ignore-disk-error'
  | 'campaign-once'
  | 'snapshot-without-position'
  | 'truncate-too-early'
  | 'skip-truncated'
  | 'skip-after-snapshot'
  | 'snapshot-without-terms'
  | 'commit-without-own-disk'
  | 'count-trial-votes'
  | 'read-before-ready'
  | 'fail-when-deposed'
  | 'answer-after-wait'
  | 'token-before-write'
  | 'execute-on-shown'
  | 'cut-too-little'
  | 'ignore-heartbeat-commit'
  | 'count-itself-twice'
  | 'capture-skips-one'
  | 'token-by-received'
  | 'id-before-copies'
  | 'forget-token'
  | 'token-in-memory'
  | 'ack-before-tail'
  | 'hasty-chain'
  | 'tail-joins-behind'
  | 'token-for-first-partition'
  | 'drop-dependencies'
  | 'lag-from-hearing'
  | 'learner-counts'
  | 'restart-forgets-members'
  | 'first-quorums'
  | 'change-at-once'
  | 'removed-counts'
  | 'forget-members'
  | 'apply-out-of-turn';

/** What a replica is started with. */
export type ReplicaOptions = SingleLeaderOptions & { readonly bugs: readonly SingleLeaderBug[] };
