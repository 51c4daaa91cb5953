import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** The command as a user has it, compiled. */
export const bin = join(import.meta.dirname, '..', '..', 'bin', 'splitbrain.js');

/** How a command ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Hears of the process while it runs. */
  readonly during?: (child: ChildProcess) => void;
}

const running = new Set<ChildProcess>();

// A test that has met its deadline leaves nothing that slows other files down. Tests of one file may run at once.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs the command to its end, without colours, and as if no CI system were around. */
export function splitbrain(args: readonly string[], { cwd, env = {}, during }: SpawnOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const { GITHUB_ACTIONS: _actions, GITHUB_STEP_SUMMARY: _summary, ...own } = process.env;
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...own, NO_COLOR: '1', ...env } });
    running.add(child);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, out, err });
    });
    during?.(child);
  });
}
