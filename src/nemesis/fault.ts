import type { Arbitrary } from 'fast-check';
import type { ZodType } from 'zod';
import type { ClusterKind, FaultPort } from '../cluster/cluster.js';

/** A fault that has been injected and waits to be healed. */
export type Heal = () => void | Promise<void>;

/** One kind of fault: what it means, what can be drawn, and how it is done. */
export interface Fault<Fields extends object = object> {
  /** The name in `--faults` and in plans. */
  readonly kind: string;
  /** One line for `splitbrain list faults`. */
  readonly summary: string;
  /** For each cluster: true, or the sentence that refuses it there. */
  readonly clusters: Readonly<Record<ClusterKind, true | string>>;
  /** The fault's own fields in a plan, beside `id`, `kind`, `atMs` and `durationMs`. */
  readonly fields: ZodType<Fields>;
  /** Draws the fields for a cluster of these nodes. */
  draw(nodes: readonly string[]): Arbitrary<Fields>;
  /** Does it; the function returned undoes it. */
  inject(port: FaultPort, fields: Fields): Heal | Promise<Heal>;
}
