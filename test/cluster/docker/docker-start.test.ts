import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createDockerCluster, type DockerCluster } from '../../../src/cluster/docker/docker-cluster.js';
import { scribe } from './ask.js';
import { inDocker } from './inspect-docker.js';
import { describeWithDocker } from './with-docker.js';

const nodes = ['n1', 'n2', 'n3'];
const dir = mkdtempSync(join(tmpdir(), 'splitbrain-docker-'));
afterAll(() => rmSync(dir, { recursive: true }));

const created: DockerCluster[] = [];

function create(options: Record<string, unknown> = {}, module = scribe.module): DockerCluster {
  const cluster = createDockerCluster({ target: { name: 'scribe', module }, nodes, options, dir });
  created.push(cluster);
  return cluster;
}

/** A replica that never comes up. */
function stuck(): URL {
  const module = join(dir, 'stuck.mjs');
  writeFileSync(
    module,
    'export function start() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }\n',
  );
  return pathToFileURL(module);
}

describeWithDocker('start in containers rejects and leaves nothing behind', () => {
  afterEach(async () => {
    for (const { runId } of created.splice(0)) expect(await inDocker(runId)).toEqual([]);
  });

  test('when a replica fails, with the end of its log', async () => {
    await expect(create({ failAtStart: true }).start()).rejects.toThrow(
      /Node n\d did not start: it ended with exit code 70\.\nThe end of .*n\d\.log:\n[^]*told to fail at the start/,
    );
  });

  /** How far a start has come, by what there is in Docker. */
  const stages = {
    'before anything is made': 0,
    'when there is a network': 1,
    'when there is a container': 2,
    'while the replicas start': 4,
  };

  /** Starts a cluster that never becomes ready, and waits until it has come so far. */
  async function startUntil(things: number, signal?: AbortSignal) {
    const cluster = create({}, stuck());
    const starting = cluster.start(signal);
    // Looked at later.
    starting.catch(() => {});
    while ((await inDocker(cluster.runId)).length < things) await sleep(5);
    if (things === 4) await sleep(500);
    return { cluster, outcome: () => starting };
  }

  test.each(Object.entries(stages))('when it is interrupted %s', async (_stage, things) => {
    const controller = new AbortController();
    const { outcome } = await startUntil(things, controller.signal);
    controller.abort(new Error('enough'));
    await expect(outcome()).rejects.toThrow('enough');
  });

  test.each(Object.entries(stages))('when it is stopped %s', async (_stage, things) => {
    const { cluster, outcome } = await startUntil(things);
    await cluster.stop();
    expect(await inDocker(cluster.runId)).toEqual([]);
    await expect(outcome()).rejects.toThrow(/was stopped while it started/);
  });

  test('when the replica needs a package, which it would not find in a container', async () => {
    const module = join(dir, 'replica.mjs');
    writeFileSync(
      module,
      `import { chunk } from 'lodash';\nexport const start = () => ({ receive() {} });\n`,
    );
    await expect(create({}, pathToFileURL(module)).start()).rejects.toThrow(/imports "lodash".*bundle it/);
  });

  test('and stop may be called before start, and more than once, also at the same time', async () => {
    const never = create();
    await never.stop();
    await never.stop();
    const cluster = create();
    await cluster.start();
    await Promise.all([cluster.stop(), cluster.stop()]);
    await cluster.stop();
    // What the nemesis still does then comes to nothing.
    await cluster.faults.restart(['n1']);
    await cluster.faults.cut([['n1', 'n2']]);
  });

  test('stop waits for what the nemesis is doing', async () => {
    const cluster = create();
    await cluster.start();
    await cluster.faults.kill(['n1', 'n2'], 'kept');
    await cluster.faults.pause(['n3']);
    const did: string[] = [];
    void (cluster.faults.restart(['n1', 'n2']) as Promise<void>).then(() => did.push('restarted'));
    await cluster.stop();
    expect(did).toEqual(['restarted']);
  });
});
