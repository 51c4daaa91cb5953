import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitbrain } from './splitbrain.js';

describe('splitbrain serve', { timeout: 120_000 }, () => {
  let cwd: string;
  beforeAll(() => (cwd = mkdtempSync(join(tmpdir(), 'splitbrain-serve-'))));
  afterAll(() => rmSync(cwd, { recursive: true }));

  it.each(['SIGINT', 'SIGTERM'] as const)('says where it is, answers, and ends at %s', async (signal) => {
    let page = '';
    const use = async (child: ChildProcess, text: string): Promise<void> => {
      const [address] = /^http:\/\/127\.0\.0\.1:\d+\/$/m.exec(text) ?? [];
      if (address === undefined || page !== '') return;
      page = 'asked';
      page = await (await fetch(address)).text();
      // A browser that looks on keeps its connection open; it must not keep the program.
      child.kill(signal);
    };
    const { code, err } = await splitbrain(['serve', '--port', '0'], {
      cwd,
      during: (child) => {
        child.stdout?.on('data', (chunk: Buffer) => void use(child, chunk.toString()));
      },
    });
    expect(page).toContain('There is no run here yet');
    expect([code, err]).toEqual([0, 'There is no store yet: it will be shown once there is.\n']);
  });

  it('says so when the port is taken, or none', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = await splitbrain(['serve', '--port', String(port)], { cwd });
    other.close();
    expect([taken.code, taken.out]).toEqual([254, '']);
    expect(taken.err).toBe(
      `error: Port ${port} of 127.0.0.1 is taken. Name another with --port, or 0 for any that is free.\n`,
    );
    const none = await splitbrain(['serve', '--port', '65536'], { cwd });
    expect([none.code, none.err]).toEqual([254, expect.stringContaining('Expected a port from 0 to 65535.')]);
  });
});
