export { defineConfig, type ConfigFile } from './cli/config-file.js';
export type { HistoryEvent, Value } from './history/event.js';
export type { FaultWindow, History, Operation } from './history/operation.js';
export { HistoryError, pair } from './history/pair.js';
export { readEvents, readHistory } from './history/jsonl.js';
export {
  ImportError,
  importEvents,
  importHistory,
  type ImportOptions,
  parseEvents,
} from './history/import/import-history.js';
export { type FormatName, formats } from './history/import/format.js';
export type { Mapping } from './history/import/mapping.js';
export { formatEdnEvent } from './history/export/jepsen-edn.js';
export { objectHistory, UnfitOperationError } from './checkers/objects/object-history.js';
export { guarantees, type Anomaly, type CheckResult, type Guarantee } from './checkers/checker.js';
export { judge } from './checkers/judge.js';
export type { GuaranteePromise, Judgement, Verdict } from './checkers/verdict.js';
export type { Plan } from './plan/plan.js';
export { drawPlan, SettingsError } from './run/draw-plan.js';
export { defaultSettings, type RunSettings } from './run/settings.js';
export { simulate, type SimulatedRun } from './controller/simulate.js';
export { judgeRun } from './run/judge-run.js';
export type { Host, Replica, StartReplica } from './replica/host.js';
export type { Target } from '../targets/target.js';
export type { Workload } from '../workloads/workload.js';
