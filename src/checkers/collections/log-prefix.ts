import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { scalarOf } from '../objects/values.js';
import { Witness } from '../witness.js';
import { elementsOf, isSetHistory } from './set-elements.js';

const appending = ['append'];
const reading = ['read', 'get'];

/**
 * A log has one history: of any two reads one shows a beginning of what the other shows, however old they are. Compared with the
 * longest read, since two beginnings of it are beginnings of each other.
 *
 *     p1  ├─ read [1 2] ─┤
 *     p2                    ├─ read [1 3 4] ─┤
 *
 * Logs are told apart by key.
 */
export const logPrefix = defineChecker({
  guarantee: 'log-prefix',
  summary: 'of any two reads of a log one shows a beginning of the other',
  operations: [...appending, ...reading],
  suits: (history) => history.operations.some(({ f }) => appending.includes(f)) && isSetHistory(history),
  what: 'reads of a log that was read before',
  find({ operations }: History): Findings {
    const logs = new Map<string | undefined, Operation[]>();
    for (const operation of operations) {
      const { f, type, key } = operation;
      if (type !== 'ok' || !reading.includes(f) || elementsOf(operation).length === 0) continue;
      const reads = logs.get(key);
      if (reads) reads.push(operation);
      else logs.set(key, [operation]);
    }
    const all = [...logs.values()];
    return {
      anomalies: all.flatMap(divergences),
      chances: all.reduce((sum, reads) => sum + reads.length - 1, 0),
    };
  },
});

function divergences(reads: readonly Operation[]): Anomaly[] {
  const [first] = reads as [Operation];
  const longest = reads.reduce(
    (most, read) => (elementsOf(read).length > elementsOf(most).length ? read : most),
    first,
  );
  const log = elementsOf(longest).map(scalarOf);
  return reads.flatMap((read) => {
    const place = elementsOf(read).findIndex((value, at) => scalarOf(value) !== log[at]);
    return place < 0 ? [] : [divergence(read, longest, place)];
  });
}

function divergence(read: Operation, longest: Operation, place: number): Anomaly {
  const [first, second] = read.index < longest.index ? [read, longest] : [longest, read];
  const at = (operation: Operation): Value => elementsOf(operation)[place] ?? null;
  return new Witness()
    .add(first, second)
    .inRealTime(first, second)
    .anomaly({
      kind: 'diverged-log',
      guarantee: 'log-prefix',
      ...(read.key !== undefined && { key: read.key }),
      facts: { place, here: at(first), there: at(second) },
    });
}
