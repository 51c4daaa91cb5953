import type { Host } from '../../src/replica/host.js';
import type { Configuration, PlacedConfiguration } from './configuration.js';
import {
  copiesNeeded,
  holdersNeeded,
  type SingleLeaderBug,
  type SingleLeaderOptions,
  votesNeeded,
} from './options.js';
import type { ReplicatedLog } from './replicated-log.js';

/** Who the members are at the start: all nodes but the spares, which are the last. */
export function firstMembers(
  nodes: readonly string[],
  { spares = 0 }: Partial<Pick<SingleLeaderOptions, 'spares'>>,
): readonly string[] {
  return nodes.slice(0, nodes.length - spares);
}

/**
 * Who is a member, and how many members it takes. A node goes by the newest configuration in its log, committed or not (Ongaro's
 * thesis, section 4.1): of two that follow each other any quorums meet, and who waited for the commit would know of it too late.
 */
export class Membership {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #first: PlacedConfiguration;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    log: ReplicatedLog,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#first = { members: firstMembers(host.nodes, options), order: 0, at: 0 };
  }

  /** The newest configuration. */
  get now(): PlacedConfiguration {
    return this.#log.configuration ?? this.#first;
  }

  get members(): readonly string[] {
    return this.now.members;
  }

  has(node: string): boolean {
    return this.members.includes(node);
  }

  /**
   * Whether a node may ask to lead: a member, or who is one no longer by an entry that may not be committed: it can be the only
   * one who has that entry.
   */
  mayLead(node: string, committed: number): boolean {
    const { at, members } = this.now;
    return members.includes(node) || (at > committed && this.#before(at).members.includes(node));
  }

  /** How many members must have a write. */
  get copies(): number {
    return copiesNeeded(this.#options, this.#count, this.#host.nodes.length);
  }

  /** How many members must agree to a new leader. */
  get votes(): number {
    return votesNeeded(this.#options, this.#count, this.#host.nodes.length);
  }

  /** How many members prove by their answers that no other leader has been elected yet. */
  get holders(): number {
    return holdersNeeded(this.#options, this.#count, this.#host.nodes.length);
  }

  get #count(): number {
    return (this.#bugs.has('first-quorums') ? this.#first : this.now).members.length;
  }

  #before(at: number): Configuration {
    return this.#log.configurationUpTo(at - 1) ?? this.#first;
  }
}
