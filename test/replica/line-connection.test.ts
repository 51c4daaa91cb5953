import fc from 'fast-check';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LineConnection } from '../../src/replica/line-connection.js';

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

interface End {
  readonly raw: Socket;
  readonly lines: LineConnection;
  readonly values: unknown[];
  readonly garbage: string[];
  readonly closed: Promise<Error | undefined>;
}

/** A raw socket on one side, a LineConnection on the other. */
async function pair(): Promise<End> {
  const raw = connect((server.address() as AddressInfo).port, '127.0.0.1');
  raw.on('error', () => {});
  const [socket] = (await once(server, 'connection')) as [Socket];
  const values: unknown[] = [];
  const garbage: string[] = [];
  let lines!: LineConnection;
  const closed = new Promise<Error | undefined>((resolve) => {
    lines = new LineConnection(socket, {
      onValue: (value) => values.push(value),
      onGarbage: (reason) => garbage.push(reason),
      onClose: resolve,
    });
  });
  return { raw, lines, values, garbage, closed };
}

test('puts lines together however they are cut into packets', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (sent, cuts) => {
        const { raw, values, closed } = await pair();
        raw.setNoDelay(true);
        const bytes = Buffer.from(sent.map((value) => JSON.stringify(value) + '\n').join(''));
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const size = cuts[cut % cuts.length] as number;
          raw.write(bytes.subarray(at, at + size));
          at += size;
          await new Promise((resolve) => setImmediate(resolve));
        }
        raw.end();
        await closed;
        expect(values).toEqual(JSON.parse(JSON.stringify(sent)));
      },
    ),
    { numRuns: 30 },
  );
});

test('sends whole lines in order', async () => {
  const { raw, lines } = await pair();
  let received = '';
  raw.setEncoding('utf8').on('data', (text: string) => (received += text));
  for (let line = 0; line < 100; line++) lines.send(`${line}`);
  expect(lines.backlog).toBeGreaterThan(100);
  lines.closeWhenSent();
  await once(raw, 'end');
  expect(received).toBe(Array.from({ length: 100 }, (_, line) => `${line}\n`).join(''));
});

test('closes on the first line that is not JSON, and hears nothing after it', async () => {
  const { raw, values, garbage, closed } = await pair();
  raw.write('1\nGET / HTTP/1.1\n2\n');
  await closed;
  expect(values).toEqual([1]);
  expect(garbage).toEqual(['a line that is not JSON: "GET / HTTP/1.1"']);
});

test('closes once, and sends nothing after', async () => {
  const { raw, lines, closed } = await pair();
  lines.close();
  lines.close();
  lines.send('1');
  await closed;
  expect(lines.closed).toBe(true);
  let received = '';
  raw.on('data', (bytes: Buffer) => (received += bytes.toString()));
  await sleep(10);
  expect(received).toBe('');
});

test('a line of many megabytes is read in reasonable time', async () => {
  const { raw, values, closed } = await pair();
  const text = 'x'.repeat(20_000_000);
  const began = performance.now();
  raw.end(JSON.stringify(text) + '\n');
  await closed;
  expect((values[0] as string).length).toBe(text.length);
  expect(performance.now() - began).toBeLessThan(50_000);
});
