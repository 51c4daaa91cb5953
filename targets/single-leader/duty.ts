import type { Host } from '../../src/replica/host.js';
import { Leadership, type LeadershipEvents } from './leadership.js';
import { MemberChanges } from './member-changes.js';
import type { Membership } from './membership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { ReplicatedLog } from './replicated-log.js';
import { SnapshotCopies } from './snapshot-copies.js';
import type { Store } from './store.js';
import { Writes } from './writes.js';

/** What a node has when it begins to lead. */
export interface Led {
  readonly term: number;
  readonly log: ReplicatedLog;
  readonly store: Store;
  readonly membership: Membership;
  /** Up to here everything has its copies, as far as it knows. */
  readonly committed: number;
}

/** What a node does while it leads: sees to it that its log is copied, takes writes, and changes the members. */
export class Duty {
  readonly leadership: Leadership;
  readonly writes: Writes;
  readonly changes: MemberChanges;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    { store, ...led }: Led,
    events: LeadershipEvents,
  ) {
    const { log, membership } = led;
    const copies = new SnapshotCopies(host, options, bugs, { log, store });
    this.leadership = new Leadership(host, options, bugs, { ...led, copies }, events);
    this.writes = new Writes(host, options, bugs, { log, store, leadership: this.leadership });
    this.changes = new MemberChanges(host, options, bugs, { log, membership, leadership: this.leadership });
  }

  /** Everything up to this place has its copies. */
  committed(at: number): void {
    this.writes.committed(at);
    this.changes.advance();
  }

  /** It leads no more. */
  end(): void {
    this.leadership.end();
    this.writes.end();
    this.changes.end();
  }
}
