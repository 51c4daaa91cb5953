import { Piscina } from 'piscina';
import { compiledFile } from '../cluster/compiled-file.js';
import type { ReproduceTask, Sighting } from './reproduce.js';
import { crashed } from './run-seed.js';
import type { CandidateRunner } from './shrink.js';
import type { SeedReport, SeedTask } from './seed-task.js';

export interface SeedPoolOptions {
  /** How many threads. */
  readonly workers: number;
  /** A seed that takes longer than so many milliseconds hangs; its thread is ended. */
  readonly timeoutMs: number;
  /** A thread that needs more memory than so many mebibytes is ended. */
  readonly memoryMb: number;
  /** The module of a thread, compiled: exports `default`, which runs seeds, and `reproduce`. */
  readonly worker?: URL;
}

type Pool = Piscina<SeedTask | ReproduceTask, SeedReport | Sighting | undefined>;

/** Why a run was ended from outside. */
type Cause = 'time' | 'no threads';

/** Threads that run seeds. One that crashes, hangs or runs out of memory is a report like any other, and is replaced. */
export class SeedPool implements CandidateRunner {
  readonly workers: number;
  readonly #options: SeedPoolOptions;
  #pool: Pool;

  constructor(options: SeedPoolOptions) {
    this.workers = options.workers;
    this.#options = options;
    this.#pool = newPool(options);
  }

  async run(task: SeedTask): Promise<SeedReport> {
    const began = performance.now();
    try {
      return (await this.#guarded((pool, signal) => pool.run(task, { signal }))) as SeedReport;
    } catch (error) {
      return crashed(task, (error as Error).message, performance.now() - began);
    }
  }

  /** As `reproduce`; a candidate that hangs or takes a thread with it shows nothing. */
  async reproduce(task: ReproduceTask): Promise<Sighting | undefined> {
    try {
      const run = (pool: Pool, signal: AbortSignal) => pool.run(task, { signal, name: 'reproduce' });
      return (await this.#guarded(run)) as Sighting | undefined;
    } catch {
      return undefined;
    }
  }

  /** Ends what takes too long, and what would wait for ever because no thread could start. */
  async #guarded<T>(run: (pool: Pool, signal: AbortSignal) => Promise<T>): Promise<T> {
    // A pool whose threads end while they start makes no new ones.
    if (this.#pool.threads.length === 0) {
      void this.#pool.destroy();
      this.#pool = newPool(this.#options);
    }
    const pool = this.#pool;
    const { timeoutMs, memoryMb } = this.#options;
    const guard = new AbortController();
    const end = (cause: Cause): void => guard.abort(cause);
    const timer = setTimeout(() => end('time'), timeoutMs);
    const look = (): void => void setImmediate(() => pool.threads.length === 0 && end('no threads'));
    pool.on('workerDestroy', look);
    try {
      return await run(pool, guard.signal);
    } catch (error) {
      const why = {
        time: `The run had not ended after ${timeoutMs / 1000} s.`,
        'no threads': `No thread could start with ${memoryMb} MiB of memory: allow more (--max-memory).`,
        none: `The thread ended: ${(error as Error).message}`,
      };
      throw new Error(why[(guard.signal.reason as Cause | undefined) ?? 'none'], { cause: error });
    } finally {
      clearTimeout(timer);
      pool.off('workerDestroy', look);
    }
  }

  /** Ends all threads at once. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

function newPool({ workers, memoryMb, worker }: SeedPoolOptions): Pool {
  const pool: Pool = new Piscina({
    filename: compiledFile(worker ?? new URL('worker.js', import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  // A thread that dies between two seeds is replaced, and no reason to end the campaign; one that dies of a seed rejects its run.
  pool.on('error', () => {});
  // Each run that is under way listens.
  pool.setMaxListeners(Infinity);
  return pool;
}
