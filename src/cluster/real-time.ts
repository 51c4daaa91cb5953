import { TimerQueue } from '../replica/timer-queue.js';
import type { RunOptions } from './cluster.js';

/** Milliseconds between two calls of `onSlice`. */
const SLICE_MS = 100;

/** Noted in each node's log when time begins to count for the history. */
export const OPERATIONS_BEGIN = 'operations begin';

interface Run {
  /** Ends the run: everything that waits is called off. */
  end(settle: () => void): void;
  readonly fail: (reason: Error) => void;
}

/** Time as the clusters know it that run on the real machine: it passes by itself. */
export class RealTime {
  readonly #beganAt = performance.now();
  readonly #timers = new TimerQueue(() => performance.now());
  #run: Run | undefined;
  #closed = false;

  /** Nanoseconds since this object was made; never runs backwards. */
  now(): number {
    return Math.round((performance.now() - this.#beganAt) * 1e6);
  }

  /** Runs `action` no earlier than `delayMs` from now; returns a function that calls it off. */
  after(delayMs: number, action: () => void): () => void {
    if (this.#closed) return () => {};
    const timer = this.#timers.after(delayMs, this.guard(action));
    return () => timer.cancel();
  }

  /** Calls off all timers, now and for ever: the cluster is gone. */
  close(): void {
    this.#closed = true;
    this.#timers.clear();
  }

  /**
   * Wraps a callback that belongs to the present run: what it throws rejects the run, and once that run has ended it
   * does nothing. Outside of a run it is left as it is.
   */
  guard<Arguments extends unknown[]>(action: (...given: Arguments) => void): (...given: Arguments) => void {
    const run = this.#run;
    if (!run) return action;
    return (...given) => {
      if (this.#run !== run) return;
      try {
        action(...given);
      } catch (error) {
        run.fail(error as Error);
      }
    };
  }

  /** See `Cluster.run`. When the run ends, whatever the reason, all timers are called off. */
  run(main: (finish: () => void) => void, { signal, onSlice }: RunOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#run) throw new Error('A run is under way already; wait for its end before the next.');
      signal?.throwIfAborted();
      // Also holds the process while nothing else does.
      const slices = setInterval(() => this.guard(() => onSlice?.())(), SLICE_MS);
      const run: Run = {
        end: (settle) => {
          if (this.#run !== run) return;
          this.#run = undefined;
          this.#timers.clear();
          clearInterval(slices);
          signal?.removeEventListener('abort', abort);
          settle();
        },
        fail: (reason) => run.end(() => reject(reason)),
      };
      const abort = (): void => run.fail(signal?.reason as Error);
      this.#run = run;
      signal?.addEventListener('abort', abort);
      this.guard(() => main(() => run.end(resolve)))();
    });
  }
}
