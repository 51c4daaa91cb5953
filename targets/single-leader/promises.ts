import { withImplied } from '../../src/checkers/implied-promises.js';
import type { GuaranteePromise } from '../../src/checkers/verdict.js';
import { replicaCount } from './consumers.js';
import { quorumSize, type SingleLeaderOptions, votesNeeded } from './options.js';

/**
 * What the store promises. All rests on one order: the log of the leaders. It is one if only one node can lead in a term, if
 * nobody leads without what was acknowledged before, and if nobody takes back what was acknowledged. Where keys are spread over
 * several logs each key still has one, so what is promised of single keys holds, and with it linearizability, which is local
 * (Herlihy and Wing, TOPLAS 1990).
 */
export function promises(options: SingleLeaderOptions, n: number): readonly GuaranteePromise[] {
  return withImplied(ownPromises(options, replicaCount(options, n)));
}

function ownPromises(options: SingleLeaderOptions, n: number): readonly GuaranteePromise[] {
  const { copies } = options;
  const votes = votesNeeded(options, n);
  const kept: GuaranteePromise[] = [
    {
      guarantee: 'integrity',
      because: 'the log has only what a client wrote, and a refused write is not in it',
    },
  ];
  const isOneHistory =
    options.fencing === 'epochs' &&
    options.rejoin === 'truncate' &&
    votes > n / 2 &&
    options.firstChange === 'own-term' &&
    options.ack === 'synced' &&
    isSameEverywhere(options, n) &&
    consumersMissNothing(options) &&
    (options.snapshots === 'exact' || options.snapshots === 'fuzzy') &&
    options.appliedPosition === 'atomic';
  if (isOneHistory) {
    kept.push({
      guarantee: 'convergence',
      because:
        'one leader for each term, whom all others follow, and who goes back to the last common (term, position) takes the rest from it',
    });
  }
  if (isOneHistory && options.ids === 'epoch') {
    kept.push(...uniqueIds('one leader for each term gives out the ids that begin with it'));
  }
  const quorum = quorumSize(options, n);
  if (isOneHistory && quorum !== undefined && canBeFresh(options)) {
    kept.push({
      guarantee: 'liveness',
      because: `any ${quorum} of ${n} nodes elect a leader, who needs no more of them, and followers say who it is`,
    });
  }
  const isDurable =
    isOneHistory &&
    options.candidate === 'newest' &&
    options.commitRule === 'own-term' &&
    options.degradeMs === 0 &&
    options.waits === 'always' &&
    votes + copies > n;
  if (!isDurable) return kept;

  const overlap = `a write is acknowledged when it is on the disks of ${copies} of ${n} nodes, and ${votes} must agree to a new leader: one of them has it, and lets nobody lead who has not`;
  kept.push(
    { guarantee: 'durability', because: overlap },
    { guarantee: 'write-quorum', copies, because: overlap },
  );
  kept.push(...objectPromises(options, overlap));
  if (options.leaderShows !== 'committed' || options.followerShows !== 'committed') return kept;

  const prefix = 'every node shows what a beginning of the one log makes of the data';
  kept.push({ guarantee: 'log-prefix', because: prefix });
  // Of several logs each node shows a beginning of each, but these need not have stood together; of single keys likewise.
  if (!(options.partitions > 1) && (options.apply !== 'parallel' || options.reads === 'leader')) {
    kept.push({
      guarantee: 'consistent-prefix',
      because: `${prefix}, and reads several keys at one place`,
    });
  }
  return [...kept, ...readPromises(options, overlap)];
}

/** What follows for objects other than registers from a log that loses nothing, and whose entries are carried out once. */
function objectPromises(
  { ids, lockTtlMs, resource }: SingleLeaderOptions,
  because: string,
): GuaranteePromise[] {
  return [
    { guarantee: 'counter-total', because },
    { guarantee: 'set-full', because },
    ...(ids === 'counter' ? uniqueIds(because) : []),
    ...(lockTtlMs === 0
      ? [{ guarantee: 'mutual-exclusion' as const, because: `${because}; locks do not time out` }]
      : []),
    ...(resource === 'checks-tokens'
      ? [{ guarantee: 'fencing' as const, because: `${because}; the resource refuses older tokens` }]
      : []),
  ];
}

/** No id is given twice, so that a second system that knows ids for longer never takes one for another. */
function uniqueIds(because: string): GuaranteePromise[] {
  return [
    { guarantee: 'unique-ids', because },
    { guarantee: 'own-row', because },
  ];
}

/** What follows from reads that are answered by whoever has everything. */
function linearizable(because: string): GuaranteePromise[] {
  return [
    { guarantee: 'linearizability', because },
    { guarantee: 'counter-bounds', because },
    { guarantee: 'set-recency', because },
  ];
}

