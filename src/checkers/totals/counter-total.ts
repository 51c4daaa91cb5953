import type { History, Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { counterOperations, isCounterHistory, reading, readsOutOfBounds } from './counter-bounds.js';

/**
 * No increment is lost or made up for ever: in the end, after healing, a counter reads as all that was acknowledged, and as no
 * more than anybody had begun to add. Of the final reads the greatest counts, for the others may be behind.
 *
 *     p1  ├─ increment x ─┤
 *     p2                    ├─ final read x: 0 ─┤
 */
export const counterTotal = defineChecker({
  guarantee: 'counter-total',
  summary: 'after healing, a counter holds all that was acknowledged, and nothing that nobody added',
  operations: counterOperations,
  suits: isCounterHistory,
  what: 'final reads of counters that were changed',
  find({ operations }: History, { maxAnomalies }): Findings {
    const changes = operations.filter(({ f }) => !reading.includes(f));
    const changed = new Set(changes.flatMap(({ type, key }) => (type === 'ok' ? [key] : [])));
    const reads = operations.filter(({ f, final, key }) => final && reading.includes(f) && changed.has(key));
    const answered = reads.filter(({ type }) => type === 'ok');
    const greatest = new Map<string | undefined, Operation>();
    for (const read of answered) {
      const known = greatest.get(read.key);
      if (!known || Number(read.output) > Number(known.output)) greatest.set(read.key, read);
    }
    const asked = [...changes, ...greatest.values()].sort((a, b) => a.index - b.index);
    const { anomalies, count = anomalies.length } = readsOutOfBounds(asked, maxAnomalies);
    const told = anomalies.map(named);
    const silent = unanswered(reads);
    const found = { anomalies: told, count, chances: answered.length };
    if (silent === 0) return found;
    const made = told.filter(({ kind }) => kind === 'surplus-increment');
    const why = `${silent} final reads were never answered: what looks lost may still be there.`;
    return { ...found, anomalies: made, count: made.length, why };
  },
});

/** Questions that no answer came to, however often they were asked. */
function unanswered(reads: readonly Operation[]): number {
  const placeOf = ({ node, key }: Operation): string => JSON.stringify([node, key]);
  const answered = new Set(reads.filter(({ type }) => type === 'ok').map(placeOf));
  return new Set(reads.map(placeOf).filter((place) => !answered.has(place))).size;
}

/** So many of the changes that must be in are shown: the last ones. */
const SHOWN_CHANGES = 3;

function named({ operations, relations, ...anomaly }: Anomaly): Anomaly {
  const { value, least } = anomaly.facts;
  const shown = operations.slice(-SHOWN_CHANGES - 1);
  return {
    ...anomaly,
    kind: (value as number) < (least as number) ? 'lost-increment' : 'surplus-increment',
    guarantee: 'counter-total',
    operations: shown,
    relations: relations.filter(({ from }) => shown.includes(from)),
  };
}
