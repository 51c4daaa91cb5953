import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoreIndex } from '../store/store-index.js';
import { LiveCampaigns } from './live-campaigns.js';
import { askedFor } from './request-path.js';
import { plain, send } from './respond.js';
import { answerTo } from './routes.js';
import { sendStoredFile } from './stored-file.js';

/** Nobody else's machine can reach it there. */
const ADDRESS = '127.0.0.1';

export interface ServeOptions {
  /** The store's folder. */
  readonly store: string;
  /** The same as a person would write it. */
  readonly storeName: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Hears of errors that are ours. */
  readonly onError: (error: unknown) => void;
}

/** A store that is being served. */
export interface ServedStore {
  /** `http://127.0.0.1:4711/` */
  readonly url: string;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
}

/** Thrown when the port cannot be had. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Serves a store to browsers of this machine: it only ever reads, and answers nobody who came by another name than this machine's
 * own, as a page of another site would that has its name point here.
 * @throws PortError when the port is taken or not allowed
 */
export async function serveStore({ store, storeName, port, onError }: ServeOptions): Promise<ServedStore> {
  const index = new StoreIndex(store);
  const live = new LiveCampaigns(index);
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      onError(error);
      if (response.headersSent) response.destroy();
      else send(response, plain(500, 'Something went wrong here; the terminal says what.'), true);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen(port, ADDRESS, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  // Whoever opens it in a moment need not wait for a large store to be read.
  setImmediate(() => index.list());
  const hosts = new Set([`${ADDRESS}:${taken}`, `localhost:${taken}`]);
  if (taken === 80) hosts.add(ADDRESS).add('localhost');
  return {
    url: `http://${ADDRESS}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        live.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '' } = request;
    const withBody = method !== 'HEAD';
    if (method !== 'GET' && method !== 'HEAD') {
      send(response, plain(405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' }), true);
      return;
    }
    const host = headers.host?.toLowerCase() ?? '';
    if (!hosts.has(host)) {
      send(response, plain(421, `This is ${ADDRESS}:${taken}, asked for by another name.`), withBody);
      return;
    }
    const asked = askedFor(url);
    if (!asked) {
      send(response, plain(400, 'That is no path.'), withBody);
      return;
    }
    const [first, ...rest] = asked.parts;
    const path = rest.join('/');
    if (first === 'files' && rest.at(-1) !== '' && sendStoredFile(response, store, path, withBody)) return;
    if (first === 'events' && withBody && live.listen(path, response)) return;
    const answer = await answerTo(asked, { index, live, origin: `http://${host}`, storeName });
    send(response, answer, withBody);
  }
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new PortError(
      `Port ${port} of ${ADDRESS} is taken. Name another with --port, or 0 for any that is free.`,
    );
  }
  if (error.code === 'EACCES') {
    return new PortError(
      `Port ${port} may only be taken by an administrator. Name one from 1024 on, or 0 for any that is free.`,
    );
  }
  return error;
}
