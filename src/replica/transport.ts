import { createServer, type Server, type Socket } from 'node:net';
import { type Address, formatAddress } from './address.js';
import { isPing, type Ping, type Pong } from './control-line.js';
import { LineConnection } from './line-connection.js';
import { type Body, ErrorCode, type Message } from './message.js';
import { parseMessage } from './parse-message.js';
import { defaultLinkTimes, type LinkTimes, PeerLink } from './peer-link.js';

export interface TransportOptions {
  readonly id: string;
  readonly nodes: ReadonlyMap<string, Address>;
  readonly listen: Address;
  readonly log: (text: string) => void;
  readonly receive: (from: string, body: Body) => void;
  readonly times?: LinkTimes;
}

/** A client that does not read its answers is cut off beyond this. */
const MAX_CLIENT_BACKLOG = 64 * 1024 * 1024;

/** So many times a link's patience, and a peer's connection that said nothing is taken for dead. */
const IDLE_SILENCES = 4;

/**
 * Messages over TCP, as newline-delimited JSON. To other nodes they travel over this node's links; to clients over the
 * connection that the client's last message came in on.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #links = new Map<string, PeerLink>();
  readonly #clients = new Map<string, LineConnection>();
  readonly #incoming = new Set<LineConnection>();
  readonly #server: Server;
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    const { id, nodes, log, times } = options;
    for (const [to, address] of nodes) {
      if (to === id) continue;
      this.#links.set(to, new PeerLink({ from: id, to, address, log, ...(times && { times }) }));
    }
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Resolves with the address at which others are heard from now on. */
  listen(): Promise<Address> {
    const { host, port } = this.#options.listen;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 511 }, () => {
        this.#server.off('error', reject);
        const bound = this.#server.address();
        resolve({ host, port: typeof bound === 'object' && bound ? bound.port : port });
      });
    });
  }

  /** Sends if there is a way; a message to this node itself arrives in a later turn. */
  send(to: string, body: Body): void {
    const { id } = this.#options;
    if (to === id) {
      setImmediate(() => {
        if (!this.#closed) this.#options.receive(id, body);
      });
      return;
    }
    const link = this.#links.get(to);
    const line = JSON.stringify({ src: id, dest: to, body } satisfies Message);
    if (link) {
      link.send(line);
      return;
    }
    const client = this.#clients.get(to);
    if (!client) return;
    client.send(line);
    if (client.backlog > MAX_CLIENT_BACKLOG) {
      this.#options.log(`client ${to} does not read its answers: cut off`);
      client.close();
    }
  }

  /** Ends every connection and stops listening. */
  close(): void {
    this.#closed = true;
    this.#server.close();
    for (const link of this.#links.values()) link.close();
    for (const connection of this.#incoming) connection.close();
  }

  #accept(socket: Socket): void {
    const from = formatAddress({ host: socket.remoteAddress ?? '?', port: socket.remotePort ?? 0 });
    const names = new Set<string>();
    const connection = new LineConnection(socket, {
      onValue: (value) => {
        if (isPing(value)) this.#answerPing(value, socket, connection);
        else this.#read(value, connection, names);
      },
      onGarbage: (reason) => this.#options.log(`connection from ${from} closed: it sent ${reason}`),
      onClose: () => {
        this.#incoming.delete(connection);
        for (const name of names) {
          if (this.#clients.get(name) === connection) this.#clients.delete(name);
        }
      },
    });
    this.#incoming.add(connection);
  }

  #answerPing({ ping }: Ping, socket: Socket, connection: LineConnection): void {
    // Who pings goes on pinging; when it stops without a word, its machine or the way to it is gone.
    if (socket.timeout === undefined || socket.timeout === 0) {
      const { silenceMs } = this.#options.times ?? defaultLinkTimes;
      socket.setTimeout(silenceMs * IDLE_SILENCES, () => connection.close());
    }
    connection.send(JSON.stringify({ pong: this.#options.id, pid: process.pid } satisfies Pong));
    this.#links.get(ping)?.wake();
  }

  #read(value: unknown, connection: LineConnection, names: Set<string>): void {
    const message = parseMessage(value);
    if (typeof message === 'string') {
      connection.reject(message);
      return;
    }
    const { src, dest, body } = message;
    const { id } = this.#options;
    const link = this.#links.get(src);
    // Before the replica answers, so that the answer has a way.
    if (link) link.wake();
    else if (src !== id && this.#clients.get(src) !== connection) {
      names.add(src);
      this.#clients.set(src, connection);
    }
    if (dest === id) {
      this.#options.receive(src, body);
      return;
    }
    this.#options.log(`a message from ${src} to ${dest} came here by mistake`);
    if (body.msg_id === undefined) return;
    const text = `This is ${id}, not ${dest}.`;
    this.send(src, { type: 'error', code: ErrorCode.nodeNotFound, text, in_reply_to: body.msg_id });
  }
}
