import { connect, type Socket } from 'node:net';
import type { Address } from '../../replica/address.js';
import { LineConnection } from '../../replica/line-connection.js';
import { parseMessage } from '../../replica/parse-message.js';
import type { RequestResult } from '../cluster.js';

/** After so long a dial is given up and begun anew: the network may have been healed meanwhile. */
const CONNECT_TIMEOUT_MS = 1_000;

interface Pending {
  readonly line: string;
  readonly timer: NodeJS.Timeout;
  readonly done: (result: RequestResult) => void;
}

/**
 * One client's connection to one node. Requests are sent only when the connection stands, so that one that fails before
 * has certainly not been read.
 */
export class ClientConnection {
  readonly #address: Address;
  readonly #pending = new Map<number, Pending>();
  #connection!: LineConnection;
  #dialling: NodeJS.Timeout | undefined;
  #connected = false;
  #closed = false;

  constructor(address: Address) {
    this.#address = address;
    this.#dial();
  }

  /** True when it is of no more use; all its requests have ended then. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends a request that carries this message id; `done` is called exactly once. */
  request(id: number, line: string, timeoutMs: number, done: (result: RequestResult) => void): void {
    const timer = setTimeout(() => this.#settle(id, { kind: 'timeout' }), timeoutMs);
    this.#pending.set(id, { line, timer, done });
    if (this.#connected) this.#connection.send(line);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#dialling);
    this.#connection.close();
    this.#settleAll('reset');
  }

  #dial(): void {
    const socket = connect(this.#address.port, this.#address.host);
    const connection = new LineConnection(socket, {
      onValue: (value) => this.#read(value),
      onGarbage: () => {},
      onClose: (error) => {
        if (connection === this.#connection) this.#lost(error);
      },
    });
    this.#connection = connection;
    socket.once('connect', () => this.#opened(socket, connection));
    this.#dialling = setTimeout(() => connection.close(), CONNECT_TIMEOUT_MS);
  }

  #opened(socket: Socket, connection: LineConnection): void {
    clearTimeout(this.#dialling);
    // A dial to a port where nobody listens, from the same machine, can be given that very port and meet itself.
    if (socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress) {
      this.#closed = true;
      connection.close();
      this.#settleAll('refused');
      return;
    }
    this.#connected = true;
    for (const { line } of this.#pending.values()) connection.send(line);
  }

  #lost(error: Error | undefined): void {
    clearTimeout(this.#dialling);
    if (this.#closed) return;
    // The dial took too long; whoever still waits for it has sent nothing yet.
    if (!this.#connected && !error && this.#pending.size > 0) {
      this.#dial();
      return;
    }
    this.#closed = true;
    this.#settleAll(this.#connected ? 'reset' : 'refused');
  }

  #read(value: unknown): void {
    const message = parseMessage(value);
    if (typeof message === 'string') {
      this.#connection.reject(message);
      return;
    }
    const { body } = message;
    // An answer that comes after its request timed out finds nobody, which is right.
    if (typeof body.in_reply_to === 'number') this.#settle(body.in_reply_to, { kind: 'reply', body });
  }

  #settle(id: number, result: RequestResult): void {
    const request = this.#pending.get(id);
    if (!request) return;
    this.#pending.delete(id);
    clearTimeout(request.timer);
    request.done(result);
  }

  #settleAll(kind: 'refused' | 'reset'): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id, { kind });
  }
}
