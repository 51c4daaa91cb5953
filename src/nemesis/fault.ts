import type { Arbitrary } from 'fast-check';
import type { ZodType } from 'zod';
import type { Guarantee } from '../checkers/checker.js';
import type { ClusterKind, OperatorPort } from '../cluster/cluster.js';

/** What has been begun and ends later, in the cluster's time. */
export interface Later {
  whenEnded(done: () => void, failed: (error: Error) => void): void;
}

/** A fault that has been injected and waits to be healed. */
export type Heal = () => void | Promise<void> | Later;

/** What a fault takes from a target that keeps its promises under all others. */
export interface MayBreak {
  /** The guarantees; those from which one of them follows are meant too. */
  readonly guarantees: readonly Guarantee[] | 'all';
  /** Why, as a clause that follows "because": `an acknowledged write may have been on that disk alone`. */
  readonly because: string;
}

/** One kind of fault: what it means, what can be drawn, and how it is done. */
export interface Fault<Fields extends object = object> {
  /** The name in `--faults` and in plans. */
  readonly kind: string;
  /** One line for `splitbrain list faults`. */
  readonly summary: string;
  /** For each cluster: true, or the sentence that refuses it there. */
  readonly clusters: Readonly<Record<ClusterKind, true | string>>;
  /**
   * Present when no target can be held to all of its promises under it. Such a fault must be asked for by name, and in its
   * runs these guarantees are judged as not promised, which the verdict says.
   */
  readonly mayBreak?: MayBreak;
  /**
   * Present when it is the target that does it, at this request of an operator: only targets that know it can have the fault,
   * and it must be asked for by name.
   */
  readonly order?: string;
  /** Present when it strikes once, after all others have been healed, for so many milliseconds. */
  readonly atEnd?: { readonly lastsMs: number };
  /** The fault's own fields in a plan, beside `id`, `kind`, `atMs` and `durationMs`. */
  readonly fields: ZodType<Fields>;
  /**
   * Draws the fields for a cluster of these nodes.
   * @param quorum so many of them suffice for the target to go on; all, where nobody says
   */
  draw(nodes: readonly string[], quorum?: number): Arbitrary<Fields>;
  /** Does it; the function returned undoes it. */
  inject(port: OperatorPort, fields: Fields): Heal | Promise<Heal>;
}
