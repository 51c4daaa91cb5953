import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bodyOf } from './ask.js';
import { clusterForTests } from './cluster-for-tests.js';
import { timed } from './timed.js';
import { describeWithDocker } from './with-docker.js';

describeWithDocker('clocks in containers', () => {
  const { cluster } = clusterForTests();

  /** How far a node's clocks are from this process's. Milliseconds, to some. */
  async function clockOf(node: string): Promise<{ wall: number; monotonic: number }> {
    const before = { wall: Date.now(), monotonic: performance.now() };
    const body = await bodyOf(cluster, node, { type: 'clock' });
    const elapsed = (performance.now() - before.monotonic) / 2;
    return {
      wall: (body['wall'] as number) - before.wall - elapsed,
      monotonic: (body['monotonic'] as number) - before.monotonic - elapsed,
    };
  }
  const near = (ms: number, tolerance = 25) => ({
    asymmetricMatch: (actual: number) => Math.abs(actual - ms) < tolerance,
    toString: () => `near ${ms}`,
  });
  const right = { offsetMs: 0, driftPpm: 0 };

  test('jump forward and backward, on one node alone, and are right again', async () => {
    const before = await clockOf('n1');
    expect(before.wall).toEqual(near(0));
    for (const offsetMs of [5_000, -90, 3_600_000, -3_600_000]) {
      await timed(`set the clock to ${offsetMs} ms`, () =>
        cluster.faults.setClock('n1', { offsetMs, driftPpm: 0 }),
      );
      const { wall, monotonic } = await clockOf('n1');
      expect(wall).toEqual(near(offsetMs));
      expect(monotonic).toEqual(near(before.monotonic));
      expect((await clockOf('n2')).wall).toEqual(near(0));
    }
    await cluster.faults.setClock('n1', right);
    expect((await clockOf('n1')).wall).toEqual(near(0));
  });

  test.each([200_000, -200_000, 50_000])(
    'drift by %i ppm from the moment it is set, without a jump',
    async (driftPpm) => {
      const before = await clockOf('n3');
      const began = performance.now();
      await cluster.faults.setClock('n3', { offsetMs: 700, driftPpm });
      expect((await clockOf('n3')).wall).toEqual(near(700));
      await sleep(1_000);
      const drifted = (driftPpm / 1e6) * (performance.now() - began);
      const { wall, monotonic } = await clockOf('n3');
      expect(wall).toEqual(near(700 + drifted));
      expect(monotonic).toEqual(near(before.monotonic));
      await cluster.faults.setClock('n3', right);
      expect((await clockOf('n3')).wall).toEqual(near(0));
    },
  );

  test('stay wrong over a kill, and drift meanwhile: a machine’s clock goes on without the server', async () => {
    const began = performance.now();
    await cluster.faults.setClock('n4', { offsetMs: -2_000, driftPpm: 100_000 });
    await cluster.faults.kill(['n4'], 'kept');
    await sleep(500);
    await cluster.faults.restart(['n4']);
    const { wall } = await clockOf('n4');
    expect(wall).toEqual(near(-2_000 + 0.1 * (performance.now() - began)));
    await cluster.faults.kill(['n4'], 'kept');
    await cluster.faults.setClock('n4', { offsetMs: 40, driftPpm: 0 });
    await cluster.faults.restart(['n4']);
    expect((await clockOf('n4')).wall).toEqual(near(40));
    await cluster.faults.setClock('n4', right);
  });
});
