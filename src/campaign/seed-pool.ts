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
}

/** Threads that run seeds. One that crashes, hangs or runs out of memory is a report like any other, and is replaced. */
export class SeedPool implements CandidateRunner {
  readonly workers: number;
  readonly #pool: Piscina<SeedTask | ReproduceTask, SeedReport | Sighting | undefined>;
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
    // A thread that dies between two seeds is replaced, and no reason to end the campaign; one that dies of a seed rejects its run.
    this.#pool.on('error', () => {});
  }

  async run(task: SeedTask): Promise<SeedReport> {
    const began = performance.now();
    try {
      return (await this.#withinTime((signal) => this.#pool.run(task, { signal }))) as SeedReport;
    } catch (error) {
      return crashed(task, (error as Error).message, performance.now() - began);
    }
  }

  /** As `reproduce`; a candidate that hangs or takes a thread with it shows nothing. */
  async reproduce(task: ReproduceTask): Promise<Sighting | undefined> {
    try {
      const run = (signal: AbortSignal) => this.#pool.run(task, { signal, name: 'reproduce' });
      return (await this.#withinTime(run)) as Sighting | undefined;
    } catch {
      return undefined;
    }
  }

  async #withinTime<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
    try {
      return await run(timeout.signal);
    } catch (cause) {
      const why = timeout.signal.aborted
        ? `The run had not ended after ${this.#timeoutMs / 1000} s.`
        : `The thread ended: ${(cause as Error).message}`;
      throw new Error(why, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all threads at once. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
