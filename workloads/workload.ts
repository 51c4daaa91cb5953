import type { Arbitrary } from 'fast-check';
import type { ZodType } from 'zod';
import type { Guarantee } from '../src/checkers/checker.js';
import type { OperationDraft } from '../src/plan/generate-plan.js';

/** What a workload knows when it draws a client's operations. */
export interface WorkloadContext<Knobs> {
  /** This client's number, from 0. */
  readonly client: number;
  readonly nodeCount: number;
  readonly keys: readonly string[];
  readonly knobs: Knobs;
}

/** What clients do, and which checkers judge it. */
export interface Workload<Knobs extends { readonly keys: number } = { readonly keys: number }> {
  readonly name: string;
  /** One line for `splitbrain list workloads`. */
  readonly summary: string;
  /** Its knobs with their defaults and descriptions: number of keys, share of reads and so on. */
  readonly knobs: ZodType<Knobs>;
  /** The guarantees that this workload's histories can show to be kept or broken. */
  readonly judges: readonly Guarantee[];
  /** One operation of one client. */
  operation(context: WorkloadContext<Knobs>): Arbitrary<OperationDraft>;
}
