import type { History, Operation } from '../history/operation.js';
import { HistoryError } from '../history/pair.js';
import type { Anomaly } from './checker.js';
import { defineChecker, type Findings } from './define-checker.js';
import { inEventOrder } from './event-order.js';
import { isFields } from './objects/values.js';
import { Witness } from './witness.js';

const acquiring = ['acquire', 'lock'];
const releasing = ['release', 'unlock'];
const writing = ['fenced-write'];

/** Whether somebody asks for a lock, or writes with its tokens; who reads a lock is told who holds it. */
const isLockHistory = ({ operations }: History): boolean =>
  operations.some(({ f }) => acquiring.includes(f) || writing.includes(f));

const lockOperations = [...acquiring, ...releasing, ...writing, 'read'];

/**
 * Mutual exclusion: at most one process holds a lock. It certainly does from the acknowledgement of its acquire until it
 * begins to release.
 *
 *     p1  ├─ acquire ─┤······ holds ······├─ release ─┤
 *     p2        ├──── acquire ────┤·· holds ··
 *
 * Locks are told apart by key. An acquire of unknown outcome holds nothing for certain. A release may take effect as soon as it
 * begins, whatever its outcome, unless it failed. Who holds a lock may acquire it again, and releases it once. Where somebody
 * releases who holds nothing, as locks allow that have no owner, nothing is concluded from then on.
 */
export const mutualExclusion = defineChecker({
  guarantee: 'mutual-exclusion',
  summary: 'one at a time holds a lock',
  operations: lockOperations,
  suits: isLockHistory,
  what: 'acquires after another of the same lock',
  find(history): Findings {
    const { locks } = followed(history);
    return {
      anomalies: locks.flatMap((lock) => lock.overlaps()),
      chances: locks.reduce((sum, { chances }) => sum + chances, 0),
      ...doubtAbout(locks),
    };
  },
});

/**
 * Fencing: where a lock answers tokens (a number, or `{"fence": TOKEN}`), each is greater than those before it, and a resource,
 * written by `fenced-write` of a token, or of `{"token": TOKEN, …}`, accepts no smaller one than it had already accepted
 * (Kleppmann, "How to do distributed locking", 2016). A lock that times out has two holders when one of them stands still, but
 * then only the later one can still write.
 *
 *     p1  ├─ acquire: 33 ─┤                                  ├─ fenced-write 33 ─┤
 *     p2                     ├─ acquire: 34 ─┤ ├─ fenced-write 34 ─┤
 *
 * Locks are told apart by key, and so are resources.
 */
export const fencing = defineChecker({
  guarantee: 'fencing',
  summary: 'the fencing tokens of a lock grow, and its resource refuses older ones',
  operations: lockOperations,
  suits: isLockHistory,
  what: 'tokens given or shown after others',
  find(history): Findings {
    const { locks, resources } = followed(history);
    return {
      anomalies: [
        ...locks.flatMap((lock) => lock.shrunkTokens()),
        ...resources.flatMap((resource) => resource.stale),
      ],
      chances: [...locks.map(({ tokens }) => tokens), ...resources.map(({ chances }) => chances)].reduce(
        (sum, count) => sum + count,
        0,
      ),
      ...doubtAbout(locks),
    };
  },
});

interface Followed {
  readonly locks: readonly Lock[];
  readonly resources: readonly Resource[];
}

function followed({ operations }: History): Followed {
  const locks = new Map<string | undefined, Lock>();
  const resources = new Map<string | undefined, Resource>();
  inEventOrder(operations, {
    began(operation) {
      if (operation.type === 'fail') return;
      if (releasing.includes(operation.f)) entry(locks, operation, Lock).released(operation);
      else if (operation.type === 'ok' && writing.includes(operation.f)) {
        entry(resources, operation, Resource).began(operation);
      }
    },
    ended(operation) {
      if (operation.type !== 'ok') return;
      if (acquiring.includes(operation.f)) entry(locks, operation, Lock).acquired(operation);
      else if (writing.includes(operation.f)) entry(resources, operation, Resource).accepted(operation);
    },
  });
  return { locks: [...locks.values()], resources: [...resources.values()] };
}

function doubtAbout(locks: readonly Lock[]): { readonly why?: string } {
  const released = locks.filter(({ isOwnerless }) => isOwnerless).length;
  if (released === 0) return {};
  return {
    why: `A process that held nothing released ${released === 1 ? 'a lock' : `each of ${released} locks`}: from then on nobody knows who held it.`,
  };
}

function entry<T>(all: Map<string | undefined, T>, { key }: Operation, Made: new () => T): T {
  let found = all.get(key);
  if (!found) {
    found = new Made();
    all.set(key, found);
  }
  return found;
}

