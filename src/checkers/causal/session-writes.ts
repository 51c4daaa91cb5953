import type { Anomaly, AnomalyKind, Checker, Guarantee } from '../checker.js';
import { Witness } from '../witness.js';
import type { CausalAnalysis } from './analysis.js';
import { addCausalPath, addStep } from './causal-witness.js';
import { defineCausalChecker } from './define-causal-checker.js';
import { INITIAL } from './trace.js';

/** A write that somebody must have seen, and the event of the session that makes it so: the write itself, or a read of it. */
interface Required {
  readonly write: number;
  readonly by: number;
}

/** What whoever has seen a write of a session must have seen with it. */
interface Rule {
  readonly guarantee: Guarantee & AnomalyKindOf;
  readonly summary: string;
  /** The writes of a key that a session's write at `limit` must not be seen without. */
  readonly required: (analysis: CausalAnalysis, key: number, session: number, limit: number) => Required[];
}

type AnomalyKindOf = 'monotonic-writes' | 'writes-follow-reads';

const kinds: { readonly [guarantee in AnomalyKindOf]: AnomalyKind } = {
  'monotonic-writes': 'non-monotonic-writes',
  'writes-follow-reads': 'write-without-its-reads',
};

/**
 * Monotonic writes (Terry et al., "Session guarantees for weakly consistent replicated data", PDIS 1994), as far as
 * clients can see it: who has read a write of a session never reads, then or later, anything older than what that session
 * had written before it. Versions are ordered by causality.
 *
 *     p1  ├─ write x 1 ─┤  ├─ write y 1 ─┤
 *     p2                                    ├─ read y: 1 ─┤  ├─ read x: null ─┤
 */
export const monotonicWrites = sessionWrites({
  guarantee: 'monotonic-writes',
  summary: 'a write of a session is never seen without those that it had done before',
  required({ writes }, key, session, limit) {
    const cell = writes.cell(key, session);
    const write = cell < 0 ? -1 : writes.lastBefore(cell, limit);
    return write < 0 ? [] : [{ write, by: write }];
  },
});

/**
 * Writes follow reads (Terry et al., PDIS 1994), as far as clients can see it: who has read a write of a session never
 * reads, then or later, anything older than what that session had read before it. Versions are ordered by causality.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                   ├─ read x: 1 ─┤  ├─ write y 1 ─┤
 *     p3                                                     ├─ read y: 1 ─┤  ├─ read x: null ─┤
 */
export const writesFollowReads = sessionWrites({
  guarantee: 'writes-follow-reads',
  summary: 'a write is never seen without what its session had read before it',
  required({ trace }, key, session, limit) {
    const required: Required[] = [];
    for (let event = trace.sessionStart[session] as number; event < limit; event++) {
      const write = trace.source[event] as number;
      if (trace.isWrite[event] || trace.key[event] !== key || write === INITIAL) continue;
      required.push({ write, by: event });
    }
    return required;
  },
});

/**
 * Makes a checker. Only reads that overlook something in their causal past can break the rule, so only these are looked
 * at: of each, which writes of other sessions its own had read by then, and what these must not be seen without.
 */
function sessionWrites({ guarantee, summary, required }: Rule): Checker {
  return defineCausalChecker({
    guarantee,
    summary,
    find(analysis, { maxAnomalies }) {
      const anomalies: Anomaly[] = [];
      let count = 0;
      for (const read of analysis.overlookingReads) {
        const broken = brokenAt(analysis, read, required);
        if (!broken) continue;
        count++;
        if (anomalies.length < maxAnomalies) anomalies.push(violation(guarantee, analysis, broken));
      }
      return { anomalies, count };
    },
  });
}

/** A read that missed what must be seen with a write that its session had read. */
interface Broken {
  readonly read: number;
  readonly missed: Required;
  /** The read by which its session saw the write, perhaps itself. */
  readonly seer: number;
}

function brokenAt(analysis: CausalAnalysis, read: number, required: Rule['required']): Broken | undefined {
  const { trace, order } = analysis;
  const { session, sessionStart, source, isWrite, key, firstOfOperation } = trace;
  const returned = source[read] as number;
  /** For each other session the read that saw the latest of its writes. */
  const seers = new Map<number, number>();
  const see = (one: number): void => {
    const write = source[one] as number;
    if (isWrite[one] || write === INITIAL || session[write] === session[read]) return;
    const known = seers.get(session[write] as number);
    if (known === undefined || (source[known] as number) < write) seers.set(session[write] as number, one);
  };
  for (
    let one = sessionStart[session[read] as number] as number;
    one < (firstOfOperation[read] as number);
    one++
  ) {
    see(one);
  }
  see(read);
  for (const [writer, seer] of seers) {
    for (const missed of required(analysis, key[read] as number, writer, source[seer] as number)) {
      if (missed.write === returned) continue;
      const isOlder =
        returned === INITIAL || order.isBefore(returned, session[returned] as number, missed.write);
      if (isOlder) return { read, missed, seer };
    }
  }
  return undefined;
}

function violation(
  guarantee: AnomalyKindOf,
  { trace }: CausalAnalysis,
  { read, missed, seer }: Broken,
): Anomaly {
  const witness = new Witness();
  const returned = trace.source[read] as number;
  const seen = trace.source[seer] as number;
  if (returned !== INITIAL) addCausalPath(witness, trace, returned, missed.write);
  if (missed.by !== missed.write) addStep(witness, trace, missed.write, missed.by, 'reads from');
  addStep(witness, trace, missed.by, seen, 'session order');
  addStep(witness, trace, seen, seer, 'reads from');
  if (seer !== read) addStep(witness, trace, seer, read, 'session order');
  if (returned !== INITIAL && returned !== seen) addStep(witness, trace, returned, read, 'reads from');
  addStep(witness, trace, read, missed.write, 'older version');
  const key = trace.operation[missed.write]?.key;
  return {
    ...witness.anomaly({
      kind: kinds[guarantee],
      guarantee,
      versionOrder: 'causality',
      facts: {
        returned: returned === INITIAL ? null : (trace.operation[returned]?.input ?? null),
        expected: trace.operation[missed.write]?.input ?? null,
      },
    }),
    ...(key !== undefined && { key }),
  };
}
