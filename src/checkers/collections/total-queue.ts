import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { Witness } from '../witness.js';
import {
  dequeuing,
  draining,
  enqueuing,
  isQueueHistory,
  type QueueHistory,
  type QueueItem,
  queuesOf,
} from './queue-items.js';

/**
 * What goes into a queue comes out, once (Jepsen's `checker/total-queue`), in whatever order. An item whose enqueue was
 * acknowledged is missing if nothing ever took it out, although a dequeue that began later found the queue empty, or a
 * drain emptied it. No item comes out more often than somebody had begun to put it in.
 *
 *     p1  ├─ enqueue 7 ─┤
 *     p2                  ├─ dequeue: empty ─┤
 *
 * A dequeue of unknown outcome may have taken an item, whenever it began: only where more are missing than there are such
 * dequeues is one certainly lost. Queues are told apart by key.
 */
export const totalQueue = defineChecker({
  guarantee: 'total-queue',
  summary: 'what goes into a queue comes out, once, and nothing else does',
  operations: [...enqueuing, ...dequeuing, ...draining],
  suits: isQueueHistory,
  what: 'items taken out',
  find(history): Findings {
    const anomalies: Anomaly[] = [];
    const summary = new QueueSummary();
    for (const queue of queuesOf(history)) {
      const missing = queue.items.flatMap((item) => missingOf(item, queue));
      summary.countMissing(missing.length, queue.unknownTakers);
      anomalies.push(...lost(missing, queue));
      for (const item of queue.items) {
        const surplus = surplusOf(item);
        summary.countItem(item, surplus);
        if (surplus) anomalies.push(tooOften(item, surplus, queue));
      }
    }
    return { anomalies, chances: summary.taken, facts: summary.facts() };
  },
});

interface Missing {
  readonly item: QueueItem;
  readonly enqueue: Operation;
  /** All enqueues of the item that were acknowledged before the queue was found empty. */
  readonly due: readonly Operation[];
}

/** Acknowledged enqueues of an item that nothing took out, although the queue was found empty later. */
function missingOf(item: QueueItem, { lastEmpty }: QueueHistory): Missing[] {
  if (!lastEmpty) return [];
  const due = item.enqueues.filter(({ completedIndex }) => completedIndex < lastEmpty.index);
  return due.slice(item.takers.length).map((enqueue) => ({ item, enqueue, due }));
}

/** Where nothing has an unknown outcome each missing item is an anomaly; else so many together as cannot all be excused. */
function lost(missing: readonly Missing[], { about, lastEmpty, unknownTakers }: QueueHistory): Anomaly[] {
  if (!lastEmpty || missing.length <= unknownTakers) return [];
  const needed = unknownTakers + 1;
  const groups = unknownTakers === 0 ? missing.map((one) => [one]) : [missing.slice(0, needed)];
  return groups.map((group) => {
    // Where copies did come out, as many that went in count against them.
    const enqueues = group.flatMap(({ item, enqueue, due }) => [
      ...due.slice(0, item.takers.length),
      enqueue,
    ]);
    const takers = group.flatMap(({ item }) => item.takers);
    const witness = new Witness().add(...enqueues, ...takers, lastEmpty);
    for (const enqueue of enqueues) witness.relate(enqueue, lastEmpty, 'real time');
    const [{ item }] = group as [Missing];
    return witness.anomaly({
      kind: 'lost-item',
      guarantee: 'total-queue',
      ...about,
      facts: { item: item.value, taken: item.takers.length, missing: missing.length, unknown: unknownTakers },
    });
  });
}

/** An item that had come out more often, when a certain copy of it had come out, than anybody had begun to put it in. */
interface Surplus {
  readonly enqueues: readonly Operation[];
  readonly takers: readonly Operation[];
}

/** Copies come out in the order in which what took them ended: each needs an enqueue of its own that began before. */
function surplusOf({ enqueues, takers }: QueueItem): Surplus | undefined {
  const ended = [...takers].sort((a, b) => a.completedIndex - b.completedIndex);
  for (const [before, taker] of ended.entries()) {
    if ((enqueues[before]?.index ?? Infinity) < taker.completedIndex) continue;
    return { enqueues: enqueues.slice(0, before), takers: ended.slice(0, before + 1) };
  }
  return undefined;
}

function tooOften(
  { value, enqueues: all, failed }: QueueItem,
  { enqueues, takers }: Surplus,
  { about }: QueueHistory,
): Anomaly {
  const witness = new Witness();
  if (enqueues.length > 0) {
    witness.add(...enqueues, ...takers);
    for (const taker of takers) witness.relate(enqueues[0], taker, 'reads from');
    const facts = { item: value, enqueued: enqueues.length, taken: takers.length };
    return witness.anomaly({ kind: 'duplicate-item', guarantee: 'total-queue', ...about, facts });
  }
  return witness.add(takers[0]).anomaly({
    kind: 'unexpected-item',
    guarantee: 'total-queue',
    ...about,
    // An enqueue that begins only later says more than one that failed.
    facts: {
      item: value,
      enqueuedNs: all[0]?.invokedAt ?? null,
      failedNs: all[0] ? null : (failed?.completedAt ?? null),
    },
  });
}

/** Counts what became of the items of queues, as Jepsen's `checker/total-queue` does. */
class QueueSummary {
  taken = 0;
  #attempts = 0;
  #acknowledged = 0;
  #lost = 0;
  #perhapsLost = 0;
  #duplicated = 0;
  #unexpected = 0;
  #recovered = 0;

  countMissing(missing: number, unknownTakers: number): void {
    this.#lost += Math.max(0, missing - unknownTakers);
    this.#perhapsLost += Math.min(missing, unknownTakers);
  }

  countItem({ enqueues, takers }: QueueItem, surplus: Surplus | undefined): void {
    const acknowledged = enqueues.filter(({ type }) => type === 'ok').length;
    this.#attempts += enqueues.length;
    this.#acknowledged += acknowledged;
    this.taken += takers.length;
    this.#recovered += Math.max(0, Math.min(takers.length, enqueues.length) - acknowledged);
    const extra = Math.max(surplus ? 1 : 0, takers.length - enqueues.length);
    if (surplus?.enqueues.length === 0) this.#unexpected += extra;
    else this.#duplicated += extra;
  }

  /** `perhapsLost`: missing, but dequeues of unknown outcome may have taken them; `recovered`: enqueued without an answer. */
  facts(): { readonly [name: string]: number } {
    return {
      attempts: this.#attempts,
      acknowledged: this.#acknowledged,
      taken: this.taken,
      lost: this.#lost,
      perhapsLost: this.#perhapsLost,
      duplicated: this.#duplicated,
      unexpected: this.#unexpected,
      recovered: this.#recovered,
    };
  }
}
