import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom, realClock, startServer, type RunningServer } from '../../src/replica/real-host.js';
import { freePorts } from '../../src/cluster/processes/free-ports.js';
import { hostContract, type HostLab } from './host-contract.js';

const UNREASONABLE_MS = 10_000;

async function createLab(): Promise<HostLab> {
  const dataDir = await mkdtemp(join(tmpdir(), 'splitbrain-host-'));
  const ports = await freePorts(2);
  const [n1, n2] = ports.map((port) => ({ host: '127.0.0.1', port }));
  if (!n1 || !n2) throw new Error('no ports');
  const nodes = new Map([
    ['n1', n1],
    ['n2', n2],
  ]);
  let server: RunningServer | undefined;
  const crash = async (): Promise<void> => {
    server?.close();
    server = undefined;
  };
  return {
    boot: async (start) => {
      const config = { id: 'n1', nodes, listen: n1, dataDir, options: {} };
      server = await startServer({ config, start, log: () => {} });
    },
    crash,
    until: async (condition) => {
      const deadline = performance.now() + UNREASONABLE_MS;
      while (!condition()) {
        if (performance.now() > deadline) throw new Error('what was waited for did not happen');
        await sleep(1);
      }
    },
    close: async () => {
      await crash();
      await rm(dataDir, { recursive: true });
    },
  };
}

hostContract('the real Host', createLab);

test('the wall clock is the system time', () => {
  expect(Math.abs(realClock.wall() - Date.now())).toBeLessThan(1_000);
});

test('two sources of randomness differ', () => {
  expect([createRandom()(), createRandom()()]).not.toEqual([createRandom()(), createRandom()()]);
});

test('a replica that fails at its start is reported, and its port is free again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'splitbrain-host-'));
  const [port] = await freePorts(1);
  const n1 = { host: '127.0.0.1', port: port as number };
  const config = { id: 'n1', nodes: new Map([['n1', n1]]), listen: n1, dataDir, options: {} };
  const log = (): void => {};
  await expect(
    startServer({
      config,
      log,
      start: () => {
        throw new Error('no good');
      },
    }),
  ).rejects.toThrow('no good');
  const server = await startServer({ config, log, start: () => ({ receive: () => {} }) });
  expect(server.address).toBe(`127.0.0.1:${port}`);
  server.close();
  await rm(dataDir, { recursive: true });
});
