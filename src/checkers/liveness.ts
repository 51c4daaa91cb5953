import type { Value } from '../history/event.js';
import type { FaultWindow, History, Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineChecker } from './define-checker.js';

const NS_PER_MS = 1e6;

/** So long after the last fault has healed, or has left no more than a quorum, a system may still be busy recovering. */
export const RECOVERY_MS = 2_000;
/** Within so long, whoever asks again and again must have been served. */
const BOUND_MS = 2_000;

/** Operations that have no reason to be refused: a compare-and-set may fail, a read may not. */
const neverRefused: ReadonlySet<string> = new Set([
  'read',
  'write',
  'multi-read',
  'inspect',
  'add',
  'increment',
  'append',
  'insert',
]);

/** The kind of fault under which only a quorum is sound. */
const MINORITY = 'minority';

/**
 * Liveness: once every fault has healed and some time has passed for recovery, operations succeed. One may still get lost,
 * as messages do; but whoever asks the same node for the same key again and again is served within a bound.
 *
 * The same is asked of the nodes of a quorum while only the others are still broken (a fault of kind `minority`).
 *
 *     nemesis  ├─ partition ─┤
 *     p1                        ├─ read x ─ … no answer, however often ─┤
 */
export const liveness = defineChecker({
  guarantee: 'liveness',
  summary: `after healing and ${RECOVERY_MS / 1000} s for recovery, no node leaves a key unanswered for ${BOUND_MS / 1000} s`,
  what: 'operations after the last fault had healed',
  find(history) {
    const healedAt = history.faults.reduce((latest, { to }) => Math.max(latest, to), -Infinity);
    if (history.faults.length === 0) return { anomalies: [], chances: 0, why: 'There was no fault.' };
    if (healedAt === Infinity) return { anomalies: [], chances: 0, why: 'A fault was never healed.' };
    const asked = history.operations.filter(
      ({ invokedAt }) => invokedAt >= healedAt + RECOVERY_MS * NS_PER_MS,
    );
    const windows = history.faults.filter(({ kind }) => kind === MINORITY);
    const inQuorum = windows.map((window) => askedOfQuorum(window, history));
    const anomalies = inQuorum.flatMap((operations, at) => stuck(operations, windows[at]?.to ?? 0));
    return {
      anomalies: [...anomalies, ...stuck(asked, history.endedAt)],
      chances: inQuorum.reduce((sum, { length }) => sum + length, asked.length),
    };
  },
});

/** Operations at nodes that a fault has left alone, once these had time to recover from the others. */
function askedOfQuorum({ from, to, value }: FaultWindow, { operations }: History): readonly Operation[] {
  const broken = (value as { readonly nodes?: Value }).nodes;
  const isBroken = (node: string | undefined): boolean =>
    node === undefined || (Array.isArray(broken) && broken.includes(node));
  return operations.filter(
    ({ invokedAt, node }) => invokedAt >= from + RECOVERY_MS * NS_PER_MS && invokedAt < to && !isBroken(node),
  );
}

/** For each node and key the first operation since which nothing has succeeded, where that lasted too long; and slow ones. */
function stuck(asked: readonly Operation[], endedAt: number): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const waiting = new Map<string, { readonly first: Operation; attempts: number; until: number }>();
  const judge = ({ first, attempts, until }: { first: Operation; attempts: number; until: number }): void => {
    const waitedMs = (until - first.invokedAt) / NS_PER_MS;
    if (waitedMs >= BOUND_MS) anomalies.push(stuckOperation(first, attempts, waitedMs));
  };
  for (const operation of asked) {
    const place = JSON.stringify([operation.node, operation.key]);
    const before = waiting.get(place);
    if (succeeded(operation)) {
      if (before) judge({ ...before, until: operation.completedAt });
      else judge({ first: operation, attempts: 1, until: operation.completedAt });
      waiting.delete(place);
      continue;
    }
    const until = Math.min(operation.endedAt, endedAt);
    if (before) {
      before.attempts++;
      before.until = Math.max(before.until, until);
    } else waiting.set(place, { first: operation, attempts: 1, until });
  }
  for (const one of waiting.values()) judge(one);
  return anomalies;
}

function succeeded({ type, f }: Operation): boolean {
  return type === 'ok' || (type === 'fail' && !neverRefused.has(f));
}

function stuckOperation({ index, key, node }: Operation, attempts: number, waitedMs: number): Anomaly {
  return {
    kind: 'stuck-operation',
    guarantee: 'liveness',
    ...(key !== undefined && { key }),
    operations: [index],
    relations: [],
    facts: { attempts, waitedMs, ...(node !== undefined && { node }) },
  };
}
