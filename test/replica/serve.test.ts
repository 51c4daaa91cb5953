import { execa, type ResultPromise } from 'execa';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../../src/cluster/processes/free-ports.js';
import { dist, serverFile } from '../../src/cluster/compiled-file.js';
import { TcpClients } from '../../src/cluster/tcp/tcp-clients.js';
import { pingServer } from '../../src/cluster/tcp/await-server.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { Body } from '../../src/replica/message.js';

const scribe = join(import.meta.dirname, 'fixtures', 'scribe.mjs');

let dir: string;
let port: number;
let config: Record<string, unknown>;
const running: ResultPromise[] = [];
const clients = new Set<TcpClients>();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'splitbrain-serve-'));
  [port] = (await freePorts(1)) as [number];
  config = { id: 'n1', nodes: { n1: `127.0.0.1:${port}` }, dataDir: 'data', module: scribe };
});
afterEach(async () => {
  for (const each of clients) each.close();
  clients.clear();
  for (const subprocess of running.splice(0)) {
    subprocess.kill('SIGKILL');
    await subprocess;
  }
  rmSync(dir, { recursive: true });
});

function serve(over: Record<string, unknown> = {}, server = serverFile()) {
  const file = join(dir, 'config.json');
  writeFileSync(file, JSON.stringify({ ...config, ...over }));
  return spawn([server, file]);
}

function spawn(command: string[], input: { input: string } | object = {}) {
  const subprocess = execa('node', command, { reject: false, cleanup: true, all: true, ...input });
  running.push(subprocess as unknown as ResultPromise);
  return subprocess;
}

/** Resolves with the line that says that the server is ready. */
async function ready(subprocess: ReturnType<typeof spawn>): Promise<string> {
  for await (const line of createInterface({ input: subprocess.stdout })) {
    if (line.startsWith('ready')) return line;
  }
  throw new Error(`not ready: ${(await subprocess).all}`);
}

function ask(body: Body, timeoutMs = 2_000): Promise<RequestResult> {
  const client = new TcpClients(() => ({ host: '127.0.0.1', port }));
  clients.add(client);
  return new Promise((resolve) => client.request('c1', 'n1', body, timeoutMs, resolve));
}

test('says when it is ready, hands its options to the replica, and serves', async () => {
  const subprocess = serve({ options: { w: 2 }, listen: `0.0.0.0:${port}` });
  expect(await ready(subprocess)).toBe(`ready n1 0.0.0.0:${port}`);
  expect(await ask({ type: 'echo', value: 'hi' })).toMatchObject({
    kind: 'reply',
    body: { type: 'echo_ok', value: 'hi' },
  });
  expect(await pingServer({ host: '127.0.0.1', port })).toEqual({ pong: 'n1', pid: subprocess.pid });
  subprocess.kill('SIGTERM');
  const { exitCode, all } = await subprocess;
  expect(exitCode).toBe(0);
  expect(all).toMatch(/^\d+\.\d{3} options {"w":2}$/m);
  expect(all).toMatch(/^\d+\.\d{3} stopping: SIGTERM$/m);
});

test('takes its configuration from standard input', async () => {
  const subprocess = spawn([serverFile(), '-'], {
    input: JSON.stringify({ ...config, dataDir: join(dir, 'data') }),
  });
  expect(await ready(subprocess)).toBe(`ready n1 127.0.0.1:${port}`);
});

test('what was appended but not synced survives kill -9', async () => {
  const first = serve();
  await ready(first);
  await ask({ type: 'append', text: 'synced ' });
  await ask({ type: 'append', text: 'unsynced', sync: false });
  first.kill('SIGKILL');
  await first;
  await ready(serve());
  expect(await ask({ type: 'read' })).toMatchObject({ body: { text: 'synced unsynced' } });
});

test('a garbled line costs the sender its connection, not the server its life', async () => {
  const subprocess = serve();
  await ready(subprocess);
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('\u0000\u0001 garbage\n');
  await once(socket, 'close');
  expect((await ask({ type: 'echo' })).kind).toBe('reply');
});

test('an error in the replica ends the server with its stack in the log and exit code 70', async () => {
  const subprocess = serve();
  await ready(subprocess);
  expect(await ask({ type: 'throw' })).toEqual({ kind: 'reset' });
  const { exitCode, all } = await subprocess;
  expect(exitCode).toBe(70);
  expect(all).toMatch(/^\d+\.\d{3} crash: Error: told to throw$/m);
  expect(all).toContain('scribe.mjs');
});

