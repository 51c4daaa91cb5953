import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createDockerCluster } from '../../../src/cluster/docker/docker-cluster.js';
import { ask, bodyOf, scribe, untilHeard } from './ask.js';
import { clusterForTests, nodes } from './cluster-for-tests.js';
import { docker, execIn, inDocker } from './inspect-docker.js';
import { timed } from './timed.js';
import { describeWithDocker } from './with-docker.js';

describeWithDocker('a cluster of containers', () => {
  const { cluster, dir, logOf, containerOf } = clusterForTests();

  describe('is what it says', () => {
    test('a container for each node, and nodes that speak to each other', async () => {
      expect(await inDocker(cluster.runId)).toEqual([
        ...nodes.map((node) => `/${containerOf(node)}`),
        `splitbrain-${cluster.runId}`,
      ]);
      for (const node of nodes) {
        for (const other of nodes)
          expect(await bodyOf(cluster, node, { type: 'ask', node: other })).toBeDefined();
      }
    });

    test('no power but over its own network', async () => {
      for (const node of nodes) {
        const { HostConfig } = await docker.getContainer(containerOf(node)).inspect();
        expect(HostConfig).toMatchObject({
          Privileged: false,
          CapDrop: ['ALL'],
          CapAdd: ['NET_ADMIN'],
          SecurityOpt: ['no-new-privileges'],
          Binds: null,
        });
      }
      const status = await execIn(containerOf('n1'), ['cat', '/proc/1/status']);
      // CAP_NET_ADMIN is bit 12.
      expect(status).toMatch(/^CapEff:\t0{12}1000$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    });

    test('logs land in the folder of the run while it runs', () => {
      for (const node of nodes) {
        expect(logOf(node)).toMatch(/^--- started at [\d.]+ ms$/m);
        expect(logOf(node)).toMatch(/^[\d.]+ options \{"some":"option"\}$/m);
        expect(logOf(node)).toMatch(new RegExp(`^ready ${node} `, 'm'));
      }
    });
  });

  describe('kill, restart, pause and resume', () => {
    const pidOf = async (node: string) => (await bodyOf(cluster, node, { type: 'echo' }))['pid'];

    test('a replica that ends by itself is told apart from one that is killed', async () => {
      const crashes: string[] = [];
      cluster.onCrash((node, why) => crashes.push(`${node}: ${why}`));
      await cluster.faults.kill(['n1'], 'kept');
      await ask(cluster, 'n2', { type: 'throw' });
      await expect.poll(() => crashes).toEqual([expect.stringMatching(/^n2: /)]);
      await cluster.faults.restart(['n1', 'n2']);
    });

    test('a killed node refuses, a restarted one still has what it wrote and is found by its peers', async () => {
      await bodyOf(cluster, 'n1', { type: 'append', text: 'x', sync: false });
      const pid = await pidOf('n1');
      await timed('kill two nodes', () => cluster.faults.kill(['n1', 'n2'], 'kept'));
      expect(await ask(cluster, 'n1', { type: 'read' })).toEqual({ kind: 'refused' });
      await timed('restart two nodes', () => cluster.faults.restart(['n1', 'n2', 'n3']));
      expect(await bodyOf(cluster, 'n1', { type: 'read' })).toMatchObject({ text: 'x' });
      expect(await pidOf('n1')).not.toBe(pid);
      await untilHeard(cluster, 'n3', 'n1');
      expect(logOf('n1')).toMatch(/^--- ended by SIGKILL at [\d.]+ ms$/m);
    });

    test('a request under way is reset when its node is killed', async () => {
      const waiting = ask(cluster, 'n1', { type: 'silence' }, 10_000);
      await sleep(50);
      await cluster.faults.kill(['n1'], 'kept');
      expect(await waiting).toEqual({ kind: 'reset' });
      await cluster.faults.restart(['n1']);
    });

    test('a paused node is silent, then answers what it heard meanwhile', async () => {
      await timed('pause two nodes', () => cluster.faults.pause(['n1', 'n2']));
      expect(await ask(cluster, 'n1', { type: 'echo' }, 200)).toEqual({ kind: 'timeout' });
      const waiting = ask(cluster, 'n1', { type: 'echo' }, 5_000);
      await sleep(100);
      await timed('resume two nodes', () => cluster.faults.resume(['n1', 'n2']));
      expect((await waiting).kind).toBe('reply');
      expect(logOf('n2')).toMatch(/^--- paused at .*\n--- resumed at /m);
    });

    test('faults on nodes in any state do what they say', async () => {
      const { faults } = cluster;
      await faults.pause(['n1']);
      await faults.pause(['n1']);
      await faults.cut([['n2', 'n1']]);
      await faults.setClock('n1', { offsetMs: 1_000, driftPpm: 0 });
      await faults.kill(['n1'], 'kept');
      await faults.kill(['n1'], 'kept');
      await faults.pause(['n1']);
      await faults.resume(['n1']);
      await faults.mend([['n2', 'n1']]);
      await faults.restart(['n1']);
      await faults.restart(['n1']);
      expect(await bodyOf(cluster, 'n1', { type: 'echo' })).toBeDefined();
      // Killed while it starts: the restart has nothing to wait for.
      await faults.kill(['n1'], 'kept');
      const restart = faults.restart(['n1']);
      await faults.kill(['n1'], 'kept');
      await restart;
      expect(await ask(cluster, 'n1', { type: 'echo' })).toEqual({ kind: 'refused' });
      await faults.restart(['n1']);
      await faults.setClock('n1', { offsetMs: 0, driftPpm: 0 });
    });

    test('a node that ends by itself stays down, and its log says why', async () => {
      await ask(cluster, 'n5', { type: 'throw' });
      await sleep(200);
      expect(await ask(cluster, 'n5', { type: 'echo' })).toEqual({ kind: 'refused' });
      expect(logOf('n5')).toMatch(/crash: Error: told to throw/);
      expect(logOf('n5')).toMatch(/^--- ended with exit code 70 at [\d.]+ ms$/m);
      await cluster.faults.restart(['n5']);
      expect(await bodyOf(cluster, 'n5', { type: 'echo' })).toBeDefined();
    });
  });

  test('five replicas become ready and leave nothing behind', async () => {
    const own = join(dir, 'timed');
    const another = createDockerCluster({ target: scribe, nodes, options: {}, dir: own });
    try {
      await timed('five replicas ready', () => another.start());
    } finally {
      await timed('five replicas gone', () => another.stop());
    }
    expect(await inDocker(another.runId)).toEqual([]);
    expect(existsSync(join(own, 'logs', 'n5.log'))).toBe(true);
  });

  test('where containers cannot be reached, clients use ports published on 127.0.0.1 alone', async () => {
    const few = nodes.slice(0, 2);
    const published = createDockerCluster({
      target: scribe,
      nodes: few,
      options: {},
      dir: join(dir, 'published'),
      reach: 'published-port',
    });
    try {
      await published.start();
      expect(await bodyOf(published, 'n1', { type: 'ask', node: 'n2' })).toBeDefined();
      for (const node of few) {
        const { NetworkSettings } = await docker
          .getContainer(`splitbrain-${published.runId}-${node}`)
          .inspect();
        const bindings = Object.values(NetworkSettings.Ports).flat();
        expect(bindings.map((binding) => binding?.HostIp)).toEqual(['127.0.0.1']);
      }
    } finally {
      await published.stop();
    }
  });
});
