import type { Engine } from './engine.js';

/** What the engine said while it built or pulled. */
export interface EngineOutput {
  readonly lines: readonly string[];
  /** Why it failed. The engine accepts the request first, so a failure is only in its output. */
  readonly error?: string;
}

interface Progress {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
}

/** Reads the output of a build or a pull to its end. */
export async function followEngine(engine: Engine, output: NodeJS.ReadableStream): Promise<EngineOutput> {
  let failure: Error | null = null;
  const progress = await new Promise<readonly Progress[]>((resolve) => {
    engine.modem.followProgress(output, (error, steps: Progress[] | undefined) => {
      failure = error;
      resolve(steps ?? []);
    });
  });
  const lines = progress
    .flatMap(({ stream, status }) => (stream ?? status ?? '').split('\n'))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const error =
    progress.find((step) => step.error !== undefined)?.error ?? (failure as Error | null)?.message;
  return { lines, ...(error !== undefined && { error: error.trim() }) };
}
