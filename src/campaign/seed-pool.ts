import { Piscina } from 'piscina';
import { compiledFile } from '../cluster/compiled-file.js';
import { crashed } from './run-seed.js';
import type { SeedReport, SeedTask } from './seed-task.js';

export interface SeedPoolOptions {
  /** How many threads. */
  readonly workers: number;
  /** A seed that takes longer than so many milliseconds hangs; its thread is ended. */
  readonly timeoutMs: number;
  /** A thread that needs more memory than so many mebibytes is ended. */
  readonly memoryMb: number;
}

/** Threads that run seeds. One that crashes, hangs or runs out of memory is a report like any other, and is replaced. */
export class SeedPool {
  readonly workers: number;
  readonly #pool: Piscina<SeedTask, SeedReport>;
  readonly #timeoutMs: number;

  constructor({ workers, timeoutMs, memoryMb }: SeedPoolOptions) {
    this.workers = workers;
    this.#timeoutMs = timeoutMs;
    this.#pool = new Piscina({
      filename: compiledFile(new URL('worker.js', import.meta.url)),
      minThreads: workers,
      maxThreads: workers,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
  }

  async run(task: SeedTask): Promise<SeedReport> {
    const began = performance.now();
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
    try {
      return await this.#pool.run(task, { signal: timeout.signal });
    } catch (error) {
      const why = timeout.signal.aborted
        ? `The run had not ended after ${this.#timeoutMs / 1000} s.`
        : `The thread ended: ${(error as Error).message}`;
      return crashed(task, why, performance.now() - began);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all threads at once. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
