import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';
import { type Asked, Gather } from './gather.js';
import type { Membership } from './membership.js';
import type { LeaderlessBug, LeaderlessOptions } from './options.js';
import type { Versioned } from './storage.js';
import { compareVersions, NO_VERSION, type Version } from './version.js';

/** Why a coordinator gave up. `indefinite`: a write may have reached some replicas and may yet be seen. */
export type Refusal = 'no-quorum' | 'indefinite' | 'starting' | 'too-busy';

export type Outcome<T> =
  { readonly ok: true; readonly result: T } | { readonly ok: false; readonly why: Refusal };

/** A replica's answer to a query. */
interface Found extends Versioned {
  readonly from: string;
}

/** A snapshot that keeps changing under the reader is given up after so many looks. */
const MAX_COLLECTS = 6;

/**
 * Carries out clients' operations over all replicas: the multi-writer register of Attiya, Bar-Noy and Dolev ("Sharing
 * memory robustly in message-passing systems", JACM 1995) in the form of Lynch and Shvartsman (1997), where the
 * quorums and the phases are options.
 */
export class Coordinator {
  readonly gather: Gather;
  readonly #host: Host;
  readonly #options: LeaderlessOptions;
  readonly #bugs: ReadonlySet<LeaderlessBug>;
  readonly #membership: Membership;
  /** This life of this node, unlike any other: part of every tag and of every message id. */
  readonly #incarnation: number;
  /** Nothing is asked before the incarnation is durable: a crash would let the next life use it again. */
  #ready = false;
  #writes = 0;
  readonly #ownCounters = new Map<string, number>();

  constructor(
    host: Host,
    options: LeaderlessOptions,
    bugs: ReadonlySet<LeaderlessBug>,
    membership: Membership,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#membership = membership;
    const boots = new RecordLog<number>(host, 'boots');
    this.#incarnation = (boots.recover().at(-1) ?? 0) + 1;
    this.gather = new Gather(host, this.#incarnation);
    boots.append(this.#incarnation);
    boots.sync(() => {
      this.#ready = true;
    });
  }

  /** Writes a value under a version newer than any that a read quorum knows. */
  write(key: string, value: unknown, done: (outcome: Outcome<Version>) => void): void {
    if (!this.#ready) {
      this.#host.probe?.('a request meets a node that is starting');
      done({ ok: false, why: 'starting' });
      return;
    }
    this.#nextVersion(key, (version) => {
      if (!version) {
        done({ ok: false, why: 'no-quorum' });
        return;
      }
      const need = this.#bugs.has('ack-before-quorum') ? 1 : this.#options.w;
      this.#store({ nodes: this.#membership.members, need }, key, { value, version }, need, (stored) => {
        if (!stored) this.#host.probe?.('a write is confirmed by too few replicas');
        if (stored) done({ ok: true, result: version });
        else done({ ok: false, why: this.#bugs.has('fail-on-timeout') ? 'no-quorum' : 'indefinite' });
      });
    });
  }

