import type { Operation } from '../../src/history/operation.js';
import { anomalyGroups } from '../anomaly-groups.js';
import { Telling } from '../explanations/telling.js';
import type { RunRecord } from '../run-record.js';
import { type ReplicaStep, replicaSteps, truthByKey } from './replica-steps.js';

/** So many anomalies of a kind get their picture. */
export const PICTURED = 5;

/**
 * What the pictures of a report show, so that somebody who can run the plan again may look for the messages of it: the
 * operations, each once, and the moments at which replicas took something in.
 */
export function picturedMoments({ verdict, history, truth }: RunRecord): {
  readonly operations: readonly Operation[];
  readonly arrivals: readonly ReplicaStep[];
} {
  const byKey = truthByKey(truth);
  const told = anomalyGroups(verdict)
    .flatMap(({ anomalies }) => anomalies.slice(0, PICTURED))
    .map((anomaly) => new Telling(anomaly, history).operations);
  const operations = new Map(told.flat().map((operation) => [operation.index, operation]));
  return {
    operations: [...operations.values()],
    arrivals: told.flatMap((some) => replicaSteps(some, byKey)),
  };
}
