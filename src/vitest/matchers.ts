import type { Guarantee } from '../checkers/checker.js';
import { checkerOf, guaranteesNamed } from '../checkers/registry.js';
import { explain } from '../../reports/explain.js';
import type { HistoryEvent } from '../history/event.js';
import type { History } from '../history/operation.js';
import { pair } from '../history/pair.js';

/** What can be judged: a history, or the events of one. */
export type Judged = History | readonly HistoryEvent[];

/** What a matcher tells the test runner. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** So many anomalies are told in a message. */
const MOST_TOLD = 3;

/**
 * `expect(history).toSatisfy('causal')`: whether a history keeps guarantees. With a function it is vitest's own matcher
 * of this name: whether a value meets a condition.
 * @param wanted guarantees or groups of them, as `--guarantee` takes them; or a condition and a message
 * @throws UnknownNameError that lists the names there are
 * @throws HistoryError when it is no history that can be judged
 */
export function toSatisfy(received: unknown, ...wanted: readonly unknown[]): MatcherResult {
  const [condition, message] = wanted;
  if (typeof condition === 'function') {
    const pass = Boolean((condition as (value: unknown) => unknown)(received));
    const told = typeof message === 'string' ? message : 'the value to satisfy the condition';
    return { pass, message: () => `expected ${pass ? 'not ' : ''}${told}` };
  }
  return satisfies(received as Judged, guaranteesNamed(wanted.map(String)));
}

/** `expect(history).toBeLinearizable()`: whether each key of a history behaves like one register. */
export function toBeLinearizable(received: Judged): MatcherResult {
  return satisfies(received, ['linearizability']);
}

function satisfies(received: Judged, named: readonly Guarantee[]): MatcherResult {
  const history = isEvents(received) ? pair(received) : received;
  const results = named.map((guarantee) =>
    checkerOf(guarantee).check(history, { minEvidence: 0, maxAnomalies: MOST_TOLD }),
  );
  const anomalies = results.flatMap((result) => result.anomalies).slice(0, MOST_TOLD);
  const undecided = results.filter(({ holds, anomalyCount, evidence }) => {
    // What had no chance to fail did not fail.
    return holds === 'unknown' && anomalyCount === 0 && evidence.chances > 0;
  });
  const pass = results.every(({ holds }) => holds !== false) && undecided.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? `expected the history to violate ${named.join(', ')}, but it does not`
        : [
            `expected the history to satisfy ${named.join(', ')}`,
            ...anomalies.map((anomaly) => {
              const { headline, sentence } = explain(anomaly, history);
              return `  ${headline}: ${sentence.map(({ text }) => text).join('')}`;
            }),
            ...undecided.map(({ guarantee, why }) => `  ${guarantee} could not be judged: ${why ?? ''}`),
          ].join('\n'),
  };
}

function isEvents(received: Judged): received is readonly HistoryEvent[] {
  return Array.isArray(received);
}
