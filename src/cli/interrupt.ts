import { constants } from 'node:os';

/** Thrown inside a run that Ctrl-C or SIGTERM has ended. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(signal === 'SIGINT' ? 'Interrupted by Ctrl-C.' : 'Ended by SIGTERM.');
    this.signal = signal;
  }

  /** 130 for SIGINT, 143 for SIGTERM, as shells have it. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** Resolves at the first Ctrl-C or SIGTERM, which then end nothing by themselves. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/**
 * Calls `action` with a signal that the first Ctrl-C or SIGTERM aborts, so that it can clean up. The second one ends
 * the program at once.
 */
export async function interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    const error = new InterruptedError(signal);
    if (controller.signal.aborted) process.exit(error.exitCode);
    process.stderr.write('\nEnding the run and cleaning up; once more to end at once.\n');
    controller.abort(error);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await action(controller.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
