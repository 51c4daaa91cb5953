import type { Operation } from '../../history/operation.js';
import type { Registers } from '../registers.js';

/**
 * The values of one key as stretches of one axis, which is either the order of events or the clock: when each was
 * written, when it was certainly there, and when it was last asked for (Gibbons and Korach, "Testing shared
 * memories", SIAM J. Comput. 1997; Golab, Li and Shah, "Analyzing consistency properties for fun and profit", PODC
 * 2011).
 *
 *     w x 1      ├──────────┤
 *     r x: 1           ├────────┤
 *     r x: 1                        ├─────┤
 *                ^written   ^firstEnd     (the end of its write, or of a read that returned it, whichever is first)
 *                                   ^lastRead
 *
 * In order of `written`. The initial value comes first and was written, and certain, at -Infinity. A write of unknown
 * outcome that nobody read is left out: it need not have taken effect.
 */
export interface Zones {
  readonly written: Float64Array;
  readonly firstEnd: Float64Array;
  /** -Infinity for a value that nobody read. */
  readonly lastRead: Float64Array;
}

/** One key's zones on both axes; the same value has the same place in both. */
export interface RegisterZones {
  readonly key: string | undefined;
  /** By indexes of events: they decide what precedes what. */
  readonly byIndex: Zones;
  /** By nanoseconds. */
  readonly byTime: Zones;
}

/** The zones of every key. Reads of values that no write can have given are left out. */
export function zonesOf({ byKey, versions, reads }: Registers): readonly RegisterZones[] {
  // By a version's place, where it stands among its register's own; 0 is the initial value.
  const places = new Int32Array(versions.length);
  const drafts = Array.from(byKey.values(), (register) => {
    const draft = new Draft(register.key, register.versions.length + 1);
    for (const [at, { place, write }] of register.versions.entries()) {
      places[place] = at + 1;
      draft.write(at + 1, write as Operation);
    }
    return draft;
  });
  for (const { operation, register, version } of reads) {
    if (!version) continue;
    (drafts[register.number] as Draft).read(version.write ? (places[version.place] as number) : 0, operation);
  }
  return drafts.map((draft) => draft.finish());
}

class Draft {
  readonly #key: string | undefined;
  readonly #byIndex: Axis;
  readonly #byTime: Axis;

  constructor(key: string | undefined, count: number) {
    this.#key = key;
    this.#byIndex = new Axis(count);
    this.#byTime = new Axis(count);
  }

  write(place: number, { index, completedIndex, invokedAt, completedAt }: Operation): void {
    this.#byIndex.write(place, index, completedIndex);
    this.#byTime.write(place, invokedAt, completedAt);
  }

  read(place: number, { index, completedIndex, invokedAt, completedAt }: Operation): void {
    this.#byIndex.read(place, index, completedIndex);
    this.#byTime.read(place, invokedAt, completedAt);
  }

  finish(): RegisterZones {
    return { key: this.#key, byIndex: this.#byIndex.certain(), byTime: this.#byTime.certain() };
  }
}

class Axis implements Zones {
  readonly written: Float64Array;
  readonly firstEnd: Float64Array;
  readonly lastRead: Float64Array;

  constructor(count: number) {
    this.written = new Float64Array(count).fill(-Infinity);
    this.firstEnd = new Float64Array(count).fill(-Infinity);
    this.lastRead = new Float64Array(count).fill(-Infinity);
  }

  write(place: number, from: number, to: number): void {
    this.written[place] = from;
    this.firstEnd[place] = to;
  }

  read(place: number, from: number, to: number): void {
    if (to < (this.firstEnd[place] as number)) this.firstEnd[place] = to;
    if (from > (this.lastRead[place] as number)) this.lastRead[place] = from;
  }

  /** Without what never became certain. */
  certain(): Zones {
    const { written, firstEnd, lastRead } = this;
    if (!firstEnd.includes(Infinity)) return this;
    const isCertain = (_: number, at: number): boolean => firstEnd[at] !== Infinity;
    return {
      written: written.filter(isCertain),
      lastRead: lastRead.filter(isCertain),
      firstEnd: firstEnd.filter((end) => end !== Infinity),
    };
  }
}
