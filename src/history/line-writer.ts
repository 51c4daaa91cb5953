import { closeSync, openSync, writeSync } from 'node:fs';

/** Collected lines are written once they are so long. */
const BATCH_LENGTH = 64 * 1024;

/** Appends lines to a new file. */
export class LineWriter {
  readonly #file: number;
  readonly #batch: boolean;
  #pending = '';
  #closed = false;

  /** @param batch collect lines until `flush`: for simulations, which can be run again exactly if they die */
  constructor(path: string, { batch }: { batch: boolean }) {
    this.#file = openSync(path, 'w');
    this.#batch = batch;
  }

  /** @param line without its line break */
  appendLine(line: string): void {
    this.#pending += `${line}\n`;
    if (!this.#batch || this.#pending.length > BATCH_LENGTH) this.flush();
  }

  /** Hands everything to the operating system. */
  flush(): void {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending);
    // A write may take less than it was given.
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    this.#pending = '';
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    closeSync(this.#file);
    this.#closed = true;
  }
}
