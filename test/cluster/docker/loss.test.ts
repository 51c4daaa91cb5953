import { expect, test } from 'vitest';
import { loss } from '../../../src/nemesis/loss.js';
import { ask, bodyOf, untilHeard } from './ask.js';
import { clusterForTests, nodes } from './cluster-for-tests.js';
import { describeWithDocker } from './with-docker.js';

describeWithDocker('links in containers that are not quite cut', () => {
  const { cluster } = clusterForTests();

  test('loss of a share of the packets: slower, but heard; without it fast again', async () => {
    const share = 0.7;
    const mean = async (): Promise<number> => {
      const rounds = 10;
      const began = performance.now();
      for (let round = 0; round < rounds; round++) {
        await ask(cluster, 'n1', { type: 'ask', node: 'n2' }, 1_000);
      }
      return (performance.now() - began) / rounds;
    };
    await untilHeard(cluster, 'n1', 'n2');
    const sound = await mean();
    const heal = await loss.inject(
      { ...cluster.faults, order: () => {}, number: () => 0 },
      {
        links: [
          ['n1', 'n2'],
          ['n2', 'n1'],
        ],
        share,
      },
    );
    // TCP sends what was lost again, after longer and longer pauses.
    expect(await mean()).toBeGreaterThan(sound + 100);
    await heal();
    for (const [one, other] of [
      ['n1', 'n2'],
      ['n2', 'n1'],
    ] as const)
      await untilHeard(cluster, one, other);
    expect(await mean()).toBeLessThan(sound + 100);
  });

  test('all packets lost is a cut, of that direction of that link alone', async () => {
    await cluster.faults.impair([['n1', 'n2']], { loss: 1 });
    expect(await ask(cluster, 'n1', { type: 'ask', node: 'n2' }, 300)).toEqual({ kind: 'timeout' });
    expect(await bodyOf(cluster, 'n1', { type: 'ask', node: 'n3' })).toBeDefined();
    await cluster.faults.impair([['n1', 'n2']], { loss: 0 });
    await untilHeard(cluster, 'n1', 'n2');
  });

  test.each([
    ['requests', ['clients', 'n2']],
    ['answers', ['n2', 'clients']],
  ] as const)('clients are cut from a node that other nodes hear: %s lost', async (_, link) => {
    await cluster.faults.cut([link]);
    expect(await ask(cluster, 'n2', { type: 'echo' }, 300)).toEqual({ kind: 'timeout' });
    for (const other of nodes.filter((node) => node !== 'n2')) await untilHeard(cluster, other, 'n2');
    await cluster.faults.mend([link]);
    const deadline = performance.now() + 5_000;
    for (;;) {
      const { kind } = await ask(cluster, 'n2', { type: 'echo' }, 1_000);
      if (kind === 'reply') break;
      expect(performance.now(), 'clients still do not reach n2').toBeLessThan(deadline);
    }
  });

  test('refuses what a container cannot do', async () => {
    await expect(cluster.faults.impair([['n1', 'n2']], { slowness: 3 })).rejects.toThrow(
      'cannot impair links by slowness, only by loss',
    );
  });
});
