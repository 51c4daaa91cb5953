import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerState, parseOwner, thisOwner } from './owner.js';

const PAUSE_MS = 100;

/** A lock without a readable owner is being written; after this time nobody is writing it any more. */
const WRITING_MS = 5_000;

/**
 * Does `action` while no other process on this machine does one under the same name. A lock whose holder is gone is
 * taken over.
 */
export async function withFileLock<T>(
  name: string,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
): Promise<T> {
  const file = join(tmpdir(), `${name}.lock`);
  while (!take(file)) {
    signal?.throwIfAborted();
    if (isStale(file)) rmSync(file, { force: true });
    else await sleep(PAUSE_MS);
  }
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(thisOwner()), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false });
  if (!made) return false;
  const owner = parseOwner(readFileSync(file, 'utf8'));
  return owner ? ownerState(owner) === 'dead' : Date.now() - made.mtimeMs > WRITING_MS;
}
