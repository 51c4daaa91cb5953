import { execa, type Subprocess } from 'execa';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { createDockerCluster } from '../../../src/cluster/docker/docker-cluster.js';
import { OWNER_LABEL } from '../../../src/cluster/docker/labels.js';
import { thisOwner } from '../../../src/cluster/docker/owner.js';
import { replicaImageTag } from '../../../src/cluster/docker/replica-image.js';
import { sweepLeftovers } from '../../../src/cluster/docker/sweep.js';
import { dist } from '../../../src/cluster/compiled-file.js';
import { bodyOf, scribe } from './ask.js';
import { docker, inDocker } from './inspect-docker.js';
import { describeWithDocker } from './with-docker.js';

const dir = mkdtempSync(join(tmpdir(), 'splitbrain-docker-'));
afterAll(() => rmSync(dir, { recursive: true }));

const nodes = ['n1', 'n2', 'n3'];

interface Controller {
  readonly runId: string;
  readonly process: Pick<Subprocess, 'kill'>;
  readonly ended: Promise<unknown>;
}

/** A controller in a process of its own, whose cluster is ready. */
async function spawnController(then: string): Promise<Controller> {
  const script = join(dir, 'controller.mjs');
  const module = pathToFileURL(join(dist, 'src', 'cluster', 'docker', 'docker-cluster.js')).href;
  writeFileSync(
    script,
    `import { createDockerCluster } from ${JSON.stringify(module)};
     const cluster = createDockerCluster({
       target: { name: 'scribe', module: new URL(${JSON.stringify(scribe.module.href)}) },
       nodes: ${JSON.stringify(nodes)}, options: {}, dir: ${JSON.stringify(dir)},
     });
     await cluster.start();
     console.log(cluster.runId);
     ${then}`,
  );
  const controller = execa('node', [script], { reject: false, stdout: 'pipe' });
  const runId = await new Promise<string>((resolve, reject) => {
    controller.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
    void controller.then(({ stderr }) => reject(new Error(`the controller ended too soon: ${stderr}`)));
  });
  return { runId, process: controller, ended: controller };
}

const network = (runId: string): string => `splitbrain-${runId}`;

/** Waits for containers to go by themselves; their network stays until somebody sweeps it, maybe another test. */
async function untilNoContainers(runId: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while ((await inDocker(runId)).length > 1 && performance.now() < deadline) await sleep(50);
  expect((await inDocker(runId)).filter((name) => name !== network(runId))).toEqual([]);
}

describeWithDocker('leftovers in Docker', () => {
  test('a controller killed with -9: its containers end by themselves, its network is swept', async () => {
    const { runId, process, ended } = await spawnController('setInterval(() => {}, 1000);');
    expect(await inDocker(runId)).toHaveLength(4);
    await sweepLeftovers();
    expect(await inDocker(runId)).toHaveLength(4);
    process.kill('SIGKILL');
    await ended;
    await untilNoContainers(runId);
    await sweepLeftovers();
    expect(await inDocker(runId)).toEqual([]);
  });

  test('a controller that ends without stopping its cluster leaves no container; the next run sweeps the rest', async () => {
    const { runId, ended } = await spawnController('process.exit(3);');
    await ended;
    await untilNoContainers(runId);
    const next = createDockerCluster({ target: scribe, nodes: ['n1'], options: {}, dir });
    try {
      await next.start();
      expect(await bodyOf(next, 'n1', { type: 'echo' })).toBeDefined();
    } finally {
      await next.stop();
    }
    expect(await inDocker(runId)).toEqual([]);
  });

  test('containers that a dead controller never started, and running ones, are swept; those of others stay', async () => {
    const me = thisOwner();
    const owners = {
      dead: { ...me, started: '1' },
      'earlier-boot': { ...me, boot: 'another' },
      elsewhere: { ...me, host: 'another' },
      alive: me,
    };
    const runs = Object.fromEntries(
      Object.keys(owners).map((name) => [name, `test-${name}-${process.pid}`]),
    ) as Record<keyof typeof owners, string>;
    for (const [name, owner] of Object.entries(owners)) {
      const runId = runs[name as keyof typeof owners];
      const labels = { splitbrain: 'run', 'splitbrain.run': runId, [OWNER_LABEL]: JSON.stringify(owner) };
      await docker.createNetwork({ Name: network(runId), Labels: labels });
      for (const node of ['n1', 'n2']) {
        const container = await docker.createContainer({
          name: `${network(runId)}-${node}`,
          Image: replicaImageTag(),
          Cmd: ['sleep', 'infinity'],
          Labels: labels,
          HostConfig: { NetworkMode: network(runId), CapDrop: ['ALL'] },
        });
        if (node === 'n1') await container.start();
      }
    }
    try {
      await sweepLeftovers();
      expect(await inDocker(runs.dead)).toEqual([]);
      expect(await inDocker(runs['earlier-boot'])).toEqual([]);
      expect(await inDocker(runs.elsewhere)).toHaveLength(3);
      expect(await inDocker(runs.alive)).toHaveLength(3);
    } finally {
      for (const runId of [runs.elsewhere, runs.alive]) {
        for (const node of ['n1', 'n2']) {
          await docker.getContainer(`${network(runId)}-${node}`).remove({ force: true });
        }
        await docker.getNetwork(network(runId)).remove();
      }
    }
  });
});
