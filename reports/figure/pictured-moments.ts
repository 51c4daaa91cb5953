import type { Anomaly } from '../../src/checkers/checker.js';
import type { Operation } from '../../src/history/operation.js';
import { anomalyGroups } from '../anomaly-groups.js';
import { Telling } from '../explanations/telling.js';
import type { RunRecord } from '../run-record.js';
import { type ReplicaStep, replicaSteps, truthByKey } from './replica-steps.js';

/** So many anomalies of a kind get their picture. */
export const PICTURED = 5;

/** What pictures show, so that somebody who can run the plan again may look for the messages of it. */
export interface PicturedMoments {
  /** Each once. */
  readonly operations: readonly Operation[];
  /** When replicas took something in. */
  readonly arrivals: readonly ReplicaStep[];
}

/** What the pictures of a report show. */
export function picturedMoments(run: RunRecord): PicturedMoments {
  const groups = anomalyGroups(run.verdict);
  return momentsOf(
    groups.flatMap(({ anomalies }) => anomalies.slice(0, PICTURED)),
    run,
  );
}

/** What the pictures of these anomalies show. */
export function momentsOf(
  anomalies: readonly Anomaly[],
  { history, truth }: Pick<RunRecord, 'history' | 'truth'>,
): PicturedMoments {
  const byKey = truthByKey(truth);
  const told = anomalies.map((anomaly) => new Telling(anomaly, history).operations);
  return {
    operations: [...new Map(told.flat().map((one) => [one.index, one])).values()],
    arrivals: told.flatMap((some) => replicaSteps(some, byKey)),
  };
}
