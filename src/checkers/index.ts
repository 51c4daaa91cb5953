export { pair, HistoryError } from '../history/pair.js';
export type { HistoryEvent, Value } from '../history/event.js';
export type { FaultWindow, History, Operation } from '../history/operation.js';
export {
  guarantees,
  type Anomaly,
  type AnomalyKind,
  type Checker,
  type CheckResult,
  type CheckSettings,
  type Guarantee,
  type Reason,
  type Relation,
} from './checker.js';
export { ContradictionError } from './contradiction.js';
export { judge, type JudgeOptions } from './judge.js';
export { latticeOf, weakerThan, type Lattice } from './lattice.js';
export { checkerOf, checkers, guaranteeGroups, guaranteesNamed } from './registry.js';
export { measureStaleness, type Staleness, type StalenessOptions } from './staleness/measure-staleness.js';
export { type Legs, missProbability, type Quorum, simulateVisibility } from './staleness/prediction.js';
export type { GuaranteePromise, Judgement, Verdict } from './verdict.js';