/** Whether a follower that hears each heartbeat can say that it is fresh: what it can prove is the age of one of the last three. */
function canBeFresh({ reads, maxLagMs, electionTimeoutMs }: SingleLeaderOptions): boolean {
  return reads !== 'fresh' || maxLagMs >= electionTimeoutMs;
}

/** Whether an entry of the log does the same at every node, whatever statement it comes from. */
function isSameEverywhere(
  { logForm, upgraded, rowIdentity, sequences }: SingleLeaderOptions,
  n: number,
): boolean {
  switch (logForm) {
    case 'rows':
      return rowIdentity === 'key' && sequences === 'shipped';
    case 'pages':
      return upgraded % n === 0;
    // A trigger notes where it runs, whatever is fixed of the statement’s own functions.
    case 'statements':
    case 'seeded-statements':
    case 'fixed-statements':
      return false;
  }
}

/** Whether consumers of changes get all of them, in an order in which nothing is passed over, and can read them. */
function consumersMissNothing({ consumers, capture, logForm }: SingleLeaderOptions): boolean {
  return consumers === 0 || capture === 'commit-order' || (capture === 'log' && logForm === 'rows');
}

/** What clients may expect of reads, where every node shows a beginning of one log that nobody takes back. */
function readPromises(options: SingleLeaderOptions, overlap: string): GuaranteePromise[] {
  // Who grants a lease elects nobody else for the time of an election timeout.
  const leaseIsSure = options.leaseClock === 'monotonic' && options.leaseMs <= options.electionTimeoutMs;
  const leaderIsSure =
    options.leaderReads === 'read-index' || (options.leaderReads === 'lease' && leaseIsSure);
  switch (options.reads) {
    case 'leader':
      if (!leaderIsSure) return [];
      return linearizable(
        `${overlap}; reads are answered by a leader who makes sure that nobody replaced it`,
      );
    case 'tail':
      // Its end confirms an entry before its workers have shown that.
      if (options.topology === 'chain' && options.apply !== 'serial') return [];
      if (options.topology === 'chain' ? options.tailReads !== 'lease' || !leaseIsSure : !leaderIsSure)
        return [];
      return linearizable(
        `${overlap}; reads are answered where the log comes last, as long as the leader lets nobody else answer them`,
      );
    case 'central-token':
      if (!leaderIsSure) return [];
      return linearizable(
        `${overlap}; a replica answers a read only when it has all that the leader had committed when the read began`,
      );
    case 'token':
    case 'position-token':
      if (options.partitions > 1 || options.apply === 'parallel') return sessionsKeyByKey(options, overlap);
      return [
        {
          guarantee: 'sequential-consistency',
          because: `${overlap}; a session reads only where all that it has written and seen is there, so it moves forward along one log`,
        },
      ];
    case 'own-at-leader':
      if (!leaderIsSure) return [];
      return [
        {
          guarantee: 'read-your-writes',
          because: `${overlap}; keys that a session has written it reads at the leader`,
        },
      ];
    case 'fresh':
      if (options.lag !== 'echoes') return [];
      return [
        {
          guarantee: 'bounded-staleness',
          maxStaleMs: options.maxLagMs,
          because: `${overlap}; a replica answers only when it shows all that was acknowledged ${options.maxLagMs} ms ago, by its own clock alone`,
        },
      ];
    case 'any':
    case 'leader-after-write':
    case 'wall-clock-token':
    case 'sticky':
      return [];
  }
}

/**
 * What sessions with positions keep where what a node shows is no beginning of one log: because there are several, or because a
 * follower shows an entry before earlier ones of other keys. Each key is in one log, which the session never leaves behind (an
 * answer says up to where the log is in what it shows, however far ahead that is), so what is about one key holds. What is
 * about several needs that what a session has seen includes what others had seen who wrote it. Then the order in which leaders
 * appended, over all logs, is one that agrees with all causes; but it need not be the order in which one session comes to see
 * the writes of others, so neither sequential consistency nor causal memory follows.
 */
function sessionsKeyByKey({ dependencies, apply }: SingleLeaderOptions, overlap: string): GuaranteePromise[] {
  const forward = `${overlap}; a session reads each partition only where all that it has written and seen there is`;
  const promised: GuaranteePromise[] = [
    { guarantee: 'read-your-writes', because: forward },
    { guarantee: 'monotonic-reads', because: forward },
  ];
  if (dependencies !== 'tracked' || apply === 'parallel') return promised;
  return [
    ...promised,
    {
      guarantee: 'causal-convergence',
      because: `${forward}, and what was seen by those who wrote what it has read`,
    },
  ];
}
