import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import type { AgentLine, AgentRequest, AgentResults } from './agent/protocol.js';
import type { Engine } from './engine.js';

/** What a container's agent says without being asked. */
export interface AgentEvents {
  /** It listens. */
  onHello(): void;
  /** The server has ended. */
  onExit(exit: { pid: number; code: number | null; signal: string | null }): void;
  /** Output of the server, or of the agent if it crashed. */
  onOutput(chunk: Buffer): void;
  /** The container is gone, or the engine; called once, also after `close`. */
  onClose(): void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The controller's end of the line to a container's agent. */
export class AgentChannel {
  readonly #node: string;
  readonly #stream: NodeJS.ReadWriteStream;
  readonly #events: AgentEvents;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;
  #closed = false;

  /** @param stream attached to the container's standard streams */
  constructor(node: string, engine: Engine, stream: NodeJS.ReadWriteStream, events: AgentEvents) {
    this.#node = node;
    this.#stream = stream;
    this.#events = events;
    const output = new PassThrough();
    const errors = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        events.onOutput(chunk);
        done();
      },
    });
    engine.modem.demuxStream(stream, output, errors);
    createInterface({ input: output }).on('line', (line) => this.#read(line));
    stream.on('error', () => this.#end());
    stream.on('end', () => this.#end());
    stream.on('close', () => this.#end());
  }

  /** Rejects with the agent's reason, or when the container is gone before it answers. */
  ask<Request extends AgentRequest>(request: Request): Promise<AgentResults[Request['do']]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(this.#gone());
        return;
      }
      const id = ++this.#requests;
      this.#pending.set(id, {
        resolve: (result) => resolve(result as AgentResults[Request['do']]),
        reject,
      });
      this.#stream.write(JSON.stringify({ id, ...request }) + '\n');
    });
  }

  /** Hangs up, upon which the agent ends. */
  close(): void {
    (this.#stream as NodeJS.ReadWriteStream & { destroy?(): void }).destroy?.();
    this.#end();
  }

  #gone(): Error {
    return new Error(`The container of ${this.#node} has ended.`);
  }

  #read(text: string): void {
    const line = JSON.parse(text) as AgentLine;
    if ('event' in line) {
      if (line.event === 'hello') this.#events.onHello();
      else this.#events.onExit(line);
      return;
    }
    const pending = this.#pending.get(line.id);
    this.#pending.delete(line.id);
    if ('error' in line) pending?.reject(new Error(`${this.#node}: ${line.error}`));
    else pending?.resolve(line.result);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(this.#gone());
    this.#pending.clear();
    this.#events.onClose();
  }
}
