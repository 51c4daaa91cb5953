import type { History, Operation } from '../../history/operation.js';
import type { Anomaly, Checker } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { checkPartition, type PartitionResult, partitionsOf } from '../porcupine/check.js';
import { explain } from '../porcupine/explain.js';
import { type ObjectHistory, objectHistory } from './object-history.js';
import { objectModelNamed } from './registry.js';

/** So often the search looks at its bounds at most: that is the same on every machine. */
const MOST_LOOKS = 2_000;
const MOST_BYTES = 256 * 2 ** 20;
/** Doing with fewer operations may take so long. */
const EXPLAIN_MS = 500;

/**
 * Linearizability of the objects of a model that the keys of a history are, by the methods of `splitbrain/porcupine`; unknown
 * where the search reaches its bound.
 * @param name one of `objectModels`
 * @throws UnknownNameError when there is no such model
 */
export function linearizableObject(name: string): Checker {
  const model = objectModelNamed(name);
  return defineChecker({
    guarantee: 'linearizability',
    summary: `each ${model.name} behaves as if every operation took effect at one moment while it runs`,
    operations: model.operations.flatMap(({ names }) => names),
    what: 'answers after an acknowledged change',
    find(history): Findings {
      const object = objectHistory(history, name);
      let looks = 0;
      const limits = { maxBytes: MOST_BYTES, isOver: () => ++looks > MOST_LOOKS };
      const parts = [...partitionsOf(object.model, object.operations)].map(([partition, operations]) =>
        checkPartition(object.model, partition, operations, limits),
      );
      const unknown = parts.filter(({ verdict }) => verdict === 'unknown').length;
      return {
        anomalies: parts
          .filter(({ verdict }) => verdict === false)
          .map((part) => contradiction(object, part)),
        chances: answersAfterChange(history, object),
        ...(unknown > 0 && { why: `The search for an order of ${unknown} objects reached its bound.` }),
      };
    },
  });
}

function contradiction(object: ObjectHistory, part: PartitionResult<unknown, unknown>): Anomaly {
  const { operations, context } = explain(object.model, part, { timeoutMs: EXPLAIN_MS });
  const all = [...operations, ...context]
    .map((one) => object.sourceOf(one))
    .sort((a, b) => a.index - b.index);
  const key = all[0]?.key;
  return {
    kind: 'non-linearizable',
    guarantee: 'linearizability',
    ...(key !== undefined && { key }),
    operations: all.map(({ index }) => index),
    relations: [],
    facts: { model: object.model.name },
  };
}

/** Answers that say something of the object, after something had certainly changed it. */
function answersAfterChange({ operations }: History, { model, operations: asked }: ObjectHistory): number {
  const changedAt = new Map<string | undefined, number>();
  const answers: Operation[] = [];
  const isAsked = new Map(asked.map((one) => [one.call, one]));
  for (const operation of operations) {
    const { index, type, key, completedIndex } = operation;
    const one = isAsked.get(index);
    if (!one || type !== 'ok') continue;
    if (model.readOnly?.(one.input, one.output)) answers.push(operation);
    else changedAt.set(key, Math.min(changedAt.get(key) ?? Infinity, completedIndex));
  }
  return answers.filter(({ index, key }) => (changedAt.get(key) ?? Infinity) < index).length;
}
