export {
  checkEvents,
  checkOperations,
  type CheckOptions,
  type CheckResult,
  type PartitionResult,
} from './check.js';
export { UNKNOWN, type Model, type Outcome } from './model.js';
export { operationsOf, type HistoryStep, type TimedOperation } from './operation.js';
export { counter, type CounterInput } from './models/counter.js';
export { keyed, type Keyed } from './models/keyed.js';
export { queue, type QueueInput } from './models/queue.js';
export { register, type RegisterInput, type RegisterOutput } from './models/register.js';
export { explain, type ExplainOptions, type Explanation } from './explain.js';
export { describeOperation, type Attempt } from './attempts.js';
export { checkInParallel, type ModelReference, type ParallelOptions } from './parallel.js';
export { stack, type StackInput } from './models/stack.js';
