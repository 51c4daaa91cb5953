import type { TracedMessage } from '../../src/cluster/simulation/message-trace.js';
import type { History } from '../../src/history/operation.js';
import type { NodeLog, RunRecord } from '../run-record.js';
import { type TakenBack, takenBackIn } from '../taken-back.js';
import { type Told, toldIn } from '../told.js';
import { type TruthByKey, truthByKey } from './replica-steps.js';

/** What the anomalies of a run are told and drawn with, beside themselves. */
export interface Scene {
  readonly history: History;
  readonly truth: TruthByKey;
  readonly logs: readonly NodeLog[];
  readonly told: readonly Told[];
  readonly messages: readonly TracedMessage[];
  readonly takenBack: readonly TakenBack[];
  /** Nobody promised anything. */
  readonly asked: boolean;
}

/** The scene of a run: made once for all of its anomalies. */
export function sceneOf({ verdict, history, truth, logs = [], messages = [] }: RunRecord): Scene {
  return {
    history,
    logs,
    messages,
    told: toldIn(logs),
    takenBack: takenBackIn(logs),
    truth: truthByKey(truth),
    asked: verdict.asked ?? false,
  };
}
