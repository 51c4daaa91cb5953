import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, formatAddress } from '../../replica/address.js';
import { isPong, type Ping, type Pong } from '../../replica/control-line.js';
import { LineConnection } from '../../replica/line-connection.js';

const PAUSE_MS = 20;
const PATIENCE_MS = 1_000;

/**
 * Asks the server at this address who it is. Rejects when nobody answers within a second, or with the signal's reason.
 */
export function pingServer(address: Address, signal?: AbortSignal): Promise<Pong> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = connect(address.port, address.host);
    const place = formatAddress(address);
    const connection = new LineConnection(socket, {
      onValue: (value) => {
        if (isPong(value)) resolve(value);
        connection.close();
      },
      onGarbage: (reason) => reject(new Error(`${place} is no replica server: it sent ${reason}`)),
      onClose: (error) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        // Does nothing after an answer.
        reject(error ?? new Error(`nobody answers at ${place}`));
      },
    });
    const timer = setTimeout(() => connection.close(), PATIENCE_MS);
    const abort = (): void => {
      reject(signal?.reason as Error);
      connection.close();
    };
    signal?.addEventListener('abort', abort);
    socket.once('connect', () => connection.send(JSON.stringify({ ping: 'controller' } satisfies Ping)));
  });
}

export interface AwaitServerOptions {
  /** Whether it is the right one that answers. */
  readonly accept: (pong: Pong) => boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Resolves when the right replica server answers at this address, which means that it has recovered.
 * Rejects when that takes longer than `timeoutMs`, or with the signal's reason.
 */
export async function awaitServer(
  address: Address,
  { accept, timeoutMs, signal }: AwaitServerOptions,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    let last: string;
    try {
      const pong = await pingServer(address, signal);
      if (accept(pong)) return;
      last = `another server answers, ${pong.pong} with process ${pong.pid}`;
    } catch (error) {
      last = (error as Error).message;
    }
    signal?.throwIfAborted();
    if (performance.now() > deadline) {
      throw new Error(`it did not answer at ${formatAddress(address)} within ${timeoutMs} ms: ${last}`);
    }
    await sleep(PAUSE_MS, undefined, signal && { signal }).catch(() => {});
  }
}
