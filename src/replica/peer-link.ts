import { connect } from 'node:net';
import type { Address } from './address.js';
import type { Ping } from './control-line.js';
import { LineConnection } from './line-connection.js';

/** How a link notices that its connection is dead, and how fast it makes another. Milliseconds. */
export interface LinkTimes {
  /** Patience with a dial, until the other side has given its first sign of life. */
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

export interface PeerLinkOptions {
  /** This node's name and the other's. */
  readonly from: string;
  readonly to: string;
  readonly address: Address;
  readonly log: (text: string) => void;
  readonly times?: LinkTimes;
}

/** More than this unsent: messages are dropped. */
const MAX_BACKLOG = 8 * 1024 * 1024;

/**
 * The way from this node to another: one connection, dialled when there is something to send and kept alive from then
 * on. A message is sent at most once; without a connection, or with one that is clogged, it is dropped. Answers come
 * over the other node's own link.
 */
export class PeerLink {
  readonly #name: string;
  readonly #address: Address;
  readonly #ping: string;
  readonly #log: (text: string) => void;
  readonly #times: LinkTimes;
  #connection: LineConnection | undefined;
  #connected = false;
  #timer: NodeJS.Timeout | undefined;
  #dialledAt = 0;
  /** Whether and when the other side last gave a sign of life on this connection. */
  #heard = false;
  #heardAt = 0;
  #checkedAt = 0;
  #dropping = false;
  /** What was last logged, so that hours of redialling fill no log. */
  #state: 'unused' | 'up' | 'down' = 'unused';
  #closed = false;

  constructor({ from, to, address, log, times = defaultLinkTimes }: PeerLinkOptions) {
    this.#name = to;
    this.#address = address;
    this.#ping = JSON.stringify({ ping: from } satisfies Ping);
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

  /** The other node was just heard, so it can be reached: a link that is down is dialled now, not later. */
  wake(): void {
    if (this.#connected || this.#closed || this.#state === 'unused') return;
    if (this.#connection) {
      // A dial that began while the network was cut hangs in TCP's retransmission.
      if (performance.now() - this.#dialledAt < this.#times.redialMs) return;
      this.#connection.close();
    }
    clearTimeout(this.#timer);
    this.#dial();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#connection?.close();
  }

  #dial(): void {
    const socket = connect(this.#address.port, this.#address.host);
    this.#dialledAt = performance.now();
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
    this.#heard = false;
    this.#connection?.send(this.#ping);
  }

  #hear(): void {
    this.#heardAt = performance.now();
    if (this.#heard) return;
    this.#heard = true;
    this.#checkedAt = this.#heardAt;
    this.#check();
    if (this.#state === 'up') return;
    this.#log(`link to ${this.#name} is up`);
    this.#state = 'up';
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
      this.#connection?.send(this.#ping);
      this.#check();
    }, this.#times.pingMs);
  }

  #lost(connection: LineConnection, error: Error | undefined): void {
    if (connection !== this.#connection) return;
    const reason = this.#connected ? 'it fell silent or was closed' : 'no answer';
    this.#connection = undefined;
    this.#connected = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed) return;
    if (this.#state !== 'down') {
      const { code = reason } = (error ?? {}) as NodeJS.ErrnoException;
      this.#log(`link to ${this.#name} is down: ${code}`);
    }
    this.#state = 'down';
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#dial();
    }, this.#times.redialMs);
  }
}
