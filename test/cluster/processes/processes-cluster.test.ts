import { execa } from 'execa';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster, RequestResult } from '../../../src/cluster/cluster.js';
import { dist } from '../../../src/cluster/compiled-file.js';
import { createProcessesCluster } from '../../../src/cluster/processes/processes-cluster.js';
import type { Body } from '../../../src/replica/message.js';
import { processTable } from './process-table.js';

const scribe = new URL('../../replica/fixtures/scribe.mjs', import.meta.url);
const target = { name: 'scribe', module: scribe };
const nodes = ['n1', 'n2', 'n3'];

let dir: string;
const clusters: Cluster[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'splitbrain-processes-'));
});
afterEach(async () => {
  await Promise.all(clusters.splice(0).map((cluster) => cluster.stop()));
  rmSync(dir, { recursive: true });
});

function create(options: Record<string, unknown> = {}, module = scribe): Cluster {
  const cluster = createProcessesCluster({ target: { ...target, module }, nodes, options, dir });
  clusters.push(cluster);
  return cluster;
}

async function started(): Promise<Cluster> {
  const cluster = create();
  await cluster.start();
  return cluster;
}

function ask(cluster: Cluster, node: string, body: Body, timeoutMs = 2_000): Promise<RequestResult> {
  return new Promise((resolve) => cluster.request('c1', node, body, timeoutMs, resolve));
}

async function pidOf(cluster: Cluster, node: string): Promise<number> {
  const result = await ask(cluster, node, { type: 'echo' });
  if (result.kind !== 'reply') throw new Error(`${node} says ${result.kind}`);
  return result.body['pid'] as number;
}

const isAlive = (pid: number): boolean => processTable().some((entry) => entry.pid === pid);

const logOf = (node: string): string => readFileSync(join(dir, 'logs', `${node}.log`), 'utf8');

