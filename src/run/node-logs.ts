import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A line of a log as files have it: milliseconds, then what the node said. */
export function logLine(atMs: number, text: string): string {
  return `${atMs.toFixed(3)} ${text}`;
}

/** Writes what simulated nodes say into `logs/<node>.log`, each line with its virtual time. */
export class NodeLogs {
  readonly #dir: string;
  readonly #files = new Map<string, number>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  add(node: string, atMs: number, text: string): void {
    let file = this.#files.get(node);
    if (file === undefined) {
      mkdirSync(this.#dir, { recursive: true });
      file = openSync(join(this.#dir, `${node}.log`), 'w');
      this.#files.set(node, file);
    }
    writeSync(file, `${logLine(atMs, text)}\n`);
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }
}