/** From an acquire that was acknowledged until a release began. */
interface Hold {
  readonly acquire: Operation;
  readonly token: number | undefined;
  release?: Operation;
}

class Lock {
  chances = 0;
  /** How many tokens came after another. */
  tokens = 0;
  /** Whether somebody has released it who did not hold it. */
  isOwnerless = false;
  /** By process, in the order in which they came to hold it. */
  readonly #held = new Map<number, Hold>();
  /** Of the holds that have ended, the one with the greatest token. */
  #greatest: Hold | undefined;
  #acquires = 0;
  readonly #overlaps: { readonly hold: Hold; readonly other: Hold }[] = [];
  readonly #shrunk: { readonly hold: Hold; readonly other: Hold }[] = [];

  acquired(acquire: Operation): void {
    if (this.isOwnerless) return;
    const { process } = acquire;
    const other: Hold = { acquire, token: tokenOf(acquire) };
    if (this.#acquires++ > 0) this.chances++;
    const own = this.#held.get(process);
    if (own) {
      if ((other.token ?? -Infinity) > (own.token ?? -Infinity)) this.#held.set(process, other);
      return;
    }
    const [hold] = this.#held.values();
    if (hold) this.#overlaps.push({ hold, other });
    const before = this.#greatest;
    if (before && other.token !== undefined) this.tokens++;
    if (before && other.token !== undefined && other.token <= (before.token as number)) {
      this.#shrunk.push({ hold: before, other });
    }
    this.#held.set(process, other);
  }

  released(release: Operation): void {
    const hold = this.#held.get(release.process);
    if (!hold) {
      this.isOwnerless = true;
      return;
    }
    hold.release = release;
    this.#held.delete(release.process);
    if (hold.token !== undefined && hold.token > (this.#greatest?.token ?? -Infinity)) this.#greatest = hold;
  }

  overlaps(): Anomaly[] {
    return this.#overlaps.map(({ hold, other }) => twoHolders(hold, other));
  }

  shrunkTokens(): Anomaly[] {
    return this.#shrunk.map(({ hold, other }) => tokenNotGrowing(hold, other));
  }
}

function twoHolders({ acquire, release }: Hold, other: Hold): Anomaly {
  return new Witness()
    .add(acquire, other.acquire)
    .inRealTime(acquire, other.acquire)
    .anomaly({
      kind: 'two-holders',
      guarantee: 'mutual-exclusion',
      ...keyOf(acquire),
      facts: { heldUntilNs: release?.invokedAt ?? null },
    });
}

function tokenNotGrowing({ acquire, release, token }: Hold, other: Hold): Anomaly {
  return new Witness()
    .add(acquire, release, other.acquire)
    .relate(acquire, release, 'session order')
    .inRealTime(acquire, other.acquire)
    .anomaly({
      kind: 'token-not-growing',
      guarantee: 'fencing',
      ...keyOf(acquire),
      facts: { before: token ?? null, token: other.token ?? null },
    });
}

class Resource {
  chances = 0;
  /** The write with the greatest token that has been accepted so far. */
  #greatest: { readonly write: Operation; readonly token: number } | undefined;
  readonly stale: Anomaly[] = [];

  began(write: Operation): void {
    const greatest = this.#greatest;
    if (!greatest) return;
    this.chances++;
    const token = tokenWritten(write);
    if (token < greatest.token) this.stale.push(staleToken(greatest.write, greatest.token, write, token));
  }

  accepted(write: Operation): void {
    const token = tokenWritten(write);
    if (token > (this.#greatest?.token ?? -Infinity)) this.#greatest = { write, token };
  }
}

function staleToken(newer: Operation, before: number, write: Operation, token: number): Anomaly {
  return new Witness()
    .add(newer, write)
    .inRealTime(newer, write)
    .anomaly({
      kind: 'stale-token-accepted',
      guarantee: 'fencing',
      ...keyOf(write),
      facts: { before, token },
    });
}

/** The fencing token that an acquire answered, if it did. What echoes the argument is an acknowledgement. */
function tokenOf({ input, output }: Operation): number | undefined {
  const token = isFields(output) ? (output['fence'] ?? output['token']) : output;
  return typeof token === 'number' && output !== input ? token : undefined;
}

/**
 * The token with which a resource was written, as the answer says, or else the argument.
 * @throws HistoryError when the write has no token
 */
function tokenWritten({ input, output, index }: Operation): number {
  for (const value of [output, input]) {
    const token = isFields(value) ? (value['token'] ?? value['fence']) : value === input ? value : undefined;
    if (typeof token === 'number') return token;
  }
  throw new HistoryError(
    index + 1,
    `expected the value of this fenced-write to be a token, as a number or in {"token": TOKEN}, but it is ${JSON.stringify(input)}.`,
  );
}

const keyOf = ({ key }: Operation): { key?: string } => (key === undefined ? {} : { key });
