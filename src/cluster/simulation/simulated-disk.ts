import type { Disk } from '../../replica/host.js';
import type { UnsyncedFate } from '../cluster.js';

interface File {
  /** What was appended, in pieces, because joining at every append would copy the file each time. */
  pieces: string[];
  length: number;
  /** So much of it survives any crash. */
  synced: number;
}

/** A node's disk, which outlives the node's crashes. */
export class SimulatedDisk implements Disk {
  readonly #files = new Map<string, File>();
  readonly #whenSynced: (done: () => void) => void;

  /** @param whenSynced calls back when a sync that begins now has ended, in the order of the calls */
  constructor(whenSynced: (done: () => void) => void) {
    this.#whenSynced = whenSynced;
  }

  #file(name: string): File {
    let file = this.#files.get(name);
    if (!file) {
      file = { pieces: [], length: 0, synced: 0 };
      this.#files.set(name, file);
    }
    return file;
  }

  read(name: string): string {
    const file = this.#file(name);
    const text = file.pieces.join('');
    file.pieces = [text];
    return text;
  }

  append(name: string, text: string): void {
    const file = this.#file(name);
    file.pieces.push(text);
    file.length += text.length;
  }

  truncate(name: string, length: number): void {
    const file = this.#file(name);
    const text = this.read(name).slice(0, length);
    file.pieces = [text];
    file.length = text.length;
    file.synced = Math.min(file.synced, text.length);
  }

  sync(name: string, done: () => void): void {
    const file = this.#file(name);
    const { length } = file;
    this.#whenSynced(() => {
      file.synced = Math.max(file.synced, Math.min(length, file.length));
      done();
    });
  }

  /**
   * The machine goes down.
   * @param unit uniform in [0, 1): how much of the unsynced tail a torn write leaves
   */
  crash(fate: UnsyncedFate, unit: () => number): void {
    for (const [name, file] of this.#files) {
      if (fate === 'kept') {
        file.synced = file.length;
        continue;
      }
      const unsynced = file.length - file.synced;
      const left = fate === 'torn' ? Math.floor(unit() * unsynced) : 0;
      this.truncate(name, file.synced + left);
      file.synced = file.length;
    }
  }
}