test('supervised, it ends when its standard input closes, and leaves interrupts to the supervisor', async () => {
  const subprocess = serve({ supervised: true });
  await ready(subprocess);
  subprocess.kill('SIGINT');
  expect((await ask({ type: 'echo' })).kind).toBe('reply');
  subprocess.stdin.end();
  const { exitCode, all } = await subprocess;
  expect(exitCode).toBe(0);
  expect(all).toMatch(/stopping: standard input was closed/);
});

describe('tells what is wrong, and exits with', () => {
  test('78 for a bad configuration', async () => {
    const { exitCode, all } = await serve({ nodes: 3 });
    expect(all).toMatch(/"nodes" must be an object from names to addresses; got 3\./);
    expect(exitCode).toBe(78);
  });

  test('78 without one', async () => {
    const { exitCode, all } = await spawn([serverFile()]);
    expect(all).toMatch(/^Usage: node serve\.js <config\.json>/);
    expect(exitCode).toBe(78);
  });

  test('78 when the file is not there', async () => {
    const { exitCode, all } = await spawn([serverFile(), join(dir, 'nothing.json')]);
    expect(all).toMatch(/The configuration cannot be read: ENOENT/);
    expect(exitCode).toBe(78);
  });

  test('78 when the module is not there', async () => {
    const { exitCode, all } = await serve({ module: 'nothing.js' });
    expect(all).toMatch(/"module" .*nothing\.js cannot be loaded/);
    expect(exitCode).toBe(78);
  });

  test('78 when the module has no start', async () => {
    const file = join(dir, 'odd.mjs');
    writeFileSync(file, 'export const begin = 1;');
    const { exitCode, all } = await serve({ module: 'odd.mjs' });
    expect(all).toMatch(/"module" .*odd\.mjs must export a function "start"; it exports begin\./);
    expect(exitCode).toBe(78);
  });

  test('69 when the address is taken', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { exitCode, all } = await serve();
    other.close();
    expect(all).toMatch(/cannot start: .*EADDRINUSE/);
    expect(exitCode).toBe(69);
  });

  test('70 when the replica fails at its start', async () => {
    const { exitCode, all } = await serve({ options: { failAtStart: true } });
    expect(all).toMatch(/cannot start: Error: told to fail at the start/);
    expect(exitCode).toBe(70);
  });
});

describe('alone', () => {
  /** All files that this file imports, itself included. */
  function imports(file: string, found = new Map<string, string[]>()): Map<string, string[]> {
    if (found.has(file)) return found;
    const text = readFileSync(file, 'utf8');
    const specifiers = [...text.matchAll(/^(?:import|export)\b.*?from '([^']+)';$/gm)].map(
      (match) => match[1] as string,
    );
    found.set(file, specifiers);
    for (const specifier of specifiers) {
      if (specifier.startsWith('.')) imports(resolve(dirname(file), specifier), found);
    }
    return found;
  }

  test('it imports nothing but Node and its own folder', () => {
    const folder = join(dist, 'src', 'replica');
    const found = imports(serverFile());
    expect(found.size).toBeGreaterThan(8);
    for (const [file, specifiers] of found) {
      expect(dirname(file)).toBe(folder);
      for (const specifier of specifiers.filter((each) => !each.startsWith('.'))) {
        expect(specifier).toMatch(/^node:/);
        expect(builtinModules).toContain(specifier.slice('node:'.length));
      }
    }
  });

  test('it runs with a target where there is nothing else', async () => {
    const copy = join(dir, 'copy');
    await mkdir(copy);
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
    for (const part of [join('src', 'replica'), join('targets', 'leaderless')]) {
      mkdirSync(dirname(join(copy, part)), { recursive: true });
      await cp(join(dist, part), join(copy, part), { recursive: true });
    }
    expect(readdirSync(copy).sort()).toEqual(['package.json', 'src', 'targets']);
    expect(statSync(join(copy, 'src', 'replica', 'serve.js')).isFile()).toBe(true);
    const subprocess = serve(
      { module: join(copy, 'targets', 'leaderless', 'replica.js'), options: { w: 1, r: 1, bugs: [] } },
      join(copy, 'src', 'replica', 'serve.js'),
    );
    expect(await ready(subprocess)).toBe(`ready n1 127.0.0.1:${port}`);
  });
});