describe('a cluster of processes', () => {
  test('starts every node in a process of its own; nodes speak to each other', async () => {
    const cluster = await started();
    const pids = await Promise.all(nodes.map((node) => pidOf(cluster, node)));
    expect(new Set([...pids, process.pid]).size).toBe(4);
    for (const node of nodes) {
      for (const other of nodes) {
        expect(await ask(cluster, node, { type: 'ask', node: other })).toMatchObject({ kind: 'reply' });
      }
    }
  });

  test('stop leaves logs and no process, and may be called again and before start', async () => {
    const cluster = await started();
    const pids = await Promise.all(nodes.map((node) => pidOf(cluster, node)));
    await cluster.faults.pause(['n2']);
    await cluster.stop();
    await cluster.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(dir, 'nodes'))).toBe(false);
    for (const node of nodes) expect(logOf(node)).toMatch(/^ready n\d 127\.0\.0\.1:\d+$/m);
    // What the nemesis still does then comes to nothing.
    await cluster.faults.restart(['n1']);
    await cluster.faults.resume(['n2']);
    expect(existsSync(join(dir, 'nodes'))).toBe(false);
    await create().stop();
  });

  test('stop waits for what the nemesis is doing, and calls off what it would do later', async () => {
    const cluster = await started();
    const did: string[] = [];
    await cluster.faults.kill(['n1', 'n2'], 'kept');
    void (cluster.faults.restart(['n1']) as Promise<void>).then(() => did.push('restarted'));
    cluster.after(50, () => did.push('timer'));
    await cluster.stop();
    // What hangs on the promise comes before what hangs on the stop.
    expect(did).toEqual(['restarted']);
    cluster.faults.after(1, () => did.push('later'));
    await sleep(80);
    expect(did).toEqual(['restarted']);
  });

  test('a killed node refuses, a restarted one still has what it wrote', async () => {
    const cluster = await started();
    await ask(cluster, 'n1', { type: 'append', text: 'x', sync: false });
    const pid = await pidOf(cluster, 'n1');
    await cluster.faults.kill(['n1'], 'lost');
    expect(isAlive(pid)).toBe(false);
    expect(await ask(cluster, 'n1', { type: 'read' })).toEqual({ kind: 'refused' });
    expect((await ask(cluster, 'n2', { type: 'echo' })).kind).toBe('reply');
    await cluster.faults.restart(['n1', 'n2']);
    expect(await ask(cluster, 'n1', { type: 'read' })).toMatchObject({ body: { text: 'x' } });
    expect(await pidOf(cluster, 'n1')).not.toBe(pid);
    // Peers find it again; a message that is sent while a link is being dialled may be lost, so they ask again.
    await expect
      .poll(async () => (await ask(cluster, 'n2', { type: 'ask', node: 'n1' }, 500)).kind, { timeout: 3_000 })
      .toBe('reply');
  });

  test('says when a replica ends by itself, and why; not when it is killed', async () => {
    const cluster = await started();
    const crashes: string[] = [];
    cluster.onCrash((node, why) => crashes.push(`${node}: ${why}`));
    await cluster.faults.kill(['n1'], 'kept');
    await ask(cluster, 'n2', { type: 'throw' });
    await expect.poll(() => crashes).toEqual([expect.stringMatching(/^n2: .*told to throw/)]);
    await cluster.faults.restart(['n2']);
    await cluster.stop();
    expect(crashes).toHaveLength(1);
  });

  test('a request under way is reset when its node is killed', async () => {
    const cluster = await started();
    const waiting = ask(cluster, 'n1', { type: 'silence' }, 10_000);
    await sleep(50);
    await cluster.faults.kill(['n1'], 'kept');
    expect(await waiting).toEqual({ kind: 'reset' });
  });

  test('a paused node is silent, then answers what it heard meanwhile', async () => {
    const cluster = await started();
    await pidOf(cluster, 'n1');
    await cluster.faults.pause(['n1']);
    expect(await ask(cluster, 'n1', { type: 'echo' }, 200)).toEqual({ kind: 'timeout' });
    const waiting = ask(cluster, 'n1', { type: 'echo' }, 5_000);
    await sleep(100);
    await cluster.faults.resume(['n1']);
    expect((await waiting).kind).toBe('reply');
  });

  test('a node paused for long is reached by its peers soon after', async () => {
    const cluster = await started();
    await ask(cluster, 'n2', { type: 'ask', node: 'n1' });
    await cluster.faults.pause(['n1']);
    await sleep(2_500);
    await cluster.faults.resume(['n1']);
    expect(await ask(cluster, 'n2', { type: 'ask', node: 'n1' }, 1_000)).toMatchObject({ kind: 'reply' });
    expect(await ask(cluster, 'n1', { type: 'ask', node: 'n2' }, 1_000)).toMatchObject({ kind: 'reply' });
  });

  test('faults on nodes in any state do what they say: pause of a dead one, kill of a paused one, both twice', async () => {
    const cluster = await started();
    const { faults } = cluster;
    await faults.pause(['n1']);
    await faults.pause(['n1']);
    await faults.kill(['n1'], 'kept');
    await faults.kill(['n1'], 'kept');
    await faults.pause(['n1']);
    await faults.resume(['n1']);
    await faults.restart(['n1']);
    await faults.restart(['n1']);
    expect((await ask(cluster, 'n1', { type: 'echo' })).kind).toBe('reply');
    // Killed while it starts: the restart has nothing to wait for.
    await faults.kill(['n1'], 'kept');
    const restart = faults.restart(['n1']);
    await sleep(20);
    await faults.kill(['n1'], 'kept');
    await restart;
    expect(await ask(cluster, 'n1', { type: 'echo' })).toEqual({ kind: 'refused' });
    await expect(faults.kill(['n9'], 'kept')).rejects.toThrow('There is no node n9. Nodes: n1, n2, n3.');
  });

  test('refuses what one machine cannot do', async () => {
    const { faults } = create();
    await expect(faults.cut([['n1', 'n2']])).rejects.toThrow(/cannot cut links: all nodes share/);
    await expect(faults.mend([['n1', 'n2']])).rejects.toThrow(/cannot mend links/);
    await expect(faults.setClock('n1', { offsetMs: 1, driftPpm: 0 })).rejects.toThrow(/cannot set clocks/);
  });

  test('a node that ends by itself stays down, and its log says why', async () => {
    const cluster = await started();
    await ask(cluster, 'n3', { type: 'throw' });
    await sleep(100);
    expect(await ask(cluster, 'n3', { type: 'echo' })).toEqual({ kind: 'refused' });
    expect(logOf('n3')).toMatch(/crash: Error: told to throw/);
    expect(logOf('n3')).toMatch(/^--- ended with exit code 70 at [\d.]+ ms$/m);
  });
});

