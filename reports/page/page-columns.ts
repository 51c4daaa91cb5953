/** Operations in columns, in order of invocation. Times in nanoseconds. */
export interface Columns {
  /** Each `Operation.index`, less the one before it. */
  readonly index: number[];
  readonly lane: number[];
  readonly process: number[];
  /** Position in `kinds`. */
  readonly f: number[];
  /** Position in `keys`, or a list of them. */
  readonly keys: (number | readonly number[])[];
  /** `write x=17`. */
  readonly what: string[];
  /** A digit each: 0 ok, 1 fail, 2 info. */
  type: string;
  /** Each invocation, less the one before it. */
  readonly invoked: number[];
  /** -1 when the client never stopped waiting. */
  readonly duration: number[];
  /** Position in `nodes`; -1 when unknown. */
  readonly node: number[];
  /** Position in `errors`; -1 when there is none. */
  readonly error: number[];
}

/** A fault as the page shows it. */
export interface PageFault {
  readonly kind: string;
  readonly text: string;
  readonly from: number;
  /** Null when it was never healed. */
  readonly to: number | null;
}

/** What `renderReport` hands to the page's own code. */
export interface PageData {
  readonly endedAt: number;
  readonly lanes: readonly { readonly label: string; readonly final: boolean }[];
  readonly columns: Columns;
  readonly kinds: readonly string[];
  readonly keys: readonly string[];
  readonly nodes: readonly string[];
  readonly errors: readonly string[];
  readonly faults: readonly PageFault[];
  /** `Operation.index` of those that belong to an anomaly. */
  readonly marked: readonly number[];
}
