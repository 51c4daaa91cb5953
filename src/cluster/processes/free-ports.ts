import { createServer } from 'node:net';

/**
 * Below the range from which Linux, macOS and Windows give ports to outgoing connections: a killed node's port must
 * not be given to a client that dials it, or to anybody else, before the node is started again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_767;

const TRIES = 1_000;

/**
 * Different ports on which nobody listens on 127.0.0.1 right now. Another program may take one before it is used, so
 * the user must be ready to try again.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let attempt = 0; ports.size < count; attempt++) {
    if (attempt === TRIES) {
      throw new Error(`${count} free ports were not found on 127.0.0.1 between ${LOWEST} and ${HIGHEST}.`);
    }
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
