// A thread of `checkInParallel`: searches the partitions that it is sent.
import { parentPort, workerData } from 'node:worker_threads';
import { searchPartition } from './check.js';
import type { TimedOperation } from './operation.js';
import { type Found, loadModel, type WorkerStart } from './parallel.js';

const { reference, maxBytes, until } = workerData as WorkerStart;
const model = await loadModel<unknown, unknown>(reference);
const limits = { maxBytes, isOver: () => Date.now() > until };

parentPort?.on('message', (operations: readonly TimedOperation<unknown, unknown>[]) => {
  const position = new Map(operations.map((operation, at) => [operation, at]));
  const { verdict, method, linearization, stuckAt, configurations } = searchPartition(
    model,
    '',
    operations,
    limits,
  );
  const found: Found = {
    verdict,
    method,
    linearization: linearization.map((operation) => position.get(operation) ?? -1),
    stuckAt: stuckAt ? (position.get(stuckAt) ?? -1) : -1,
    configurations,
  };
  parentPort?.postMessage(found);
});
