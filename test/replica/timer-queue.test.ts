import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimerQueue } from '../../src/replica/timer-queue.js';

const now = (): number => performance.now();

test('fires any set of timers in the order of delay, then of setting, without the cancelled ones', async () => {
  const timer = fc.record({ delay: fc.integer({ min: 0, max: 8 }), cancelled: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(timer, { maxLength: 30 }), async (timers) => {
      // A clock that stands still while the timers are set, so that the expected order is exact.
      let frozen: number | undefined = now();
      const queue = new TimerQueue(() => frozen ?? now());
      const fired: number[] = [];
      const handles = timers.map(({ delay }, at) => queue.after(delay, () => fired.push(at)));
      timers.forEach(({ cancelled }, at) => cancelled && handles[at]?.cancel());
      frozen = undefined;
      await new Promise<void>((resolve) => queue.after(10, resolve));
      const expected = timers
        .map(({ delay, cancelled }, at) => ({ delay, cancelled, at }))
        .filter(({ cancelled }) => !cancelled)
        .sort((a, b) => a.delay - b.delay || a.at - b.at)
        .map(({ at }) => at);
      expect(fired).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('a shorter timer set later overtakes the one that is armed', async () => {
  const queue = new TimerQueue(now);
  const fired: string[] = [];
  queue.after(60_000, () => fired.push('minute'));
  await new Promise<void>((resolve) => queue.after(3, resolve));
  queue.after(1, () => fired.push('soon'));
  await sleep(20);
  expect(fired).toEqual(['soon']);
  queue.clear();
});

test('clear calls off everything, and the queue is usable again', async () => {
  const queue = new TimerQueue(now);
  const fired: string[] = [];
  queue.after(2, () => fired.push('cleared'));
  queue.clear();
  queue.after(4, () => fired.push('after'));
  await sleep(25);
  expect(fired).toEqual(['after']);
});
