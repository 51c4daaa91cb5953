import type { Socket } from 'node:net';

/** A line longer than this is taken for garbage. */
const MAX_LINE_LENGTH = 64 * 1024 * 1024;

/** What comes of a connection. */
export interface LineEvents {
  /** A line that was JSON, parsed. */
  onValue(value: unknown): void;
  /** The other side sent what is not a line of JSON; the connection is closed. */
  onGarbage(reason: string): void;
  /** Called once, when the connection has ended for whatever reason. */
  onClose(error: Error | undefined): void;
}

/** Newline-delimited JSON over a socket. Lines that are sent in one turn of the event loop leave in one write. */
export class LineConnection {
  readonly #socket: Socket;
  readonly #events: LineEvents;
  #outgoing = '';
  /** Pieces of a line whose end has not come yet. */
  #pieces: string[] = [];
  #piecesLength = 0;
  #error: Error | undefined;
  #closed = false;

  constructor(socket: Socket, events: LineEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', (error) => (this.#error = error));
    // Half a connection is of no use: the other side will not read what is sent from now on.
    socket.on('end', () => this.close());
    socket.on('close', () => this.#end());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Characters that were sent and have not left this process. */
  get backlog(): number {
    return this.#socket.writableLength + this.#outgoing.length;
  }

  send(line: string): void {
    if (this.#closed) return;
    if (this.#outgoing === '') process.nextTick(() => this.#flush());
    this.#outgoing += line + '\n';
  }

  /** Ends the connection at once. What has not left is lost. */
  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  /** Ends the connection after what was sent has left. */
  closeWhenSent(): void {
    this.#flush();
    this.#socket.end();
  }

  #flush(): void {
    const text = this.#outgoing;
    this.#outgoing = '';
    if (text !== '' && !this.#closed) this.#socket.write(text);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pieces = [];
    this.#events.onClose(this.#error);
  }

  #read(chunk: string): void {
    let from = 0;
    while (!this.#closed) {
      const end = chunk.indexOf('\n', from);
      if (end < 0) break;
      const line = this.#pieces.join('') + chunk.slice(from, end);
      this.#pieces = [];
      this.#piecesLength = 0;
      from = end + 1;
      this.#parse(line);
    }
    if (this.#closed || from === chunk.length) return;
    this.#pieces.push(chunk.slice(from));
    this.#piecesLength += chunk.length - from;
    if (this.#piecesLength > MAX_LINE_LENGTH) {
      this.reject(`a line of more than ${MAX_LINE_LENGTH} characters`);
    }
  }

  #parse(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.reject(`a line that is not JSON: ${JSON.stringify(line.slice(0, 80))}`);
      return;
    }
    this.#events.onValue(value);
  }

  /** Closes the connection because the other side does not keep to the protocol. */
  reject(reason: string): void {
    this.#events.onGarbage(reason);
    this.close();
  }
}
