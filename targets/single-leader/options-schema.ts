import { z } from 'zod';
import { majorityOf } from './options.js';

/**
 * The options of the single-leader store. The defaults are the sound ones: a consensus-grade configuration.
 * @param n how many nodes there are
 */
export function optionsFor(n: number) {
  const majority = majorityOf(n);
  return z.strictObject({
    copies: z
      .int()
      .min(1)
      .max(n)
      .default(majority)
      .describe(
        'nodes, the leader among them, that must have a write before it is acknowledged: 1 is asynchronous replication, all is synchronous, between is semi-synchronous',
      ),
    partitions: z
      .int()
      .min(1)
      .max(16)
      .default(1)
      .describe(
        'logs over which the keys are spread, each with a leader and followers of its own on the same nodes',
      ),
    placement: z
      .enum(['group', 'key'])
      .default('group')
      .describe(
        'what decides in which partition a key lives: the part before its first /, so that keys of one group live together, or all of it',
      ),
    dependencies: z
      .enum(['none', 'tracked'])
      .default('none')
      .describe(
        'whether a write keeps what its client had seen in other partitions, so that who reads it with a token misses nothing of that afterwards',
      ),
    topology: z
      .enum(['star', 'chain'])
      .default('star')
      .describe(
        'who sends a follower the log: the leader, or in a chain the follower before it; then a write needs all in the chain, which is never shorter than copies',
      ),
    waits: z
      .enum(['always', 'even-sessions'])
      .default('always')
      .describe(
        'whose writes wait for their copies: all, or only those of sessions with an even number, while the others are acknowledged once the leader’s disk has them: what PostgreSQL leaves to each transaction',
      ),
    degradeMs: z
      .number()
      .min(0)
      .default(0)
      .describe('a write that waits longer for its copies is acknowledged by the leader alone; 0: never'),
    ack: z
      .enum(['synced', 'received'])
      .default('synced')
      .describe('when a node counts as having a write: once its disk has synced it, or at once'),
    leaderShows: z
      .enum(['committed', 'acknowledged', 'appended'])
      .default('committed')
      .describe(
        'what reads at the leader see: what has its copies; also each write that was acknowledged without waiting for them, though an earlier one still waits; or all that is in its log',
      ),
    followerShows: z
      .enum(['committed', 'received'])
      .default('committed')
      .describe('what reads at followers see: what the leader says has its copies, or all that was received'),
    apply: z
      .enum(['serial', 'commit-order', 'parallel'])
      .default('serial')
      .describe(
        'how followers apply the log: one entry after the other; or several at once, whose effects are seen in the order of the log, or each as soon as it is done, but for what is of the same row',
      ),
    applyMs: z
      .number()
      .min(0)
      .max(500)
      .default(20)
      .describe('how long a worker takes for an entry at most, where followers apply several at once'),
    failover: z
      .enum(['automatic', 'manual'])
      .default('automatic')
      .describe('whether followers replace a leader that is silent, or only an operator does'),
    electionTimeoutMs: z
      .number()
      .min(20)
      .default(300)
      .describe('a leader that is silent for so long, up to twice of it, is taken for dead'),
    votes: z
      .enum(['intersecting', 'majority', 'alone'])
      .default('intersecting')
      .describe(
        'who must agree to a new leader: so many nodes that one of them has each acknowledged write and none can elect another, a majority, or nobody',
      ),
    candidate: z
      .enum(['newest', 'longest', 'any'])
      .default('newest')
      .describe(
        'which follower may lead: one whose log is not behind by (term, position), by position, or any',
      ),
    fencing: z
      .enum(['epochs', 'none'])
      .default('epochs')
      .describe('whether nodes refuse a leader whose term is over'),
    rejoin: z
      .enum(['truncate', 'position', 'keep'])
      .default('truncate')
      .describe(
        'what a node does about a tail of its log that the leader has not: go back to the last common (term, position), compare positions only, or take the new log but keep the effects of the tail',
      ),
    commitRule: z
      .enum(['own-term', 'copies'])
      .default('own-term')
      .describe(
        'when entries of earlier terms count as committed: behind one of the leader’s own term, or by their copies alone',
      ),
    preVote: z
      .boolean()
      .default(true)
      .describe('whether a node asks if it would be elected before it begins a new term'),
    demoteMs: z
      .number()
      .min(0)
      .default(600)
      .describe('a leader steps down when it has not heard from enough followers for so long; 0: never'),
    leaderReads: z
      .enum(['read-index', 'lease', 'local'])
      .default('read-index')
      .describe(
        'how a leader knows that nobody replaced it when it answers a read: it asks a quorum, holds a lease, or does not care',
      ),
    leaseMs: z.number().positive().default(200).describe('how long a lease lasts from when it was asked for'),
    leaseClock: z.enum(['monotonic', 'wall']).default('monotonic').describe('by which clock leases are kept'),
    reads: z
      .enum([
        'leader',
        'any',
        'own-at-leader',
        'leader-after-write',
        'token',
        'position-token',
        'wall-clock-token',
        'central-token',
        'sticky',
        'fresh',
        'tail',
      ])
      .default('leader')
      .describe(
        'where clients read: at the leader; at any node; keys they wrote at the leader; at the leader for a while after a write; anywhere that has what they saw, known by (term, position), by position, or by wall clock; the same for all devices of a user, whose newest position the leader knows; always at the same node, as long as it answers; at any node that says that it lags no more than maxLagMs; or at the end of the chain',
      ),
    tailReads: z
      .enum(['lease', 'local'])
      .default('lease')
      .describe(
        'how the end of a chain knows that it still is when it answers a read: it holds a lease from the leader, or does not care',
      ),
    leaderForMs: z
      .number()
      .min(0)
      .default(500)
      .describe('how long a client reads at the leader after a write, with leader-after-write'),
    waitMs: z
      .number()
      .min(0)
      .default(300)
      .describe('how long a replica waits until it has what a token demands, before it refuses'),
    lag: z
      .enum(['heartbeats', 'echoes', 'received'])
      .default('heartbeats')
      .describe(
        'how a follower knows how far it is behind: by its wall clock, since the leader stamped what it shows; since it said the time of its own clock that a leader sends back when it has made sure that it still leads; or by the stamps of what it received and of what it shows',
      ),
    maxLagMs: z
      .number()
      .min(0)
      .default(500)
      .describe('a replica that is further behind is not read, with fresh'),
    asOf: z
      .enum(['received', 'sent'])
      .default('sent')
      .describe(
        'since when a follower has all that its leader had, as wall-clock tokens ask: by its own clock when it heard, or by the leader’s clock when that was sent',
      ),
    clockBoundMs: z
      .number()
      .min(0)
      .default(0)
      .describe('how far wall clocks may be apart, as wall-clock tokens assume'),
    logForm: z
      .enum(['rows', 'pages', 'statements', 'seeded-statements', 'fixed-statements'])
      .default('rows')
      .describe(
        'what the log says: which rows changed and how, the pages that this wrote in the storage format of the leader’s version, the statements that clients sent, these with the time and the seed for NOW() and RAND(), or with what all functions returned at the leader',
      ),
    rowIdentity: z
      .enum(['key', 'values'])
      .default('key')
      .describe(
        'how a log of rows says which row changed: by its key, or by what it held, as of a table without a key',
      ),
    sequences: z
      .enum(['shipped', 'local'])
      .default('shipped')
      .describe('whether a log of rows has the state of auto-increments too, or only the leader has it'),
    consumers: z
      .int()
      .min(0)
      .max(n - 1)
      .default(0)
      .describe(
        'so many nodes, the last ones, are no replicas: they rebuild the data from the changes that a replica captures for them, as a data warehouse does',
      ),
    capture: z
      .enum(['log', 'commit-order', 'id-order'])
      .default('log')
      .describe(
        'what consumers poll: the log; or a table in which triggers note each change, in the order in which transactions committed, or of the numbers that they took before',
      ),
    transactionMs: z
      .number()
      .min(0)
      .default(0)
      .describe('where triggers capture changes, up to so long passes between a trigger and the commit'),
    spares: z
      .int()
      .min(0)
      .max(n - 1)
      .default(0)
      .describe('so many nodes, from the last one on, are no members until an operator adds them'),
    firstChange: z
      .enum(['own-term', 'at-once'])
      .default('own-term')
      .describe(
        'when a new leader may change the members: once enough of them have an entry of its own term, or at once, as in Raft until 2015',
      ),
    upgraded: z
      .int()
      .min(0)
      .max(n)
      .default(0)
      .describe('so many nodes, from the last one on, have a newer version with another storage format'),
    ids: z
      .enum(['counter', 'epoch'])
      .default('counter')
      .describe(
        'what ids inserted rows get: the next number, or the leader’s term and the next number in it',
      ),
    lockTtlMs: z
      .number()
      .min(0)
      .default(0)
      .describe('after so long by the leader’s clock a lock that was not released is free again; 0: never'),
    resource: z
      .enum(['checks-tokens', 'trusts-holders'])
      .default('checks-tokens')
      .describe(
        'whether the resource that locks protect refuses a fencing token that is older than one it has seen',
      ),
    snapshotEvery: z
      .int()
      .min(0)
      .default(64)
      .describe('a node takes a snapshot of its data after so many entries of the log; 0: never'),
    retain: z
      .int()
      .min(0)
      .default(32)
      .describe(
        'how many of the entries that a snapshot holds stay in the log: a follower that lacks older ones gets a snapshot',
      ),
    snapshots: z
      .enum(['exact', 'early', 'late', 'fuzzy', 'fuzzy-shown'])
      .default('exact')
      .describe(
        'what a follower gets as a snapshot: the data as they were at a position of the log; the same, tied to the log’s first position or to its last; or rows copied while others are written, with the log from where the copy began, shown when that is replayed to where the copy ended, or at once',
      ),
    appliedPosition: z
      .enum(['atomic', 'apart'])
      .default('atomic')
      .describe(
        'how a node stores up to where it has applied the log: in one record with the data, or after them',
      ),
    followers: z
      .enum(['redirect', 'refuse'])
      .default('redirect')
      .describe('what a follower answers to a write: who leads, or only no'),
  });
}
