import { type Stream, stream } from '../../plan/stream.js';
import type { LinkImpairment } from '../cluster.js';

/** All that faults can do to a link. */
export interface Troubles extends LinkImpairment {
  /** Drops everything that arrives. */
  readonly cut: boolean;
}

/** What faults do to a directed link, beside what the plan's network does to it anyway. */
export class LinkTrouble<Held> implements Required<Troubles> {
  readonly #seed: string;
  readonly #name: string;
  #random: Stream | undefined;
  /** By how many faults it is cut now. */
  cuts = 0;
  clogged: false | 'at-once' | 'spread' = false;
  slowness = 1;
  loss = 0;
  corruption = 0;
  /** What a clogged link holds back, in the order of arrival. */
  held: Held[] = [];

  constructor(seed: string, name: string) {
    this.#seed = seed;
    this.#name = name;
  }

  get cut(): boolean {
    return this.cuts > 0;
  }

  /** Whether nothing gets through. */
  get stops(): boolean {
    return this.cut || this.clogged !== false;
  }

  /** Random choices of faults have a stream of their own: without the fault everything else stays as it was. */
  get random(): Stream {
    this.#random ??= stream(this.#seed, `trouble/${this.#name}`);
    return this.#random;
  }

  /** Whether the next message is lost. */
  loses(): boolean {
    return this.loss > 0 && this.random.unit() < this.loss;
  }

  /** Whether the next message is damaged. */
  corrupts(): boolean {
    return this.corruption > 0 && this.random.unit() < this.corruption;
  }
}
