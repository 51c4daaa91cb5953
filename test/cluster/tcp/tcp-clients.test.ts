import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestResult } from '../../../src/cluster/cluster.js';
import { freePorts } from '../../../src/cluster/processes/free-ports.js';
import { TcpClients } from '../../../src/cluster/tcp/tcp-clients.js';
import type { Message } from '../../../src/replica/message.js';

let port: number;
let server: Server | undefined;
let sockets: Socket[];
let clients: TcpClients;

beforeEach(async () => {
  [port] = (await freePorts(1)) as [number];
  sockets = [];
  clients = new TcpClients(() => ({ host: '127.0.0.1', port }));
});
afterEach(() => {
  clients.close();
  down();
});

type Answer = (message: Message, socket: Socket) => void;

const say = (socket: Socket, { src, dest, body }: Message, over: object = {}): void => {
  const answer = { src: dest, dest: src, body: { type: 'ok', in_reply_to: body.msg_id, ...over } };
  socket.write(JSON.stringify(answer) + '\n');
};

async function up(answer: Answer): Promise<void> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => answer(JSON.parse(line) as Message, socket));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function down(): void {
  server?.close();
  for (const socket of sockets.splice(0)) socket.destroy();
}

/** Asks, and insists that the result comes exactly once. */
function ask(type = 'ask', timeoutMs = 1_000, client = 'c1'): Promise<RequestResult> {
  return new Promise((resolve, reject) => {
    let results = 0;
    clients.request(client, 'n1', { type }, timeoutMs, (result) => {
      if (++results > 1) reject(new Error('done was called twice'));
      // Late enough for a second call to be noticed.
      setTimeout(() => resolve(result), 20);
    });
  });
}

const answerAll: Answer = (message, socket) => say(socket, message);

describe('a request', () => {
  test('gets its own answer, whatever the order', async () => {
    const held: [Message, Socket][] = [];
    await up((message, socket) => {
      held.push([message, socket]);
      if (held.length < 5) return;
      for (const [each, to] of held.reverse()) say(to, each, { echo: each.body.type });
    });
    const types = ['a', 'b', 'c', 'd', 'e'];
    const results = await Promise.all(types.map((type) => ask(type)));
    expect(results.map((result) => result.kind === 'reply' && result.body['echo'])).toEqual(types);
    expect(sockets).toHaveLength(1);
  });

  test('has a message id of its own in the whole cluster, and the names of client and node', async () => {
    const seen: Message[] = [];
    await up((message, socket) => {
      seen.push(message);
      say(socket, message);
    });
    await Promise.all([ask('x', 1_000, 'c1'), ask('x', 1_000, 'c2'), ask('x', 1_000, 'c1')]);
    expect(new Set(seen.map(({ body }) => body.msg_id)).size).toBe(3);
    expect(new Set(seen.map(({ src }) => src))).toEqual(new Set(['c1', 'c2']));
    expect(seen.every(({ dest }) => dest === 'n1')).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  test('is refused where nobody listens, all of those that wait for the connection too', async () => {
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(results).toEqual([{ kind: 'refused' }, { kind: 'refused' }, { kind: 'refused' }]);
  });

  test('is reset when the connection breaks after it was sent', async () => {
    await up((_message, socket) => socket.destroy());
    expect(await ask()).toEqual({ kind: 'reset' });
  });

  test('is reset when the other side answers with what is no message', async () => {
    await up((_message, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n'));
    expect(await ask()).toEqual({ kind: 'reset' });
  });

  test('is reset, not refused, through a door that opens and then closes', async () => {
    // As a published port of a container whose server is dead.
    server = createServer((socket) => socket.on('error', () => {}).destroy()).listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await ask()).toEqual({ kind: 'reset' });
  });

  test('times out in silence, and a late answer reaches nobody', async () => {
    const late: [Message, Socket][] = [];
    await up((message, socket) => {
      if (message.body.type === 'slow') late.push([message, socket]);
      else say(socket, message, { echo: 'fast' });
    });
    const began = performance.now();
    expect(await ask('slow', 80)).toEqual({ kind: 'timeout' });
    expect(performance.now() - began).toBeGreaterThan(79);
    for (const [message, socket] of late) say(socket, message, { echo: 'slow' });
    expect(await ask('fast')).toMatchObject({ kind: 'reply', body: { echo: 'fast' } });
    expect(sockets).toHaveLength(1);
  });
});

test('after the server comes back the next request is answered', async () => {
  await up(answerAll);
  expect((await ask()).kind).toBe('reply');
  down();
  await sleep(20);
  expect((await ask()).kind).toBe('refused');
  await up(answerAll);
  expect((await ask()).kind).toBe('reply');
});

test('close ends what is under way, and nothing can be asked any more', async () => {
  await up(() => {});
  const waiting = ask('silence', 10_000);
  await sleep(20);
  clients.close();
  expect(await waiting).toEqual({ kind: 'reset' });
  expect(() => clients.request('c1', 'n1', { type: 'x' }, 10, () => {})).toThrow('has been stopped');
});

test('a client that dials a dead port thousands of times never meets itself', async () => {
  // From the range of outgoing ports, where the system may choose the very port that is dialled.
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  port = (free.address() as AddressInfo).port;
  free.close();
  await once(free, 'close');
  const kinds = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, at) => ask('x', 2_000, `c${round}-${at}`)),
    );
    for (const { kind } of results) kinds.add(kind);
  }
  expect(kinds).toEqual(new Set(['refused']));
});
