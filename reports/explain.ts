import type { Anomaly, AnomalyKind, Relation } from '../src/checkers/checker.js';
import type { History } from '../src/history/operation.js';
import { keysOf } from './describe-operation.js';
import {
  causalityViolation,
  disorderedMemory,
  divergentOrder,
  nonSequential,
} from './explanations/causal-stories.js';
import { lostWrite, underReplicatedWrite } from './explanations/durability-stories.js';
import { staleTokenAccepted, tokenNotGrowing, twoHolders } from './explanations/lock-stories.js';
import { prefixViolation } from './explanations/prefix-story.js';
import {
  failedWriteVisible,
  newOldInversion,
  nonLinearizable,
  readFromTheFuture,
  staleRead,
  thinAirRead,
} from './explanations/recency-stories.js';
import { tooStaleRead } from './explanations/staleness-stories.js';
import {
  divergedReplicas,
  incompleteReplica,
  stuckOperation,
  unequalReplicas,
} from './explanations/replica-stories.js';
import { enumerate, say, type Sentence, strong } from './explanations/sentence.js';
import {
  duplicateElement,
  lostElement,
  resurrectedElement,
  staleElement,
  unexpectedElement,
} from './explanations/set-stories.js';
import { divergedLog, foreignRow } from './explanations/log-and-row-stories.js';
import { duplicateId, duplicateItem, lostItem, unexpectedItem } from './explanations/queue-stories.js';
import {
  nonMonotonicRead,
  readYourWrites,
  type Story,
  userWriteMissed,
} from './explanations/session-stories.js';
import { Telling } from './explanations/telling.js';
import { theObject } from './explanations/the-object.js';
import { counterOutOfBounds, negativeBalance, wrongCount, wrongTotal } from './explanations/total-stories.js';
import { guaranteeWords, inSentence } from './guarantee-words.js';
import { showName } from './show-value.js';

/** An anomaly in words; whoever renders it decides how they look. */
export interface Explanation {
  /** `Read your writes violated on x`. */
  readonly headline: string;
  /** What happened, and why that cannot be. */
  readonly sentence: Sentence;
  /** Where the order of versions comes from, where the argument rests on one. */
  readonly order?: Sentence;
  /** Why each operation is tied to another, in the anomaly's order. */
  readonly relations: readonly { readonly relation: Relation; readonly reason: Sentence }[];
}

const stories: { readonly [kind in AnomalyKind]: (telling: Telling) => Story | undefined } = {
  'read-your-writes-violation': readYourWrites,
  'user-write-missed': userWriteMissed,
  'non-monotonic-read': nonMonotonicRead,
  'prefix-violation': prefixViolation,
  'long-fork': prefixViolation,
  'stale-read': staleRead,
  'too-stale-read': tooStaleRead,
  'lost-write': lostWrite,
  'thin-air-read': thinAirRead,
  'failed-write-visible': failedWriteVisible,
  'read-from-the-future': readFromTheFuture,
  'under-replicated-write': underReplicatedWrite,
  'diverged-replicas': divergedReplicas,
  'unequal-replicas': unequalReplicas,
  'incomplete-replica': incompleteReplica,
  'stuck-operation': stuckOperation,
  'new-old-inversion': newOldInversion,
  'non-monotonic-writes': causalityViolation,
  'write-without-its-reads': causalityViolation,
  'causality-violation': causalityViolation,
  'disordered-memory': disorderedMemory,
  'divergent-order': divergentOrder,
  'non-sequential': nonSequential,
  'non-linearizable': nonLinearizable,
  'two-holders': twoHolders,
  'token-not-growing': tokenNotGrowing,
  'stale-token-accepted': staleTokenAccepted,
  'counter-out-of-bounds': counterOutOfBounds,
  'lost-increment': wrongCount,
  'surplus-increment': wrongCount,
  'wrong-total': wrongTotal,
  'negative-balance': negativeBalance,
  'lost-element': lostElement,
  'duplicate-element': duplicateElement,
  'unexpected-element': unexpectedElement,
  'stale-element': staleElement,
  'resurrected-element': resurrectedElement,
  'diverged-log': divergedLog,
  'lost-item': lostItem,
  'duplicate-item': duplicateItem,
  'unexpected-item': unexpectedItem,
  'duplicate-id': duplicateId,
  'foreign-row': foreignRow,
};

