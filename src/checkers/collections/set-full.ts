import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { Witness } from '../witness.js';
import { isLost, isLookedFor, missedBy, proofOfMiss } from './known-elements.js';
import {
  adding,
  isSetHistory,
  reading,
  removing,
  type SetElement,
  type SetHistory,
  setsOf,
} from './set-elements.js';
import { SetSummary } from './set-summary.js';

/**
 * Sets lose nothing and make nothing up (Jepsen's `checker/set-full`). An element is known once its add was acknowledged,
 * or a read that shows it has ended. A known element is lost if a read that began later lacks it, and so does every read
 * that ended after that one had begun. No read shows an element twice, or one that nobody had begun to add, or that only
 * adds were about which failed.
 *
 *     p1  ├─ add 7 ─┤
 *     p2              ├─ read {7} ─┤
 *     p3                              ├─ read {} ─┤
 *
 * What is missing for a while and then comes back is stale, not lost: that is `set-recency`. Elements that anybody removes
 * are not looked for. Sets are told apart by key.
 */
export const setFull = defineChecker({
  guarantee: 'set-full',
  summary: 'a set loses no element that was added, and shows none twice or that nobody added',
  operations: [...adding, ...removing, ...reading],
  suits: isSetHistory,
  what: 'elements known before a read began',
  find(history): Findings {
    const anomalies: Anomaly[] = [];
    const summary = new SetSummary();
    let chances = 0;
    for (const set of setsOf(history)) {
      for (const element of set.elements) {
        summary.count(element);
        if (isLookedFor(element, set)) chances++;
        const missed = missedBy(element);
        if (missed && isLost(element)) anomalies.push(lost(element, missed, set));
        if (element.repeated) anomalies.push(duplicate(element, element.repeated, set));
        if (element.unexpected) anomalies.push(unexpected(element, element.unexpected, set));
      }
    }
    return { anomalies, chances, facts: summary.facts() };
  },
});

function lost(element: SetElement, missed: Operation, { about }: SetHistory): Anomaly {
  const { lastSeenBegun: seen, value } = element;
  return proofOfMiss(element, missed).anomaly({
    kind: 'lost-element',
    guarantee: 'set-full',
    ...about,
    facts: { element: value, lastSeenNs: seen?.invokedAt ?? null },
  });
}

function duplicate(
  { value }: SetElement,
  { read, copies }: { readonly read: Operation; readonly copies: number },
  { about }: SetHistory,
): Anomaly {
  return new Witness().add(read).anomaly({
    kind: 'duplicate-element',
    guarantee: 'set-full',
    ...about,
    facts: { element: value, copies },
  });
}

function unexpected({ add, failed, value }: SetElement, read: Operation, { about }: SetHistory): Anomaly {
  return new Witness().add(read).anomaly({
    kind: 'unexpected-element',
    guarantee: 'set-full',
    ...about,
    // An add that begins only later says more than one that failed.
    facts: {
      element: value,
      addedNs: add?.invokedAt ?? null,
      failedNs: add ? null : (failed?.completedAt ?? null),
    },
  });
}