  /** Reads the newest value that a read quorum knows, and repairs as the options say. */
  read(key: string, done: (outcome: Outcome<Versioned>) => void): void {
    if (!this.#ready) {
      this.#host.probe?.('a request meets a node that is starting');
      done({ ok: false, why: 'starting' });
      return;
    }
    const need = this.#bugs.has('read-one') ? 1 : this.#options.r;
    this.#query(key, need, (found) => {
      if (!found) {
        done({ ok: false, why: 'no-quorum' });
        return;
      }
      const newest = newestOf(found);
      this.#repair(key, newest, found, (repaired) =>
        done(repaired ? { ok: true, result: newest } : { ok: false, why: 'no-quorum' }),
      );
    });
  }

  /**
   * Reads several keys. A double collect reads them again until nothing has changed between two looks: then all the
   * values stood together at the moment between (Afek and others, "Atomic snapshots of shared memory", JACM 1993).
   */
  readMany(keys: readonly string[], done: (outcome: Outcome<Record<string, unknown>>) => void): void {
    const once = this.#options.snapshot === 'single-collect' || this.#bugs.has('tear-snapshot');
    const look = (before: ReadonlyMap<string, Versioned> | undefined, looks: number): void => {
      if (looks === 3) this.#host.probe?.('a snapshot is read a third time');
      this.#collect(keys, (seen) => {
        if (!seen) done({ ok: false, why: this.#ready ? 'no-quorum' : 'starting' });
        else if (once || (before && sameVersions(before, seen))) done({ ok: true, result: valuesOf(seen) });
        else if (looks < MAX_COLLECTS) look(seen, looks + 1);
        else {
          this.#host.probe?.('a snapshot is given up');
          done({ ok: false, why: 'too-busy' });
        }
      });
    };
    look(undefined, 1);
  }

  #collect(keys: readonly string[], done: (seen: ReadonlyMap<string, Versioned> | undefined) => void): void {
    const seen = new Map<string, Versioned>();
    let failed = false;
    for (const key of keys) {
      this.read(key, (outcome) => {
        if (failed) return;
        if (!outcome.ok) {
          failed = true;
          done(undefined);
          return;
        }
        seen.set(key, outcome.result);
        if (seen.size === keys.length) done(seen);
      });
    }
  }

  #nextVersion(key: string, done: (version: Version | undefined) => void): void {
    const tag = this.#bugs.has('reuse-writer')
      ? this.#host.id
      : `${this.#host.id}.${this.#incarnation}.${++this.#writes}`;
    if (this.#options.order === 'last-write-wins') {
      done([Math.round(this.#host.clock.wall() * 1000), tag]);
    } else if (this.#bugs.has('local-counter')) {
      const counter = (this.#ownCounters.get(key) ?? 0) + 1;
      this.#ownCounters.set(key, counter);
      done([counter, tag]);
    } else {
      this.#query(key, this.#options.r, (found) => done(found && [newestOf(found).version[0] + 1, tag]));
    }
  }

  #query(key: string, need: number, done: (found: readonly Found[] | undefined) => void): void {
    const whom = (): Asked => {
      const { members } = this.#membership;
      return { nodes: this.#bugs.has('ask-too-few') ? members.slice(0, need) : members, need };
    };
    const { epoch } = this.#membership;
    this.gather.ask(whom(), { type: 'query', key, epoch }, this.#options.phaseTimeoutMs, whom, (answers) => {
      if (!answers) this.#host.probe?.('too few replicas answer a question');
      done(
        answers?.map(({ from, body }) => ({
          from,
          value: body['value'],
          version: body['version'] as Version,
        })),
      );
    });
  }

  /** @param copies how many members must have it, if those are asked anew because they changed: all of them are then asked */
  #store(
    asked: Asked,
    key: string,
    { value, version }: Versioned,
    copies: number,
    done: (stored: boolean) => void,
  ): void {
    const { epoch } = this.#membership;
    const body = { type: 'store', key, value, version, epoch };
    const anew = (): Asked => ({ nodes: this.#membership.members, need: copies });
    this.gather.ask(asked, body, this.#options.phaseTimeoutMs, anew, (answers) =>
      done(answers !== undefined),
    );
  }

  /** Calls back when the read may answer. */
  #repair(key: string, newest: Versioned, found: readonly Found[], done: (repaired: boolean) => void): void {
    const { repair, w, r } = this.#options;
    const fresh = found.filter(({ version }) => compareVersions(version, newest.version) === 0);
    const stale = found.filter((answer) => !fresh.includes(answer)).map(({ from }) => from);
    if (stale.length > 0) this.#host.probe?.('a read quorum disagrees');
    if (haveOneCounter(newest, found)) this.#host.probe?.('two writes have the same counter');
    const nothingWritten = newest.version[0] === 0;
    if (nothingWritten || repair === 'none' || this.#bugs.has('skip-write-back')) {
      done(true);
    } else if (repair === 'async') {
      if (stale.length > 0) this.#store({ nodes: stale, need: stale.length }, key, newest, r, () => {});
      done(true);
    } else if (repair === 'responders') {
      this.#store({ nodes: stale, need: stale.length }, key, newest, r, done);
    } else {
      const holders = new Set(fresh.map(({ from }) => from));
      const others = this.#membership.members.filter((node) => !holders.has(node));
      if (holders.size < w) this.#host.probe?.('a read writes back');
      this.#store({ nodes: others, need: w - holders.size }, key, newest, w, done);
    }
  }
}

/** Whether a version differs from the newest only in its tag. */
function haveOneCounter({ version: [counter, tag] }: Versioned, found: readonly Found[]): boolean {
  return found.some(({ version }) => version[0] === counter && version[1] !== tag);
}

function newestOf(found: readonly Found[]): Versioned {
  let newest: Versioned = { value: null, version: NO_VERSION };
  for (const answer of found) {
    if (compareVersions(answer.version, newest.version) > 0) newest = answer;
  }
  return newest;
}

function sameVersions(a: ReadonlyMap<string, Versioned>, b: ReadonlyMap<string, Versioned>): boolean {
  for (const [key, { version }] of a) {
    const other = b.get(key);
    if (!other || compareVersions(version, other.version) !== 0) return false;
  }
  return true;
}

function valuesOf(seen: ReadonlyMap<string, Versioned>): Record<string, unknown> {
  return Object.fromEntries([...seen].map(([key, { value }]) => [key, value]));
}
