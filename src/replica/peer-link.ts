import { connect } from 'node:net';
import type { Address } from './address.js';
import { PING } from './control-line.js';
import { LineConnection } from './line-connection.js';

/** How a link notices that its connection is dead, and how fast it makes another. Milliseconds. */
export interface LinkTimes {
  /** Patience with the dialling of a connection. */
  readonly connectTimeoutMs: number;
  /** Pause before the next try after one that failed. */
  readonly redialMs: number;
  /** Time between two pings. */
  readonly pingMs: number;
  /** Without a sign of life for so long, a connection is given up. */
  readonly silenceMs: number;
}

/**
 * Short, because what matters is that traffic flows again within a second after a partition has healed. TCP alone would
 * wait for its next retransmission, many seconds later.
 */
export const defaultLinkTimes: LinkTimes = {
  connectTimeoutMs: 600,
  redialMs: 100,
  pingMs: 500,
  silenceMs: 1_500,
};

/** More than this unsent: messages are dropped. */
const MAX_BACKLOG = 8 * 1024 * 1024;

/**
 * The way from this node to another: one connection, dialled when there is something to send and kept alive from then
 * on. A message is sent at most once; without a connection, or with one that is clogged, it is dropped. Answers come
 * over the other node's own link.
 */
export class PeerLink {
  readonly #address: Address;
  readonly #name: string;
  readonly #log: (text: string) => void;
  readonly #times: LinkTimes;
  #connection: LineConnection | undefined;
  #connected = false;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;
  #checkedAt = 0;
  #dropping = false;
  /** What was last logged, so that hours of redialling fill no log. */
  #state: 'unused' | 'up' | 'down' = 'unused';
  #closed = false;

  constructor(name: string, address: Address, log: (text: string) => void, times = defaultLinkTimes) {
    this.#name = name;
    this.#address = address;
    this.#log = log;
    this.#times = times;
  }

  /** Sends a line if it can. Lines that come while the first connection is dialled wait for it. */
  send(line: string): void {
    if (this.#closed) return;
    if (!this.#connection) {
      if (this.#timer) return;
      this.#dial();
    }
    const connection = this.#connection;
    if (!connection) return;
    if (connection.backlog > MAX_BACKLOG) {
      if (!this.#dropping) this.#log(`link to ${this.#name} is clogged: messages are dropped`);
      this.#dropping = true;
      return;
    }
    this.#dropping = false;
    connection.send(line);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#connection?.close();
  }

  #dial(): void {
    const socket = connect(this.#address.port, this.#address.host);
    this.#connected = false;
    const connection = new LineConnection(socket, {
      onValue: () => this.#hear(),
      onGarbage: (reason) => this.#log(`link to ${this.#name}: it sent ${reason}`),
      onClose: (error) => this.#lost(connection, error),
    });
    this.#connection = connection;
    socket.once('connect', () => {
      // A dial to a free port of this machine can meet itself.
      if (socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress) {
        connection.close();
      } else this.#up();
    });
    this.#timer = setTimeout(() => connection.close(), this.#times.connectTimeoutMs);
  }

  #up(): void {
    this.#connected = true;
    if (this.#state !== 'up') this.#log(`link to ${this.#name} is up`);
    this.#state = 'up';
    this.#heardAt = this.#checkedAt = performance.now();
    this.#connection?.send(PING);
    this.#check();
  }

  #hear(): void {
    this.#heardAt = performance.now();
  }

  /** Pings now and then, and gives the connection up when nothing comes back. */
  #check(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const now = performance.now();
      // This process itself stood still: what the other said meanwhile is not read yet.
      if (now - this.#checkedAt > 2 * this.#times.pingMs) this.#heardAt = now;
      this.#checkedAt = now;
      if (now - this.#heardAt > this.#times.silenceMs) {
        this.#connection?.close();
        return;
      }
      this.#connection?.send(PING);
      this.#check();
    }, this.#times.pingMs);
  }

  #lost(connection: LineConnection, error: Error | undefined): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed) return;
    if (this.#state !== 'down') this.#log(`link to ${this.#name} is down: ${this.#reason(error)}`);
    this.#state = 'down';
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#dial();
    }, this.#times.redialMs);
  }

  #reason(error: Error | undefined): string {
    if (error) return (error as NodeJS.ErrnoException).code ?? error.message;
    return this.#connected ? 'it fell silent or was closed' : 'no answer';
  }
}
