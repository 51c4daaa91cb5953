import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const TAIL_LINES = 20;
const NEWLINE = 10;

/** The log of one node: what its server says, as it says it, and the controller's notes between. */
export class NodeLog {
  readonly file: string;
  readonly #nowMs: () => number;
  readonly #descriptor: number;
  #atLineStart = true;
  #closed = false;

  /** @param nowMs what the time is in the run, for the notes */
  constructor(file: string, nowMs: () => number) {
    this.file = file;
    this.#nowMs = nowMs;
    mkdirSync(dirname(file), { recursive: true });
    this.#descriptor = openSync(file, 'a');
  }

  write(chunk: Buffer): void {
    if (this.#closed || chunk.length === 0) return;
    writeSync(this.#descriptor, chunk);
    this.#atLineStart = chunk.at(-1) === NEWLINE;
  }

  /** A line of the controller's own, which says where in the run the node's lines belong. */
  note(what: string): void {
    if (this.#closed) return;
    const before = this.#atLineStart ? '' : '\n';
    writeSync(this.#descriptor, `${before}--- ${what} at ${this.#nowMs().toFixed(3)} ms\n`);
    this.#atLineStart = true;
  }

  /** The last lines, for an error's message. */
  tail(): string {
    const lines = readFileSync(this.file, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
    return `The end of ${this.file}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
  }
}
