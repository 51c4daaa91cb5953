import { DiskError } from '../../replica/disk-error.js';
import type { Disk } from '../../replica/host.js';
import type { DiskFailure, UnsyncedFate } from '../cluster.js';

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
  /** How it fails now, if it does. */
  failing: DiskFailure | undefined;

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
    if (this.failing === 'full') throw new DiskError('ENOSPC', `${name}: no space left on the disk`);
    if (this.failing === 'error') throw new DiskError('EIO', `${name}: the disk did not write`);
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

  sync(name: string, done: () => void, failed?: () => void): void {
    const file = this.#file(name);
    const { length } = file;
    this.#whenSynced(() => {
      if (this.failing === 'error') {
        if (!failed) throw new DiskError('EIO', `${name}: the disk did not sync`);
        failed();
        return;
      }
      if (this.failing !== 'lying') file.synced = Math.max(file.synced, Math.min(length, file.length));
      done();
    });
  }

  /** All that it holds, to be put back later. The node must be down when it is. */
  copy(): () => void {
    const files = [...this.#files.keys()].map((name): [string, string] => [name, this.read(name)]);
    return () => {
      this.wipe();
      for (const [name, text] of files) {
        this.#files.set(name, { pieces: [text], length: text.length, synced: text.length });
      }
    };
  }

  /** As a new disk. The node must be down. */
  wipe(): void {
    this.#files.clear();
  }

  /**
   * Flips one bit of what is written, in such a way that the text stays ASCII.
   * @param unit uniform in [0, 1): where
   */
  flipBit(unit: () => number): void {
    const total = [...this.#files.values()].reduce((sum, { length }) => sum + length, 0);
    let place = Math.floor(unit() * total);
    for (const [name, file] of this.#files) {
      if (place >= file.length) {
        place -= file.length;
        continue;
      }
      const text = this.read(name);
      const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 << Math.floor(unit() * 7)));
      file.pieces = [text.slice(0, place) + flipped + text.slice(place + 1)];
      return;
    }
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
