import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { RealTime } from '../../src/cluster/real-time.js';

describe('RealTime', () => {
  test('counts nanoseconds that never run backwards', async () => {
    const time = new RealTime();
    const before = time.now();
    await sleep(30);
    const samples = Array.from({ length: 1_000 }, () => time.now());
    expect((samples[0] as number) - before).toBeGreaterThan(28e6);
    expect((samples[0] as number) - before).toBeLessThan(5e9);
    expect(samples).toEqual([...samples].sort((a, b) => a - b));
    expect(samples.every(Number.isInteger)).toBe(true);
  });

  test('after acts no earlier than asked, and not at all when called off', async () => {
    const time = new RealTime();
    let called = false;
    time.after(5, () => (called = true))();
    const from = time.now();
    const actedAt = await new Promise<number>((resolve) => time.after(12, () => resolve(time.now())));
    expect(actedAt - from).toBeGreaterThanOrEqual(12e6 - 1);
    expect(called).toBe(false);
  });

  test('run resolves when finished, and calls off what still waits', async () => {
    const time = new RealTime();
    const did: string[] = [];
    let guarded = (): void => {};
    await time.run((finish) => {
      time.after(5, finish);
      time.after(20, () => did.push('late timer'));
      guarded = time.guard(() => did.push('late callback'));
    });
    guarded();
    await sleep(40);
    expect(did).toEqual([]);
  });

  test.each<[string, (time: RealTime) => void]>([
    [
      'main itself',
      () => {
        throw new Error('oh');
      },
    ],
    [
      'a timer',
      (time) => {
        time.after(1, () => {
          throw new Error('oh');
        });
      },
    ],
    [
      'a guarded callback',
      (time) => {
        setImmediate(
          time.guard(() => {
            throw new Error('oh');
          }),
        );
      },
    ],
  ])('run rejects with what %s throws', async (_where, main) => {
    const time = new RealTime();
    await expect(time.run(() => main(time))).rejects.toThrow('oh');
    // And is over: the next can begin.
    await time.run((finish) => finish());
  });

  test('run rejects with what onSlice throws', async () => {
    const onSlice = (): void => {
      throw new Error('disk full');
    };
    await expect(new RealTime().run(() => {}, { onSlice })).rejects.toThrow('disk full');
  });

  test('run calls onSlice now and then', async () => {
    const time = new RealTime();
    let slices = 0;
    await time.run((finish) => void time.after(350, finish), { onSlice: () => slices++ });
    expect(slices).toBeGreaterThanOrEqual(2);
    expect(slices).toBeLessThanOrEqual(4);
  });

  test('run rejects with the reason of the signal, before and during', async () => {
    const reason = new Error('interrupted');
    const time = new RealTime();
    let began = false;
    await expect(time.run(() => (began = true), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(began).toBe(false);
    const controller = new AbortController();
    const did: string[] = [];
    const run = time.run(() => void time.after(20, () => did.push('late')), { signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    await sleep(30);
    expect(did).toEqual([]);
  });

  test('one run at a time', async () => {
    const time = new RealTime();
    const first = time.run((finish) => void time.after(10, finish));
    await expect(time.run(() => {})).rejects.toThrow('A run is under way already');
    await first;
  });
});
