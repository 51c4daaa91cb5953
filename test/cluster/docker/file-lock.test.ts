import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { withFileLock } from '../../../src/cluster/docker/file-lock.js';
import { thisOwner } from '../../../src/cluster/docker/owner.js';

const name = `splitbrain-test-lock-${process.pid}`;
const file = join(tmpdir(), `${name}.lock`);
afterEach(() => rmSync(file, { force: true }));

test('one at a time', async () => {
  let inside = 0;
  let most = 0;
  const action = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withFileLock(name, undefined, action)));
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('is given back after a failure', async () => {
  const failing = withFileLock(name, undefined, () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  expect(await withFileLock(name, undefined, () => Promise.resolve(7))).toBe(7);
});

test('is taken from a holder that is gone, and from one that never finished taking it', async () => {
  writeFileSync(file, JSON.stringify({ ...thisOwner(), boot: 'another' }));
  expect(await withFileLock(name, undefined, () => Promise.resolve(1))).toBe(1);
  writeFileSync(file, '');
  const longAgo = Date.now() / 1000 - 60;
  utimesSync(file, longAgo, longAgo);
  expect(await withFileLock(name, undefined, () => Promise.resolve(2))).toBe(2);
});

test('waiting for it can be given up', async () => {
  writeFileSync(file, JSON.stringify(thisOwner()));
  const signal = AbortSignal.timeout(150);
  const waiting = withFileLock(name, signal, () => Promise.resolve(1));
  await expect(Promise.all([waiting, sleep(400)])).rejects.toThrow(/timeout|aborted/);
  expect(existsSync(file)).toBe(true);
});
