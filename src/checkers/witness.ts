import type { Operation } from '../history/operation.js';
import type { Anomaly, Reason, Relation } from './checker.js';
import type { Register, Version } from './register.js';

/** Gathers the operations of an anomaly, in the order in which the story is told, and why each is tied to another. */
export class Witness {
  readonly #operations = new Set<Operation>();
  readonly relations: Relation[] = [];

  get operations(): readonly Operation[] {
    return [...this.#operations];
  }

  add(...operations: readonly (Operation | undefined)[]): this {
    for (const operation of operations) if (operation) this.#operations.add(operation);
    return this;
  }

  /** Ties two operations; where one is missing (the initial value has no write) there is nothing to tie. */
  relate(from: Operation | undefined, to: Operation | undefined, reason: Reason): this {
    if (from && to && from !== to) {
      const known = this.relations.some(
        (other) => other.from === from.index && other.to === to.index && other.reason === reason,
      );
      if (!known) this.relations.push({ from: from.index, to: to.index, reason });
    }
    return this;
  }

  /** Ties two operations if the first had ended before the second began. */
  inRealTime(from: Operation, to: Operation): this {
    return from.completedIndex < to.index ? this.relate(from, to, 'real time') : this;
  }

  /** Adds what proves that `a` is older than `b` (`isOlder`, `tookEffectBefore`). The initial value is older without proof. */
  older(a: Version, b: Version): this {
    if (!a.write) return this.add(b.write);
    if (a.acknowledged < b.invoked) {
      return this.add(a.write, b.write).relate(a.write, b.write, 'real time');
    }
    return this.add(a.write, a.firstReader, b.write)
      .relate(a.write, a.firstReader, 'reads from')
      .relate(a.firstReader, b.write, 'real time');
  }

  /** The anomaly that these operations prove. */
  anomaly({
    register,
    ...claim
  }: Omit<Anomaly, 'operations' | 'relations'> & { readonly register?: Register }): Anomaly {
    const { relations } = this;
    const operations = this.operations.map(({ index }) => index);
    return { ...claim, ...(register?.key !== undefined && { key: register.key }), operations, relations };
  }
}
