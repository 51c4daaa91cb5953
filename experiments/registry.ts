import { findNamed } from '../src/named.js';
import { acknowledgementExperiments } from './acknowledgements.js';
import { addedMemberExperiments } from './added-members.js';
import { changeCaptureExperiments } from './change-capture.js';
import { chainExperiments } from './chain-replication.js';
import { counterAndLogExperiments } from './counters-and-logs.js';
import { failureDetectionExperiments } from './detecting-failure.js';
import type { Experiment } from './experiment.js';
import { leaderlessExperiments } from './leaderless.js';
import { lostDiskExperiments } from './lost-disks.js';
import { measuredLagExperiments } from './measured-lag.js';
import { oldLeaderExperiments } from './old-leaders.js';
import { prefixExperiments } from './prefixes.js';
import { promotionExperiments } from './promotions.js';
import { replicationLagExperiments } from './replication-lag.js';
import { replicationLogExperiments } from './replication-logs.js';
import { secondSystemExperiments } from './second-systems.js';
import { settingUpExperiments } from './setting-up.js';
import { singleLeaderExperiments } from './single-leader.js';

/** Rows of the truth table about one thing; their names begin alike. */
export interface ExperimentGroup {
  /** What all of them are about. */
  readonly about: string;
  readonly experiments: readonly Experiment[];
}

/** The truth table, as far as it can be run. */
export const experimentGroups: readonly ExperimentGroup[] = [
  {
    about: 'One leader: how many copies, who is promoted, fencing, leases, rejoining',
    experiments: inOrder([
      ...singleLeaderExperiments,
      ...promotionExperiments,
      ...oldLeaderExperiments,
      ...acknowledgementExperiments,
      ...lostDiskExperiments,
      ...failureDetectionExperiments,
      ...counterAndLogExperiments,
      ...secondSystemExperiments,
    ]),
  },
  { about: 'Chain replication: reads at its end, and its repair', experiments: chainExperiments },
  {
    about: 'Setting up followers: snapshots and their positions, truncated logs',
    experiments: [...settingUpExperiments, ...addedMemberExperiments],
  },
  {
    about: 'What the log holds: statements, rows, pages; and who else takes changes from it',
    experiments: inOrder([...replicationLogExperiments, ...changeCaptureExperiments]),
  },
  {
    about: 'Reading behind the leader: own writes, going back in time, tokens, sticky replicas',
    experiments: [...replicationLagExperiments, ...prefixExperiments, ...measuredLagExperiments],
  },
  { about: 'No leader: nodes added and replaced', experiments: leaderlessExperiments },
];

/** By their names, so that variants of a row stand beside it. */
function inOrder(rows: readonly Experiment[]): readonly Experiment[] {
  return [...rows].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** Every row of the truth table that can be run. */
export const experiments: readonly Experiment[] = experimentGroups.flatMap(({ experiments: rows }) => rows);

/** @throws UnknownNameError that lists the experiments there are */
export function experimentNamed(id: string): Experiment {
  return findNamed('experiment', experiments, id, (experiment) => experiment.id);
}
