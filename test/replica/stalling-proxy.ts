import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Address } from '../../src/replica/address.js';

/** A way between two nodes that can be cut as a network is cut: bytes stop travelling, and nobody is told. */
export interface StallingProxy {
  readonly address: Address;
  cut(): void;
  /** Lets traffic through again. What was dialled or sent meanwhile is lost, as after long retransmission. */
  mend(): void;
  close(): void;
}

/** @param target asked at every connection, so that it may be unknown at first */
export async function createStallingProxy(target: () => Address): Promise<StallingProxy> {
  let stalled = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const { port, host } = target();
    sockets.add(near);
    near.on('error', () => {});
    // Dialled during the cut: it stays silent for ever.
    if (stalled) return;
    const far = connect(port, host);
    sockets.add(far);
    let broken = false;
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        broken ||= stalled;
        if (!broken) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        broken ||= stalled;
        if (!broken) to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    cut: () => (stalled = true),
    mend: () => (stalled = false),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
