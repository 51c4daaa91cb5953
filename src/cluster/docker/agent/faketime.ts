import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ClockSetting } from '../../cluster.js';

/** A clock's setting, and since when it holds. Milliseconds of the agent's monotonic clock. */
export interface ClockFault {
  readonly setting: ClockSetting;
  readonly sinceMs: number;
}

/**
 * What libfaketime is told so that a process's wall clock is wrong as set. It computes, from the moment when the
 * process was started, `start + (now - start) * rate + offset`. But the clock shall drift from the moment of the
 * setting on, without a jump other than the offset, so what it would have drifted before is taken off the offset.
 * @param startedAtMs when the process started, by the same clock as `sinceMs`
 */
export function faketimeText({ setting, sinceMs }: ClockFault, startedAtMs: number): string {
  const { offsetMs, driftPpm } = setting;
  const offset = offsetMs / 1000 - (driftPpm / 1e6) * ((sinceMs - startedAtMs) / 1000);
  const sign = offset < 0 ? '-' : '+';
  // The rate stands there even when it is 1: a rate that is left out would leave the earlier one in force.
  return `${sign}${Math.abs(offset).toFixed(6)} x${(1 + driftPpm / 1e6).toFixed(9)}\n`;
}

/** Written anew and renamed, because libfaketime reads it at any time. */
export function writeFaketime(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The environment of a process whose wall clock follows this file, and whose monotonic clock does not. */
export function faketimeEnvironment(file: string): Record<string, string> {
  return {
    LD_PRELOAD: '/usr/local/lib/libfaketime.so.1',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
}

const sharedFiles = (pid: number): string[] => [
  `/dev/shm/sem.faketime_sem_${pid}`,
  `/dev/shm/faketime_shm_${pid}`,
];

/**
 * When libfaketime began to count in this process, by the agent's monotonic clock, to some milliseconds: it makes a
 * semaphore then. Undefined as long as it has not.
 */
export function faketimeStart(pid: number): number | undefined {
  const [semaphore = ''] = sharedFiles(pid);
  const made = statSync(semaphore, { throwIfNoEntry: false });
  return made && made.mtimeMs - (Date.now() - performance.now());
}

/** Removes what libfaketime leaves of a process that was killed: a later process may get its number. */
export function removeFaketimeFiles(pid: number): void {
  for (const file of sharedFiles(pid)) rmSync(file, { force: true });
}
