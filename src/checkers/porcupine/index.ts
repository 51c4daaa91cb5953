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
export { appendLog, type AppendLogInput } from './models/append-log.js';
export { growOnlySet, type GrowOnlySetInput } from './models/grow-only-set.js';
export { keyValue, type KeyValueInput, type KeyValueOutput } from './models/key-value.js';
export {
  multiRegister,
  type MicroOperation,
  type MultiRegisterInput,
  type MultiRegisterOutput,
} from './models/multi-register.js';
export { fencedMutex, mutex, reentrantMutex, type MutexInput } from './models/mutex.js';
export { readModifyWrite, type ReadModifyWriteInput } from './models/read-modify-write.js';
export { set, type SetInput } from './models/set.js';
export { unorderedQueue } from './models/unordered-queue.js';
export { explain, type ExplainOptions, type Explanation } from './explain.js';
export { describeOperation, type Attempt } from './attempts.js';
export { checkInParallel, type ModelReference, type ParallelOptions } from './parallel.js';
export { stack, type StackInput } from './models/stack.js';
