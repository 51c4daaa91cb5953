import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dist } from '../../../src/cluster/compiled-file.js';
import { dockerAvailability } from '../../../src/cluster/docker/availability.js';
import { replicaImageTag } from '../../../src/cluster/docker/replica-image.js';
import { describeWithDocker } from './with-docker.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'splitbrain-engine-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

/** An engine that answers as told: states that a real one cannot be brought into by a test. */
async function withEngine(answer: RequestListener, action: () => Promise<void>): Promise<void> {
  const socket = join(dir, 'docker.sock');
  const server = createServer(answer).listen(socket);
  await once(server, 'listening');
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
  try {
    await action();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('one sentence', () => {
  test('where no engine answers', async () => {
    vi.stubEnv('DOCKER_HOST', `unix://${join(dir, 'nobody.sock')}`);
    expect(await dockerAvailability()).toEqual({
      available: false,
      why: expect.stringMatching(
        /^No Docker engine answers at \/.*nobody\.sock \(ENOENT\): install and start one .*DOCKER_HOST.*\.$/,
      ) as string,
    });
  });

  // Root may use any socket, so somebody else asks.
  test.runIf(process.getuid?.() === 0)('where the user may not use it', async () => {
    const module = pathToFileURL(join(dist, 'src', 'cluster', 'docker', 'availability.js')).href;
    const script = `const { dockerAvailability } = await import(${JSON.stringify(module)});
      process.setuid(65534);
      console.log((await dockerAvailability()).why);`;
    await withEngine(
      () => {},
      async () => {
        const { stdout } = await execa('node', ['--input-type=module', '-e', script]);
        expect(stdout).toMatch(
          /^This user may not speak to the Docker engine at .*docker\.sock: join the group docker .*\.$/,
        );
      },
    );
  });

  test('where the engine runs no Linux containers', () =>
    withEngine(
      (_request, response) => response.setHeader('Content-Type', 'application/json').end('{"Os":"windows"}'),
      async () => {
        expect(await dockerAvailability()).toEqual({
          available: false,
          why: expect.stringMatching(/runs windows containers.*Linux/) as string,
        });
      },
    ));

  test('where the image is missing and cannot be pulled', () =>
    withEngine(
      ({ url = '' }, response) => {
        response.setHeader('Content-Type', 'application/json');
        if (url.startsWith('/version')) response.end('{"Os":"linux"}');
        else if (url.startsWith('/images/create')) {
          response.statusCode = 500;
          response.end('{"message":"Get \\"https://registry/v2/\\": no route to host"}');
        } else {
          response.statusCode = 404;
          response.end('{"message":"No such image"}');
        }
      },
      async () => {
        expect(await dockerAvailability()).toEqual({
          available: false,
          why: expect.stringMatching(
            /^The image debian:trixie-slim is not on this machine and could not be pulled \(.*no route to host\): make it .*"mmdebstrap --variant=minbase trixie - \| docker import - debian:trixie-slim"\.$/,
          ) as string,
        });
      },
    ));

  test('where a pull fails on its way, which the engine reports with success', () =>
    withEngine(
      ({ url = '' }, response) => {
        response.setHeader('Content-Type', 'application/json');
        if (url.startsWith('/version')) response.end('{"Os":"linux"}');
        else if (url.startsWith('/images/create'))
          response.end('{"status":"Pulling"}\n{"error":"unexpected EOF"}\n');
        else {
          response.statusCode = 404;
          response.end('{"message":"No such image"}');
        }
      },
      async () => {
        const found = await dockerAvailability();
        expect(found).toMatchObject({ available: false });
        expect(!found.available && found.why).toContain('could not be pulled (unexpected EOF)');
      },
    ));

  test('where the engine is on another machine', async () => {
    const server = createServer((_request, response) =>
      response.setHeader('Content-Type', 'application/json').end('{"Os":"linux"}'),
    ).listen(0, '127.0.0.2');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // An address of this machine that is not the usual one, so that no other machine is needed.
    vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.2:${port}`);
    expect(await dockerAvailability()).toEqual({
      available: false,
      why: expect.stringMatching(/at 127\.0\.0\.2:\d+ is on another machine.*run splitbrain there/) as string,
    });
    server.closeAllConnections();
    server.close();
  });
});

describeWithDocker('with an engine', () => {
  test('says which image replicas run in', async () => {
    expect(await dockerAvailability()).toEqual({ available: true, image: replicaImageTag() });
  });
});
