import type { Host } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';
import { RecordLog } from '../../src/replica/record-log.js';
import { type Configuration, firstConfiguration } from './configuration.js';
import type { LeaderlessBug, LeaderlessOptions } from './options.js';

/** What a node keeps of it on disk. */
interface MembershipRecord {
  readonly configuration: Configuration;
  /** It has copied what it needs for the membership that began in this epoch. */
  readonly readyFor: number;
}

/**
 * Who is a member, as this node knows. Requests say in which epoch they are made, and a node answers only those of its own: once
 * enough nodes have gone on to the next, nobody finds a quorum in an old one. It goes on only when its disk has that.
 */
export class Membership {
  readonly #host: Host;
  readonly #options: LeaderlessOptions;
  readonly #bugs: ReadonlySet<LeaderlessBug>;
  readonly #records: RecordLog<MembershipRecord>;
  readonly #changed: () => void;
  #now: MembershipRecord;
  /** The newest one that is on its way to the disk. */
  #next: MembershipRecord;
  #members: readonly string[];

  /** @param changed called whenever another configuration holds, or this node has copied what it needs */
  constructor(host: Host, options: LeaderlessOptions, bugs: ReadonlySet<LeaderlessBug>, changed: () => void) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#changed = changed;
    this.#records = new RecordLog(host, 'members');
    const first = { configuration: firstConfiguration(host.nodes, options), readyFor: 0 };
    this.#now = this.#records.recover().at(-1) ?? first;
    this.#next = this.#now;
    this.#members = this.#inOrder();
  }

  get configuration(): Configuration {
    return this.#now.configuration;
  }

  /** In the cluster's order. */
  get members(): readonly string[] {
    return this.#members;
  }

  get epoch(): number {
    return this.configuration.epoch;
  }

  /** Whether it knows what was written before it was a member, and so may answer for it. */
  get isReady(): boolean {
    const since = this.configuration.since[this.#host.id];
    if (this.#joinsAtOnce || this.#bugs.has('join-without-copying')) return true;
    return since === undefined || since === this.#now.readyFor;
  }

  /** Whether it is a member that has yet to copy what was written before. */
  get mustCopy(): boolean {
    return this.configuration.since[this.#host.id] !== undefined && !this.isReady;
  }

  /** Goes by a newer configuration, once the disk has it. */
  adopt(configuration: Configuration): void {
    if (configuration.epoch <= this.#next.configuration.epoch) return;
    this.#host.log(
      `epoch ${configuration.epoch}: ${Object.keys(configuration.since).join(', ')} are members`,
    );
    this.#keep({ ...this.#next, configuration });
  }

  /** It has copied all that it needs for its membership since that epoch. */
  copied(since: number): void {
    this.#keep({ ...this.#next, readyFor: since });
  }

  /** Whether this node answers a request of this epoch: only one of its own. If it is not, one of the two hears of the newer one. */
  admits(from: string, epoch: number): boolean {
    if (epoch === this.epoch) return true;
    if (epoch < this.epoch) {
      this.#host.probe?.('a request of an older epoch arrives');
      this.tell(from);
    } else this.#host.send(from, { type: 'which-members' });
    return this.#joinsAtOnce || this.#bugs.has('any-epoch');
  }

  get #joinsAtOnce(): boolean {
    return this.#options.join === 'at-once';
  }

  /** Tells a node who is a member. */
  tell(node: string): void {
    const { configuration } = this;
    this.#host.send(node, { type: 'members-are', configuration } satisfies Body);
  }

  #keep(record: MembershipRecord): void {
    this.#next = record;
    this.#records.append(record);
    this.#records.sync(() => {
      this.#now = record;
      this.#members = this.#inOrder();
      this.#changed();
    });
  }

  #inOrder(): readonly string[] {
    return this.#host.nodes.filter((node) => this.configuration.since[node] !== undefined);
  }
}
