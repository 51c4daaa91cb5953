import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../src/replica/host.js';
import { RealDisk } from '../../src/replica/real-disk.js';
import { RecordLog } from '../../src/replica/record-log.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'splitbrain-disk-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

test('what was appended is with the operating system at once, without a sync', () => {
  new RealDisk(dir).append('log', 'one\n');
  expect(fs.readFileSync(join(dir, 'log'), 'utf8')).toBe('one\n');
});

test('syncs that come while one runs share the next, and call back in order', async () => {
  const disk = new RealDisk(dir);
  disk.append('log', 'x');
  const order: string[] = [];
  const rounds: number[] = [];
  let turn = 0;
  const watch = setInterval(() => turn++, 0);
  await new Promise<void>((resolve) => {
    const arrive = (name: string) => (): void => {
      order.push(name);
      rounds.push(turn);
      if (order.length === 101) resolve();
    };
    disk.sync('log', arrive('first'));
    for (let at = 0; at < 100; at++) {
      disk.append('log', 'y');
      disk.sync('log', arrive(`${at}`));
    }
  });
  clearInterval(watch);
  expect(order).toEqual(['first', ...Array.from({ length: 100 }, (_, at) => `${at}`)]);
  // The hundred were one batch: they came back in one turn.
  expect(new Set(rounds.slice(1)).size).toBe(1);
});

test('a torn tail is cut by recovery, and the log goes on from there', async () => {
  const host = (disk: RealDisk): Host => ({ disk, log: () => {} }) as unknown as Host;
  const first = new RealDisk(dir);
  const log = new RecordLog<number>(host(first), 'records');
  for (const record of [1, 2, 3]) log.append(record);
  await new Promise<void>((resolve) => log.sync(resolve));
  first.close();

  const path = join(dir, 'records');
  const whole = fs.readFileSync(path, 'utf8');
  for (let length = 0; length <= whole.length; length++) {
    fs.writeFileSync(path, whole.slice(0, length));
    const disk = new RealDisk(dir);
    const intact = whole.slice(0, length).split('\n').length - 1;
    const recovered = new RecordLog<number>(host(disk), 'records');
    expect(recovered.recover()).toEqual([1, 2, 3].slice(0, intact));
    recovered.append(9);
    disk.close();
    const after = new RealDisk(dir);
    expect(new RecordLog<number>(host(after), 'records').recover()).toEqual([
      ...[1, 2, 3].slice(0, intact),
      9,
    ]);
    after.close();
  }
});

test('texts beyond ASCII come back as they were', () => {
  const disk = new RealDisk(dir);
  disk.append('log', 'żółw 🐢\n');
  expect(disk.read('log')).toBe('żółw 🐢\n');
});

test.each(['', '..', '../x', 'a/b', '.hidden', 'ä'])('refuses the file name %j', (name) => {
  expect(() => new RealDisk(dir).append(name, 'x')).toThrow(/is no name for a replica's file/);
});

test('nothing calls back after close', async () => {
  const disk = new RealDisk(dir);
  disk.append('log', 'x');
  let called = false;
  disk.sync('log', () => (called = true));
  disk.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(called).toBe(false);
});