const headlines: { readonly [kind in AnomalyKind]: (key: string) => string } = {
  'read-your-writes-violation': (key) => `Read your writes violated on ${key}`,
  'user-write-missed': (key) => `A user’s own write to ${key} missed`,
  'non-monotonic-read': (key) => `Monotonic reads violated on ${key}`,
  'prefix-violation': (key) => `Consistent prefix violated on ${key}`,
  'long-fork': (key) => `Two readers saw the writes to ${key} in opposite orders`,
  'stale-read': (key) => `Stale read of ${key}`,
  'too-stale-read': (key) => `Read of ${key} staler than allowed`,
  'lost-write': (key) => `Acknowledged write to ${key} lost`,
  'thin-air-read': (key) => `Value of ${key} out of thin air`,
  'failed-write-visible': (key) => `Failed write to ${key} became visible`,
  'read-from-the-future': (key) => `Value of ${key} read before it was written`,
  'under-replicated-write': (key) => `Too few replicas hold an acknowledged write to ${key}`,
  'diverged-replicas': (key) => `Replicas hold different values of ${key} in the end`,
  'unequal-replicas': (key) => `Replicas that received the same writes of ${key} differ`,
  'incomplete-replica': (key) => `Replica lacks what came before a write: ${key}`,
  'stuck-operation': () => 'No answer although all faults had healed',
  'new-old-inversion': (key) => `New value of ${key} read before the old one`,
  'non-monotonic-writes': (key) => `Write seen without an earlier one of its client to ${key}`,
  'write-without-its-reads': (key) => `Write seen without what its client had read of ${key}`,
  'causality-violation': (key) => `Effect seen, cause of it on ${key} not`,
  'disordered-memory': () => 'No single order explains what one client saw',
  'divergent-order': () => 'Clients disagree on the order of writes',
  'non-sequential': () => 'No single order explains what the clients saw',
  'non-linearizable': (key) => `No single order explains ${key}`,
  'two-holders': (key) => `Two hold ${key} at once`,
  'token-not-growing': (key) => `Fencing token of ${key} did not grow`,
  'stale-token-accepted': (key) => `Old fencing token accepted by ${key}`,
  'counter-out-of-bounds': (key) => `What was read of ${key} is out of bounds`,
  'lost-increment': (key) => `Acknowledged increments of ${key} lost`,
  'surplus-increment': (key) => `${key} counts more than anybody added`,
  'wrong-total': (key) => `Money of ${key} was made or lost`,
  'negative-balance': (key) => `An account of ${key} is overdrawn`,
  'lost-element': (key) => `Element of ${key} lost`,
  'duplicate-element': (key) => `Element twice in ${key}`,
  'unexpected-element': (key) => `Element of ${key} out of thin air`,
  'stale-element': (key) => `Stale read of ${key}`,
  'resurrected-element': (key) => `Removed element of ${key} came back`,
  'diverged-log': (key) => `Two reads of ${key} contradict each other`,
  'lost-item': (key) => `Item of ${key} lost`,
  'duplicate-item': (key) => `Item came out of ${key} too often`,
  'unexpected-item': (key) => `Item of ${key} out of thin air`,
  'duplicate-id': (key) => `One id given out twice by ${key}`,
  'foreign-row': (key) => `Another’s row of ${key} shown`,
};

/**
 * Puts an anomaly into words that somebody tired can follow.
 * @param history the one in which it was found
 */
export function explain(anomaly: Anomaly, history: History): Explanation {
  const telling = new Telling(anomaly, history);
  const story = stories[anomaly.kind]?.(telling) ?? untold(telling);
  return {
    headline: headlines[anomaly.kind]?.(keysInHeadline(telling)) ?? `${guaranteeTitle(anomaly)} violated`,
    ...story,
    relations: anomaly.relations.map((relation) => ({ relation, reason: reasonFor(relation, telling) })),
  };
}

function guaranteeTitle({ guarantee }: Anomaly): string {
  return guaranteeWords[guarantee]?.title ?? showName(guarantee);
}

function keysInHeadline({ anomaly, operations }: Telling): string {
  if (anomaly.key !== undefined) return showName(anomaly.key);
  const keys = new Set(
    operations.flatMap((operation) => (operation.f === 'multi-read' ? [] : keysOf(operation))),
  );
  if (keys.size === 0) return theObject(anomaly);
  if (keys.size > 4) return `${keys.size} keys`;
  return enumerate([...keys].map((key) => showName(key)))
    .map(({ text }) => text)
    .join('');
}

/** For an anomaly whose shape is not what its kind lets expect, as in a verdict of another version. */
function untold(telling: Telling): Story {
  const operations = telling.operations.slice(0, 6).map((operation) => telling.whose(operation));
  const title = guaranteeTitle(telling.anomaly);
  return {
    sentence:
      operations.length > 0
        ? say`${enumerate(operations)}: ${strong(`together they contradict ${inSentence(title)}.`)}`
        : say`${strong(`The history contradicts ${inSentence(title)}.`)}`,
  };
}

function reasonFor({ from, to, reason }: Relation, telling: Telling): Sentence {
  const [first, second] = [telling.operation(from), telling.operation(to)];
  if (!first || !second) return say`${reason}`;
  switch (reason) {
    case 'session order':
      return say`Same client: ${telling.whose(first)} came before its ${telling.what(second)}.`;
    case 'reads from':
      return say`${telling.whose(second)} returned what ${telling.whose(first)} had written.`;
    case 'real time':
      return say`${telling.whose(first)} ended (${telling.at(first.completedAt)}) before ${telling.whose(second)} began (${telling.at(second.invokedAt)}).`;
    case 'older version':
      return say`${telling.whose(first)} shows a version older than that of ${telling.whose(second)}.`;
    case 'conflict':
      return say`A client that had to know ${telling.whose(first)} returned ${telling.whose(second)}: so that came later.`;
    case 'same read':
      return say`${telling.what(first)} and ${telling.what(second)} are seen by one read.`;
  }
}
