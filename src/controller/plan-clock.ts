import type { Cluster } from '../cluster/cluster.js';

/**
 * The time that a plan speaks of: since its operations began. In a plan that goes in step it stands still while the nemesis is
 * at work, so that what comes after a fault in the plan comes after it in truth, however long that took.
 */
export class PlanClock {
  readonly #cluster: Pick<Cluster, 'now' | 'after'>;
  readonly #inStep: boolean;
  readonly #beganAt: number;
  /** How many deeds it stands still for now, since when, and how long it has stood still before. */
  #holds = 0;
  #since = 0;
  #heldNs = 0;
  #waiting: (() => void)[] = [];

  constructor(cluster: Pick<Cluster, 'now' | 'after'>, inStep: boolean) {
    this.#cluster = cluster;
    this.#inStep = inStep;
    this.#beganAt = cluster.now();
  }

  get elapsedMs(): number {
    return (this.#cluster.now() - this.#beganAt - this.#heldSoFar) / 1e6;
  }

  /** Calls back when so much of the plan's time has passed. */
  after(delayMs: number, action: () => void): void {
    const held = this.#heldSoFar;
    const dueMs = this.elapsedMs + delayMs;
    this.#cluster.after(delayMs, () => this.#arrive(held, dueMs, action));
  }

  /** Stands still until the function returned is called. */
  hold(): () => void {
    if (!this.#inStep) return () => {};
    if (this.#holds++ === 0) this.#since = this.#cluster.now();
    return () => {
      if (--this.#holds > 0) return;
      this.#heldNs += this.#cluster.now() - this.#since;
      for (const goOn of this.#waiting.splice(0)) goOn();
    };
  }

  #arrive(heldBefore: number, dueMs: number, action: () => void): void {
    if (this.#holds > 0) this.#waiting.push(() => this.#arrive(heldBefore, dueMs, action));
    else if (this.#heldNs > heldBefore) this.after(dueMs - this.elapsedMs, action);
    else action();
  }

  get #heldSoFar(): number {
    return this.#heldNs + (this.#holds > 0 ? this.#cluster.now() - this.#since : 0);
  }
}
