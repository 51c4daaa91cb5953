import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import type { Scalar } from '../porcupine/model.js';
import { scalarOf } from '../objects/values.js';
import { Witness } from '../witness.js';
import {
  adding,
  elementsOf,
  isSetHistory,
  reading,
  removing,
  type SetHistory,
  setsOf,
} from './set-elements.js';

/**
 * What was removed does not come back by itself (the specification of the observed-remove set; Shapiro and others, "A
 * comprehensive study of convergent and commutative replicated data types", 2011; the shopping cart of Amazon's Dynamo). An
 * element whose removal was acknowledged, and which nobody added while that was under way or later, is gone; a read that
 * still shows it may be stale. But once a read that began after the removal lacks it no later read shows it, and none of
 * the final reads does.
 *
 *     p1  ├─ remove 7 ─┤
 *     p2                 ├─ read {} ─┤ ├─ read {7} ─┤
 *
 * An add of unknown outcome may still take effect: nothing is proven of its element. Sets are told apart by key.
 */
export const noResurrection = defineChecker({
  guarantee: 'no-resurrection',
  summary: 'an element that was removed from a set does not come back unless it is added again',
  operations: [...adding, ...removing, ...reading],
  suits: (history) => isSetHistory(history) && history.operations.some(({ f }) => removing.includes(f)),
  what: 'elements removed before a read began',
  find(history): Findings {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const set of setsOf(history)) {
      const { firstWithout } = new ReadsByEnd(set);
      for (const { value, gone, lastSeenBegun: seen } of set.elements) {
        if (!gone || gone.completedIndex > (set.reads.at(-1)?.index ?? -1)) continue;
        chances++;
        if (!seen || seen.index < gone.completedIndex) continue;
        const witness = new Witness().add(gone);
        if (seen.final) witness.relate(gone, seen, 'real time');
        else {
          const lacking = firstWithout(scalarOf(value), gone);
          if (!lacking || lacking.completedIndex > seen.index) continue;
          witness.add(lacking).relate(gone, lacking, 'real time').relate(lacking, seen, 'real time');
        }
        anomalies.push(
          witness.add(seen).anomaly({
            kind: 'resurrected-element',
            guarantee: 'no-resurrection',
            ...set.about,
            facts: { element: value },
          }),
        );
      }
    }
    return { anomalies, chances };
  },
});

/** The reads of a set in the order in which they ended. */
class ReadsByEnd {
  readonly #reads: readonly Operation[];
  readonly #shown = new Map<Operation, ReadonlySet<Scalar>>();

  constructor({ reads }: SetHistory) {
    this.#reads = [...reads].sort((a, b) => a.completedIndex - b.completedIndex);
  }

  /**
   * The read without an element that ended first, of those that began after its removal. What it passes over either
   * shows the element or was under way together with the removal.
   */
  readonly firstWithout = (
    element: Scalar,
    { completedIndex: removed }: Operation,
  ): Operation | undefined => {
    for (let at = this.#firstEndedAfter(removed); at < this.#reads.length; at++) {
      const read = this.#reads[at] as Operation;
      if (read.index > removed && !this.#shownBy(read).has(element)) return read;
    }
    return undefined;
  };

  #firstEndedAfter(index: number): number {
    let [low, high] = [0, this.#reads.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#reads[middle] as Operation).completedIndex > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #shownBy(read: Operation): ReadonlySet<Scalar> {
    let shown = this.#shown.get(read);
    if (!shown) this.#shown.set(read, (shown = new Set(elementsOf(read).map(scalarOf))));
    return shown;
  }
}
