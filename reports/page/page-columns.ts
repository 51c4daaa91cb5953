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
  /** 0 ok, 1 fail, 2 info. */
  readonly type: number[];
  /** Each invocation, less the one before it. */
  readonly invoked: number[];
  /** -1 when the client never stopped waiting. */
  readonly duration: number[];
  /** Position in `nodes`; -1 when unknown. */
  readonly node: number[];
  /** Position in `errors`; -1 when there is none. */
  readonly error: number[];
}

/** What a fault does to nodes and links; those are numbers in `PageCluster.names`. */
export interface FaultEffect {
  /** `hinder`: messages are late or lost. `trouble`: something else, which the fault's kind names. */
  readonly does: 'cut' | 'hinder' | 'down' | 'paused' | 'clock' | 'trouble';
  /** Directed. */
  readonly links: readonly (readonly number[])[];
  readonly nodes: readonly number[];
  readonly clock?: { readonly offsetMs: number; readonly driftPpm: number; readonly periodMs: number };
}

/** What nodes told of themselves, in columns, in order of time. */
export interface PageTold {
  /** What the figures are called. */
  readonly names: readonly string[];
  /** Nanoseconds. */
  readonly at: readonly number[];
  readonly node: readonly number[];
  /** Position in `names`. */
  readonly name: readonly number[];
  /** From then on; null when it does not hold any more. */
  readonly figure: readonly (number | null)[];
}

/** How far nodes are behind others, in columns, in order of time. */
export interface PageBehind {
  /** What is counted: `entry`, `key`. */
  readonly unit: string;
  /** Nanoseconds. */
  readonly at: readonly number[];
  readonly node: readonly number[];
  /** From then on. */
  readonly count: readonly number[];
  /** Since when another node has had what this one lacks, in nanoseconds. */
  readonly since: readonly number[];
}

/** The nodes, as far as they are known. */
export interface PageCluster {
  /** The replicas, and `clients` after them. */
  readonly names: readonly string[];
  readonly told: PageTold;
  readonly behind: PageBehind;
  /** How wrong each replica's clock was from the start. */
  readonly clocks: readonly { readonly offsetMs: number; readonly driftPpm: number }[];
}

/** Points of a plot, in columns. */
export interface PagePoints {
  /** Nanoseconds since the run began, rising. */
  readonly at: readonly number[];
  /** Nanoseconds. */
  readonly ns: readonly number[];
  /** What each is a point of: a node's number, an operation's position. */
  readonly of: readonly number[];
  /** Only every so manieth is there. */
  readonly every: number;
}

/** A fault as the page shows it. */
export interface PageFault {
  readonly kind: string;
  readonly text: string;
  readonly from: number;
  /** Null when it was never healed. */
  readonly to: number | null;
  readonly effect?: FaultEffect;
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
  readonly cluster?: PageCluster;
  readonly lag: PagePoints;
  readonly stale: PagePoints;
  /** So long after an acknowledgment, in nanoseconds, fewer than 1 % of reads were predicted to miss it. */
  readonly predictedFresh?: number;
}