describe('start rejects and leaves nothing behind', () => {
  const leftovers = (): string[] =>
    processTable()
      .map(({ command }) => command)
      .filter((command) => command.includes(dir));

  test('when a replica fails, with the end of its log', async () => {
    const cluster = create({ failAtStart: true });
    await expect(cluster.start()).rejects.toThrow(
      /Node n\d did not start: it ended with exit code 70\.\nThe end of .*n\d\.log:\n[^]*told to fail at the start/,
    );
    expect(leftovers()).toEqual([]);
    expect(existsSync(join(dir, 'nodes'))).toBe(false);
  });

  test('when it is interrupted', async () => {
    const controller = new AbortController();
    const starting = create().start(controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 40);
    await expect(starting).rejects.toThrow('enough');
    expect(leftovers()).toEqual([]);
  });

  test('when it is stopped meanwhile', async () => {
    const cluster = create();
    const starting = cluster.start();
    const outcome = expect(starting).rejects.toThrow(/was stopped while it started/);
    await sleep(40);
    await cluster.stop();
    await outcome;
    expect(leftovers()).toEqual([]);
  });

  test('when the replica was never built', async () => {
    const missing = pathToFileURL(join(dist, 'targets', 'missing', 'replica.js'));
    await expect(create({}, missing).start()).rejects.toThrow(/no file .*Build it first: npm run build/);
  });
});

test.each(['exit', 'SIGTERM', 'SIGKILL'])('no node outlives a controller that ends by %s', async (end) => {
  const script = join(dir, 'controller.mjs');
  const module = pathToFileURL(join(dist, 'src', 'cluster', 'processes', 'processes-cluster.js')).href;
  writeFileSync(
    script,
    `import { createProcessesCluster } from ${JSON.stringify(module)};
     const cluster = createProcessesCluster({
       target: { name: 'scribe', module: new URL(${JSON.stringify(scribe.href)}) },
       nodes: ${JSON.stringify(nodes)}, options: {}, dir: ${JSON.stringify(dir)},
     });
     await cluster.start();
     const pids = await Promise.all(cluster.nodes.map((node) =>
       new Promise((resolve) => cluster.request('c1', node, { type: 'echo' }, 2000, ({ body }) => resolve(body.pid)))));
     console.log(JSON.stringify(pids));
     ${end === 'exit' ? 'process.exit(0);' : 'setInterval(() => {}, 1000);'}`,
  );
  const controller = execa('node', [script], { reject: false, stdout: 'pipe' });
  const pids = await new Promise<number[]>((resolve, reject) => {
    controller.stdout.once('data', (text: Buffer) => resolve(JSON.parse(text.toString()) as number[]));
    controller.once('exit', () => setTimeout(reject, 100, new Error('the controller ended too soon')));
  });
  expect(pids).toHaveLength(3);
  if (end !== 'exit') controller.kill(end as 'SIGTERM');
  await controller;
  const deadline = performance.now() + 3_000;
  while (pids.some(isAlive) && performance.now() < deadline) await sleep(20);
  expect(pids.filter(isAlive)).toEqual([]);
});
