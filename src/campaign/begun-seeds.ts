import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which seeds of a campaign have begun, in `begun.jsonl`, a number for each time. The file is there while somebody works on the
 * campaign, or did when the whole process died: what is in it and not in the journal was in work then.
 */
export class BegunSeeds {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'begun.jsonl');
  }

  /** It is in the file when this returns. */
  note(number: number): void {
    appendFileSync(this.#file, `${number}\n`);
  }

  /** How often each has begun, in order. A last line that was cut off is left out. */
  times(): ReadonlyMap<number, number> {
    const times = new Map<number, number>();
    if (!existsSync(this.#file)) return times;
    for (const line of readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)) {
      times.set(Number(line), (times.get(Number(line)) ?? 0) + 1);
    }
    return new Map([...times].sort(([a], [b]) => a - b));
  }

  /** The process comes to its end in good order. */
  forget(): void {
    rmSync(this.#file, { force: true });
  }
}
