import type { optionsFor } from './options-schema.js';

/** The options of the single-leader store, complete. */
export type SingleLeaderOptions = ReturnType<ReturnType<typeof optionsFor>['parse']>;

/** The smallest number of nodes that any other so large set of `n` nodes meets. */
export function majorityOf(n: number): number {
  return Math.floor(n / 2) + 1;
}

/** How many nodes, the candidate among them, must agree to a new leader. */
export function votesNeeded({ votes, copies }: SingleLeaderOptions, n: number): number {
  switch (votes) {
    case 'alone':
      return 1;
    case 'majority':
      return majorityOf(n);
    case 'intersecting':
      return Math.max(majorityOf(n), n - copies + 1);
  }
}

/** How many nodes, the leader among them, prove by their answers that no other leader has been elected yet. */
export function holdersNeeded(options: SingleLeaderOptions, n: number): number {
  return n - votesNeeded(options, n) + 1;
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
  const { copies, failover, followers, votes, fencing, rejoin, upgraded, consumers } = options;
  // It says how many nodes, and not which: a consumer is no help.
  if (consumers > 0) return undefined;
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
  | 'lag-from-hearing';

/** What a replica is started with. */
export type ReplicaOptions = SingleLeaderOptions & { readonly bugs: readonly SingleLeaderBug[] };
