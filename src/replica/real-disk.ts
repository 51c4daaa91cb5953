import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from './host.js';

interface PendingSync {
  readonly file: string;
  readonly done: () => void;
}

/**
 * A replica's files in one folder. What was appended is handed to the operating system at once, so the end of the
 * process loses nothing of it; a `sync` makes it survive the end of the machine too.
 *
 * An error of the disk is thrown and ends the server: after a failed sync nobody knows what the disk holds.
 */
export class RealDisk implements Disk {
  readonly #dir: string;
  readonly #open = new Map<string, number>();
  #waiting: PendingSync[] = [];
  #syncing = false;
  #closed = false;
  /** A file was made whose name in the folder is not yet durable. */
  #folderChanged = false;

  /** @param dir made if it does not exist */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  read(file: string): string {
    const path = this.#path(file);
    if (!existsSync(path)) return '';
    this.#descriptor(file);
    return readFileSync(path, 'utf8');
  }

  append(file: string, text: string): void {
    const descriptor = this.#descriptor(file);
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  }

  truncate(file: string, length: number): void {
    const descriptor = this.#descriptor(file);
    if (length < fstatSync(descriptor).size) ftruncateSync(descriptor, length);
  }

  /** Syncs that are asked for while one runs share the next one. */
  sync(file: string, done: () => void): void {
    this.#path(file);
    this.#waiting.push({ file, done });
    if (!this.#syncing) this.#syncNext();
  }

  /** Makes everything durable and forgets pending callbacks: the server ends. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    for (const descriptor of this.#open.values()) fsyncSync(descriptor);
    // A sync that is still running holds its descriptor: the process ends soon and closes it.
    if (!this.#syncing) for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }

  #syncNext(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#syncing = true;
    let running = 1;
    const arrive = (error?: Error | null): void => {
      if (error) throw error;
      if (--running > 0) return;
      // What the callbacks ask for joins the next batch, so it begins after them.
      for (const { done } of batch) if (!this.#closed) done();
      this.#syncing = false;
      if (this.#waiting.length > 0) this.#syncNext();
    };
    for (const file of new Set(batch.map(({ file }) => file))) {
      running++;
      fdatasync(this.#descriptor(file), arrive);
    }
    if (this.#folderChanged) {
      this.#folderChanged = false;
      running++;
      const folder = openSync(this.#dir, 'r');
      fsync(folder, (error) => {
        closeSync(folder);
        arrive(error);
      });
    }
    arrive();
  }

  #descriptor(file: string): number {
    let descriptor = this.#open.get(file);
    if (descriptor === undefined) {
      const path = this.#path(file);
      const isNew = !existsSync(path);
      descriptor = openSync(path, 'a');
      this.#open.set(file, descriptor);
      // What a replica recovers must not be lost later: an earlier life may have left it unsynced.
      if (isNew) this.#folderChanged = true;
      else fdatasyncSync(descriptor);
    }
    return descriptor;
  }

  #path(file: string): string {
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(file)) {
      throw new Error(
        `${JSON.stringify(file)} is no name for a replica's file. Expected letters, digits, ".", "_" and "-", not beginning with a dot.`,
      );
    }
    return join(this.#dir, file);
  }
}
