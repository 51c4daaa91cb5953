import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { isLookedFor, knownBy, missedBy, proofOfMiss } from './known-elements.js';
import { adding, isSetHistory, reading, removing, setsOf } from './set-elements.js';

/**
 * Sets are read as of now (Jepsen's `checker/set-full` with `:linearizable?`): once an element is known, because its add was
 * acknowledged or a read that shows it has ended, each read that begins later shows it.
 *
 *     p1  ├─ add 7 ─┤
 *     p2              ├─ read {} ─┤
 *     p3                             ├─ read {7} ─┤
 *
 * Elements that anybody removes are not looked for. Sets are told apart by key.
 */
export const setRecency = defineChecker({
  guarantee: 'set-recency',
  summary: 'a set read shows each element that was known before it began',
  operations: [...adding, ...removing, ...reading],
  suits: isSetHistory,
  what: 'elements known before a read began',
  find(history): Findings {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const set of setsOf(history)) {
      for (const element of set.elements) {
        if (isLookedFor(element, set)) chances++;
        const missed = missedBy(element);
        const known = knownBy(element);
        if (!missed || !known) continue;
        anomalies.push(
          proofOfMiss(element, missed).anomaly({
            kind: 'stale-element',
            guarantee: 'set-recency',
            ...set.about,
            facts: { element: element.value, knownForMs: (missed.invokedAt - known.completedAt) / 1e6 },
          }),
        );
      }
    }
    return { anomalies, chances };
  },
});
