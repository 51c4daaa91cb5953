/** What makes one version newer than another. */
export type VersionOrder = 'counter' | 'last-write-wins';

/** What a read does about replicas that it found behind. */
export type ReadRepair = 'none' | 'async' | 'responders' | 'write-back';

/** How a read of several keys looks at them. */
export type SnapshotMode = 'double-collect' | 'single-collect';

/** How the members change: one at a time, each copying what a read quorum holds before it counts; or at once. */
export type JoinMode = 'copy' | 'at-once';

/** The options of the leaderless store, complete. */
export type LeaderlessOptions = {
  /** Replicas that must have stored a write before it is acknowledged. */
  readonly w: number;
  /** Replicas that must answer a read, and the query phase of a write. */
  readonly r: number;
  readonly order: VersionOrder;
  readonly repair: ReadRepair;
  readonly snapshot: SnapshotMode;
  /** So many nodes, from the last one on, are no members at the start. */
  readonly spares: number;
  readonly join: JoinMode;
  /** How long the coordinator waits for a quorum in each phase. */
  readonly phaseTimeoutMs: number;
};

/** Names of the planted bugs; `bugs.ts` says what each breaks. */
export type LeaderlessBug =
  | 'ack-before-quorum'
  | 'ack-before-sync'
  | 'skip-write-back'
  | 'read-one'
  | 'no-tie-break'
  | 'reuse-writer'
  | 'local-counter'
  | 'overwrite-newer'
  | 'amnesia'
  | 'fail-on-timeout'
  | 'tear-snapshot'
  | 'ignore-disk-error'
  | 'skip-checksum'
  | 'ask-too-few'
  | 'join-without-copying'
  | 'any-epoch';

/** What a replica is started with. */
export type ReplicaOptions = LeaderlessOptions & { readonly bugs: readonly LeaderlessBug[] };
