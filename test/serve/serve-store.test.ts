import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortError, serveStore, type ServedStore } from '../../src/serve/serve-store.js';
import { copyRun, type SampleStore, sampleStore, writeInto } from './sample-store.js';

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

describe('a store that is served', () => {
  let root: string;
  let store: SampleStore;
  let served: ServedStore;
  const errors: unknown[] = [];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'splitbrain-serve-'));
    store = await sampleStore(join(root, 'store'));
    writeFileSync(join(root, 'secret.txt'), 'secret');
    symlinkSync('../secret.txt', join(store.path, 'out.txt'));
    symlinkSync('..', join(store.path, 'up'));
    symlinkSync(join(root, 'secret.txt'), join(store.path, store.kept, 'logs', 'n9.log'));
    writeInto(store.path, 'evil/page.html', '<script>alert(1)</script>');
    writeInto(store.path, 'evil/code.js', 'alert(1)');
    writeInto(store.path, 'evil/data.bin', '\u0000');
    served = await serve();
  });
  afterAll(async () => {
    await served.close();
    rmSync(root, { recursive: true });
    expect(errors).toEqual([]);
  });

  const serve = (): Promise<ServedStore> =>
    serveStore({ store: store.path, storeName: 'store', port: 0, onError: (error) => errors.push(error) });

  /** Asks with exactly this path and these headers, which `fetch` would tidy up. */
  function get(path: string, { method = 'GET', headers = {} } = {}): Promise<Got> {
    const { hostname, port } = new URL(served.url);
    return new Promise((resolve, reject) => {
      request({ hostname, port, path, method, headers, setHost: !('Host' in headers) }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  it('lists its runs, newest first, each with its verdict and its report', async () => {
    const { status, body } = await get('/');
    expect(status).toBe(200);
    expect(body).toContain('2 runs');
    expect(body.indexOf('leaderless · session')).toBeLessThan(body.indexOf('leaderless · register'));
    expect(body).toContain(`href="/files/${store.kept}/index.html"`);
  });

  it('answers what is asked of the list', async () => {
    const found = async (query: string): Promise<string> =>
      /<p class="found"[^>]*>\s*([^<]*?)\s*<\/p>/.exec((await get(`/?${query}`)).body)?.[1] ?? '';
    expect(await found('workload=session')).toBe('1 of 2 runs');
    expect(await found('words=LOCAL-counter+w%3D4')).toBe('1 of 2 runs');
    expect(await found('verdict=true')).toBe('1 of 2 runs');
    expect(await found('verdict=false')).toBe('1 of 2 runs');
    expect(await found('target=single-leader')).toBe('0 of 2 runs');
    expect(await found('seed=kept&cluster=simulation')).toBe('1 of 2 runs');
    expect(await found('from=2100-01-01')).toBe('0 of 2 runs');
    expect(await found('page=99&page=x&nonsense=1')).toBe('2 runs');
  });

  it('reads a run again when its files have changed', async () => {
    const copy = 'leaderless/register/20260104-030405-copy';
    copyRun(store, store.kept, copy, (plan) => ({ ...plan, seed: 'first-seed' }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await get('/')).body).toContain('first-seed');
    rmSync(join(store.path, copy), { recursive: true });
    copyRun(store, store.kept, copy, (plan) => ({ ...plan, seed: 'second' }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { body } = await get('/');
    expect(body).toContain('second');
    expect(body).not.toContain('first-seed');
    rmSync(join(store.path, copy), { recursive: true });
  });

  it('puts two runs side by side', async () => {
    const { status, body } = await get(`/compare?run=${store.kept}&run=${store.broken}`);
    expect(status).toBe(200);
    expect(body).toMatch(/<tr class="differs">\s*<th scope="row">\s*workload/);
    expect(body).toContain('half answered within');
    expect((await get(`/compare?run=${store.kept}`)).status).toBe(400);
    expect((await get('/compare?run=../..&run=x')).status).toBe(404);
  });

  it('sends files as what they are, and text for all that is not a report', async () => {
    const plan = await get(`/files/${store.kept}/plan.json`);
    expect(plan.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(JSON.parse(plan.body)).toHaveProperty('seed', 'kept');
    expect((await get('/files/evil/code.js')).headers['content-type']).toBe('text/plain; charset=utf-8');
    expect((await get('/files/evil/data.bin')).headers['content-type']).toBe('application/octet-stream');
    expect((await get(`/files/${store.kept}/`)).body).toContain('history.jsonl');
  });

  it('lets a report run the script that it names by its hash, in a sandbox, and any other page none', async () => {
    const report = await get(`/files/${store.kept}/index.html`);
    expect(report.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'; .*sandbox allow-scripts$/,
    );
    const evil = await get('/files/evil/page.html');
    expect(evil.headers['content-security-policy']).toContain("script-src 'none'; style-src 'none'");
  });

  it.each([
    '/files/../secret.txt',
    '/files/%2e%2e/secret.txt',
    '/files/%2E%2e%2fsecret.txt',
    '/files/..%2fsecret.txt',
    '/files/..%5csecret.txt',
    '/files/..%255csecret.txt',
    '/files/....//secret.txt',
    '/files//etc/passwd',
    '/files/%2fetc%2fpasswd',
    '/files/c:%5cwindows%5cwin.ini',
    '/files/out.txt',
    '/files/up/secret.txt',
    '/files/up/',
    '/files/evil/code.js%00.html',
    '/files/evil/code.js::$DATA',
    '/files/evil/code.js.',
    '/files/evil/%c0%ae%c0%ae/%c0%ae%c0%ae/secret.txt',
    '/files/%',
    '/files/%zz',
    '/files/../',
    '/../secret.txt',
    '/live/../..',
    '/live/%2e%2e',
    '/events/..%2f',
    '/assets/../../package.json',
    '/assets/%2e%2e',
    'http://127.0.0.1/files/out.txt',
    '*',
    '',
  ])('never leaves its folder: %s', async (path) => {
    const { status, body } = await get(path === '' ? '/files/../../secret.txt' : path);
    expect([400, 404, 503]).toContain(status);
    expect(body).not.toContain('secret\n');
    expect(body).not.toMatch(/^secret/);
  });

  it('does not show where a link leads that points outside', async () => {
    const { status } = await get(`/files/${store.kept}/logs/n9.log`);
    expect(status).toBe(404);
  });

  it('answers only to its own name', async () => {
    const { port } = new URL(served.url);
    expect((await get('/', { headers: { Host: `localhost:${port}` } })).status).toBe(200);
    for (const Host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
    ]) {
      const { status, body } = await get('/', { headers: { Host } });
      expect(status, Host).toBe(421);
      expect(body).not.toContain('leaderless');
    }
  });

  it('has nothing to say to a request without a name', async () => {
    const { hostname, port } = new URL(served.url);
    const text = await new Promise<string>((resolve, reject) => {
      let got = '';
      const socket = connect(Number(port), hostname, () => socket.end('GET / HTTP/1.0\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
      socket.on('end', () => resolve(got));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await get('/', { method });
      expect([status, headers['allow']], method).toEqual([405, 'GET, HEAD']);
    }
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
    const file = await get(`/files/${store.kept}/plan.json`, { method: 'HEAD' });
    expect([file.status, file.body]).toEqual([200, '']);
    expect(Number(file.headers['content-length'])).toBeGreaterThan(1000);
  });

  it('says the same of safety whatever it answers', async () => {
    for (const path of [
      '/',
      '/campaigns',
      '/nowhere',
      '/assets/store.js',
      `/files/${store.kept}/plan.json`,
      '/%',
    ]) {
      const { headers } = await get(path);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
      expect(headers['content-security-policy'], path).toMatch(
        /^default-src 'none'; .*frame-ancestors 'none'/,
      );
      expect(headers['content-security-policy'], path).not.toContain('unsafe');
    }
  });

  it('shows a store that is not there yet', async () => {
    const other = await serveStore({
      store: join(root, 'later'),
      storeName: 'later',
      port: 0,
      onError: (error) => errors.push(error),
    });
    const text = async (): Promise<string> => (await fetch(other.url)).text();
    expect(await text()).toContain('There is no run here yet');
    mkdirSync(join(root, 'later'));
    expect(await text()).toContain('There is no run here yet');
    await other.close();
  });

  it('says so when the port is taken', async () => {
    const port = Number(new URL(served.url).port);
    const again = serveStore({ store: store.path, storeName: 'store', port, onError: () => {} });
    await expect(again).rejects.toThrow(PortError);
    await expect(again).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken. Name another with --port, or 0`);
  });
});
