import { findNamed } from '../src/named.js';
import { chainExperiments } from './chain-replication.js';
import type { Experiment } from './experiment.js';
import { replicationLagExperiments } from './replication-lag.js';
import { replicationLogExperiments } from './replication-logs.js';
import { settingUpExperiments } from './setting-up.js';
import { singleLeaderExperiments } from './single-leader.js';

/** Every row of the truth table that can be run. */
export const experiments: readonly Experiment[] = [
  ...singleLeaderExperiments,
  ...chainExperiments,
  ...settingUpExperiments,
  ...replicationLogExperiments,
  ...replicationLagExperiments,
];

/** @throws UnknownNameError that lists the experiments there are */
export function experimentNamed(id: string): Experiment {
  return findNamed('experiment', experiments, id, (experiment) => experiment.id);
}
