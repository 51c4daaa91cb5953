import type { Operation } from '../../history/operation.js';
import type { Register, Version } from '../register.js';
import { PrefixCounts } from './prefix-counts.js';

/** What a read missed, and what it ought to have seen. */
export interface MissedSight {
  /** How many writes that had been acknowledged before the read are newer than what it returned. */
  readonly count: number;
  /** Of these, the one that was acknowledged first. */
  readonly first: Operation | undefined;
  /**
   * Of all writes that had been acknowledged before the read, the one invoked last. It is among the missed ones, if
   * any is.
   */
  readonly newest: Operation | undefined;
}

/** Counts what reads of one register missed, for reads in order of invocation, in O(log n) each. */
export class MissedWrites {
  readonly #register: Register;
  /** Places of acknowledged versions, in the order in which they were acknowledged. */
  readonly #byAcknowledged: readonly number[];
  readonly #acknowledged: PrefixCounts;
  #count = 0;
  #newest = -1;

  constructor(register: Register) {
    this.#register = register;
    const { versions } = register;
    this.#byAcknowledged = [...versions.keys()]
      .filter((at) => (versions[at] as Version).acknowledged < Infinity)
      .sort((a, b) => (versions[a] as Version).acknowledged - (versions[b] as Version).acknowledged);
    this.#acknowledged = new PrefixCounts(versions.length);
  }

  /** What a read that returned a version missed. */
  of(read: Operation, version: Version): MissedSight {
    this.#acknowledgeBefore(read.index);
    const register = this.#register;
    const older = this.#acknowledged.ofFirst(register.invokedUpTo(version.acknowledged));
    const count = this.#count - older;
    const first = count > 0 ? register.firstAcknowledgedAfter(version.acknowledged)?.write : undefined;
    return { count, first, newest: register.versions[this.#newest]?.write };
  }

  #acknowledgeBefore(moment: number): void {
    const { versions } = this.#register;
    for (; this.#count < this.#byAcknowledged.length; this.#count++) {
      const next = this.#byAcknowledged[this.#count] as number;
      if ((versions[next] as Version).acknowledged > moment) break;
      this.#acknowledged.add(next);
      this.#newest = Math.max(this.#newest, next);
    }
  }
}
