import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type CheckOptions,
  type CheckResult,
  decidePartition,
  DEFAULT_MEMORY_MB,
  DEFAULT_TIMEOUT_MS,
  type PartitionResult,
  partitionsOf,
  verdictOf,
} from './check.js';
import type { Model } from './model.js';
import type { TimedOperation } from './operation.js';

/** Where a worker finds a model: functions cannot be sent to it. */
export interface ModelReference {
  /** The URL of a module; `splitbrain/porcupine`'s own by default. */
  readonly module?: string | URL;
  /** The name of what it exports: a model, or a function that makes one. */
  readonly name: string;
  /** What the function is called with; anything that can be cloned. Without it, the export is the model itself. */
  readonly arguments?: readonly unknown[];
}

export interface ParallelOptions extends CheckOptions {
  /** How many threads; as many as the machine runs at once by default. */
  readonly workers?: number;
  /** Ends the check early: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a worker is told at its start. */
export interface WorkerStart {
  readonly reference: Required<Pick<ModelReference, 'module' | 'name'>> & ModelReference;
  readonly maxBytes: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What a worker answers: a result with positions for operations. */
export interface Found {
  readonly verdict: boolean | 'unknown';
  readonly method: string;
  readonly linearization: readonly number[];
  readonly stuckAt: number;
  readonly configurations: number;
}

/**
 * `checkOperations` with the searches of several partitions at once, each in a thread of its own. What a model's faster
 * method decides is decided here: that takes less than sending the operations to a thread.
 *
 * @throws Error when the module has no such model, or when the model throws
 */
export async function checkInParallel<Input, Output>(
  reference: ModelReference,
  operations: readonly TimedOperation<Input, Output>[],
  {
    timeoutMs = DEFAULT_TIMEOUT_MS,
    maxMemoryMb = DEFAULT_MEMORY_MB,
    workers = availableParallelism(),
    signal,
  }: ParallelOptions = {},
): Promise<CheckResult<Input, Output>> {
  signal?.throwIfAborted();
  const module = String(reference.module ?? new URL('index.js', import.meta.url));
  const start: WorkerStart = {
    reference: { ...reference, module },
    maxBytes: maxMemoryMb * 2 ** 20,
    until: Date.now() + timeoutMs,
  };
  const model = await loadModel<Input, Output>(start.reference);
  const results = new Map<string, PartitionResult<Input, Output>>();
  const searches: Job<Input, Output>[] = [];
  for (const [partition, members] of partitionsOf(model, operations)) {
    const decided = decidePartition(model, partition, members);
    // A place in the order of partitions, also for what is still to be found.
    results.set(partition, decided as PartitionResult<Input, Output>);
    if (!decided) searches.push({ partition, operations: members });
  }
  // The longest first, so that none of them is what the others wait for at the end.
  searches.sort((a, b) => a.operations.length - b.operations.length);
  const threads = Array.from({ length: Math.min(workers, searches.length) }, () => new Thread(start));
  try {
    await Promise.race([
      Promise.all(
        threads.map(async (thread) => {
          for (let job = searches.pop(); job; job = searches.pop()) {
            results.set(job.partition, await thread.search(job));
          }
        }),
      ),
      ...(signal ? [rejectionOf(signal)] : []),
    ]);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
  const partitions = [...results.values()];
  return { verdict: verdictOf(partitions), partitions };
}

/**
 * Imports a model.
 * @throws Error when the module exports no model of that name
 */
export async function loadModel<Input, Output>({
  module,
  name,
  arguments: given,
}: WorkerStart['reference']): Promise<Model<unknown, Input, Output>> {
  const exported = (await import(String(module))) as Readonly<Record<string, unknown>>;
  const found = exported[name];
  const model =
    given && typeof found === 'function'
      ? (found as (...of: readonly unknown[]) => unknown)(...given)
      : found;
  if (typeof model === 'object' && model !== null && 'init' in model && 'step' in model) {
    return model as Model<unknown, Input, Output>;
  }
  throw new Error(
    `${String(module)} exports no model "${name}"${given ? ' that can be made with arguments' : ''}. It exports ${Object.keys(exported).join(', ')}. A function that makes a model needs \`arguments\`, if only an empty list.`,
  );
}

interface Job<Input, Output> {
  readonly partition: string;
  readonly operations: readonly TimedOperation<Input, Output>[];
}

/** A worker that searches one partition after the other. */
class Thread {
  readonly #worker: Worker;

  constructor(start: WorkerStart) {
    this.#worker = new Worker(new URL('worker.js', import.meta.url), { workerData: start });
  }

  search<Input, Output>({
    partition,
    operations,
  }: Job<Input, Output>): Promise<PartitionResult<Input, Output>> {
    const at = (position: number) => operations[position] as TimedOperation<Input, Output>;
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners();
      this.#worker.once('error', reject);
      this.#worker.once('exit', (code) => {
        reject(new Error(`The worker that searched partition "${partition}" ended with code ${code}.`));
      });
      this.#worker.once('message', ({ linearization, stuckAt, ...found }: Found) => {
        resolve({
          partition,
          ...found,
          operations,
          linearization: linearization.map(at),
          ...(stuckAt >= 0 && { stuckAt: at(stuckAt) }),
        });
      });
      this.#worker.postMessage(operations);
    });
  }

  async end(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
