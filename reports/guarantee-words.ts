import type { Guarantee } from '../src/checkers/checker.js';

/** How a guarantee is called, and what it means to somebody who has forgotten. */
export interface GuaranteeWords {
  readonly title: string;
  readonly meaning: string;
}

/** A title within a sentence: `causal consistency`, but `PRAM`. */
export function inSentence(title: string): string {
  return title === title.toUpperCase() ? title : title.toLowerCase();
}

/** Each guarantee in words. */
export const guaranteeWords: { readonly [guarantee in Guarantee]: GuaranteeWords } = {
  'read-your-writes': {
    title: 'Read your writes',
    meaning: 'A client never reads something older than its own acknowledged write.',
  },
  'monotonic-reads': {
    title: 'Monotonic reads',
    meaning: 'What a client reads never goes back to something older.',
  },
  'monotonic-writes': {
    title: 'Monotonic writes',
    meaning: 'A write of a client is never seen without those that it had done before.',
  },
  'writes-follow-reads': {
    title: 'Writes follow reads',
    meaning: 'A write is never seen without what its client had read before it.',
  },
  'user-read-your-writes': {
    title: 'Read your writes on all devices',
    meaning: 'A user never reads something older than what was acknowledged before, on any of their devices.',
  },
  'consistent-prefix': {
    title: 'Consistent prefix',
    meaning: 'Reads of several keys see all writes up to some point, with no gap.',
  },
  'safe-register': {
    title: 'Safe register',
    meaning: 'A read while nobody writes returns what was written last.',
  },
  'regular-register': {
    title: 'Regular register',
    meaning: 'A read never returns what an acknowledged write had overwritten before it began.',
  },
  'bounded-staleness': {
    title: 'Bounded staleness',
    meaning: 'A read is behind acknowledged writes by no more than a bound.',
  },
  convergence: {
    title: 'Convergence',
    meaning: 'After healing and quiet, all replicas hold the same.',
  },
  'strong-eventual-consistency': {
    title: 'Strong eventual consistency',
    meaning: 'Replicas that have received the same writes show the same, at once.',
  },
  liveness: {
    title: 'Liveness',
    meaning: 'Once all faults have healed, whoever keeps asking is served.',
  },
  'terry-read-your-writes': {
    title: 'Read your writes at replicas',
    meaning: 'By the replicas’ own order, a client never reads something older than what it wrote itself.',
  },
  'terry-monotonic-reads': {
    title: 'Monotonic reads at replicas',
    meaning: 'By the replicas’ own order, a client never reads something older than what it read before.',
  },
  'terry-monotonic-writes': {
    title: 'Monotonic writes at replicas',
    meaning: 'A replica that has a write also has what its client had written before.',
  },
  'terry-writes-follow-reads': {
    title: 'Writes follow reads at replicas',
    meaning: 'A replica that has a write also has what its client had read before.',
  },
  durability: {
    title: 'Durability',
    meaning: 'An acknowledged write is still there after everything has healed.',
  },
  integrity: {
    title: 'Integrity',
    meaning: 'Only values that some client wrote are ever read.',
  },
  'write-quorum': {
    title: 'Write quorum',
    meaning: 'As many replicas as promised hold every acknowledged write.',
  },
  pram: {
    title: 'PRAM',
    meaning: 'The writes of a client are seen by all in the order in which it wrote them.',
  },
  'causal-consistency': {
    title: 'Causal consistency',
    meaning: 'Whoever has seen an effect also sees its cause.',
  },
  'causal-memory': {
    title: 'Causal memory',
    meaning: 'Each client sees all writes that it can know in one order, in which causes come first.',
  },
  'causal-convergence': {
    title: 'Causal convergence',
    meaning: 'Causally consistent, and all clients see concurrent writes in one order.',
  },
  'sequential-consistency': {
    title: 'Sequential consistency',
    meaning: 'All operations fit into one order that keeps each client’s own.',
  },
  linearizability: {
    title: 'Linearizability',
    meaning: 'Each key behaves like one object: every operation takes effect at one moment.',
  },
  'mutual-exclusion': {
    title: 'Mutual exclusion',
    meaning: 'One client at a time holds a lock.',
  },
  fencing: {
    title: 'Fencing',
    meaning: 'Tokens of a lock grow, and whoever was replaced as its holder can no longer write.',
  },
  'counter-bounds': {
    title: 'Counter bounds',
    meaning: 'A counter reads as no less than was certainly added, and no more than may have been.',
  },
  'counter-total': {
    title: 'Counter total',
    meaning: 'In the end a counter holds all that was acknowledged, and nothing that nobody added.',
  },
  'bank-totals': {
    title: 'Bank totals',
    meaning: 'Transfers neither make nor lose money, and no balance falls below 0.',
  },
  'set-full': {
    title: 'Set full',
    meaning: 'A set loses no element that was added, and shows none twice or that nobody added.',
  },
  'set-recency': {
    title: 'Set recency',
    meaning: 'A read of a set shows each element that was known before it began.',
  },
  'no-resurrection': {
    title: 'No resurrection',
    meaning: 'What was removed from a set does not come back unless it is added again.',
  },
  'log-prefix': {
    title: 'One log',
    meaning: 'Of any two reads of a log one shows a beginning of the other.',
  },
  'own-row': {
    title: 'Own row',
    meaning: 'Whoever looks up the row of an id that it was given never finds another’s.',
  },
  'total-queue': {
    title: 'Total queue',
    meaning: 'What goes into a queue comes out, once, and nothing else does.',
  },
  'unique-ids': {
    title: 'Unique ids',
    meaning: 'No id is given out twice.',
  },
};
