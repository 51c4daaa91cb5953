import type { Value } from '../../history/event.js';
import type { Operation } from '../../history/operation.js';
import { isLost, knownBy, missedBy } from './known-elements.js';
import { latenciesOf } from './latencies.js';
import type { SetElement } from './set-elements.js';

/** Counts what became of the elements of sets, as Jepsen's `checker/set-full` does. */
export class SetSummary {
  #attempts = 0;
  #acknowledged = 0;
  #stable = 0;
  #lost = 0;
  #neverRead = 0;
  #stale = 0;
  #duplicated = 0;
  #unexpected = 0;
  readonly #untilStable: number[] = [];
  readonly #untilLost: number[] = [];

  count(element: SetElement): void {
    if (element.unexpected) this.#unexpected++;
    if (element.repeated) this.#duplicated++;
    if (!element.add || element.isRemoved) return;
    this.#attempts++;
    if (element.acknowledged) this.#acknowledged++;
    const known = knownBy(element);
    if (!known) return;
    const missed = missedBy(element);
    const isGone = isLost(element);
    const since = (read: Operation | undefined): number =>
      read ? Math.max(0, read.invokedAt - known.completedAt) : 0;
    if (isGone) {
      this.#lost++;
      this.#untilLost.push(since(element.lastSeenBegun));
    } else if (element.lastSeenBegun) {
      this.#stable++;
      if (missed) this.#stale++;
      this.#untilStable.push(since(missed));
    } else this.#neverRead++;
  }

  /**
   * How many elements there were of each kind. `stableLatencyMs`: from when an element was known until the last read
   * began that lacks it, 0 where all show it. `lostLatencyMs`: from when it was known until the last read began that shows it.
   */
  facts(): { readonly [name: string]: Value } {
    return {
      attempts: this.#attempts,
      acknowledged: this.#acknowledged,
      stable: this.#stable,
      lost: this.#lost,
      neverRead: this.#neverRead,
      stale: this.#stale,
      duplicated: this.#duplicated,
      unexpected: this.#unexpected,
      stableLatencyMs: latenciesOf(this.#untilStable),
      lostLatencyMs: latenciesOf(this.#untilLost),
    };
  }
}
