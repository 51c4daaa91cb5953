import type { Arbitrary } from 'fast-check';
import type { ZodType } from 'zod';
import type { Guarantee } from '../src/checkers/checker.js';
import type { StepDraft } from '../src/plan/generate-plan.js';

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
  /** Names of all the operations that its histories may have (`Operation.f`): a target must know each of them. */
  readonly operations: readonly string[];
  /**
   * The kind of object that its keys are, where there is a model of it (`splitbrain list models`): by that it is judged whether
   * they are linearizable. Absent: registers whose written values are unique, or objects that only their own checkers know.
   */
  readonly model?: string;
  /** The names of the keys, where these are made of plain ones; absent: the plain ones. */
  keyNames?(plain: readonly string[]): readonly string[];
  /** How many clients, one after the other, are devices of one user; absent: clients are nobody's. */
  readonly devices?: number;
  /** The guarantees that this workload's histories can show to be kept or broken. */
  readonly judges: readonly Guarantee[];
  /** What one client does next: an operation, or several that belong together. */
  step(context: WorkloadContext<Knobs>): Arbitrary<StepDraft>;
}
