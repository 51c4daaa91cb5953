import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What `running.json` says while somebody works on a campaign: for whoever looks on. */
export interface Running {
  readonly version: 1;
  readonly pid: number;
  /** The machine's name: only there does the process number mean anything. */
  readonly host: string;
  /** Whether seeds run, or have ended and their failures are kept and shrunk. */
  readonly phase: 'seeds' | 'failures';
  /** ISO 8601: when this session began. An earlier one may have been cut off. */
  readonly since: string;
  /** Seeds that were done before it began. */
  readonly doneBefore: number;
  readonly workers: number;
  /** Milliseconds that it may take from `since` on; absent where only seeds are counted. */
  readonly budgetMs?: number;
  /** Seeds of this shard in all; absent where only time bounds them. */
  readonly seeds?: number;
}

const schema = z.looseObject({
  version: z.literal(1),
  pid: z.int().positive(),
  host: z.string(),
  phase: z.enum(['seeds', 'failures']),
  since: z.iso.datetime(),
  doneBefore: z.number(),
  workers: z.number(),
  budgetMs: z.number().optional(),
  seeds: z.number().optional(),
});

const fileIn = (folder: string): string => join(folder, 'running.json');

/** Says that this process works on a campaign. */
export function noteRunning(folder: string, about: Omit<Running, 'version' | 'pid' | 'host'>): void {
  const file = fileIn(folder);
  const running: Running = { version: 1, pid: process.pid, host: hostname(), ...about };
  writeFileSync(`${file}.new`, `${JSON.stringify(running, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Says that nobody works on it any more. */
export function noteEnded(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/** Who works on a campaign; undefined where nobody does, or whoever did was killed. */
export function whoRuns(folder: string): Running | undefined {
  try {
    const running = schema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8'))) as Running;
    return running.host === hostname() && isAlive(running.pid) ? running : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
