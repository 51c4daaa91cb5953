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

/**
 * Mutual exclusion: at most one process holds a lock. It certainly does from the acknowledgement of its acquire until it
 * begins to release.
 *
 *     p1  ├─ acquire ─┤······ holds ······├─ release ─┤
 *     p2        ├──── acquire ────┤·· holds ··
 *
 * For a lock that answers fencing tokens (a number, or `{"fence": TOKEN}`), each must be greater than those before it; and a
 * resource, written by `fenced-write` of a token, or of `{"token": TOKEN, …}`, must not accept a smaller one than it had already
 * accepted (Kleppmann, "How to do distributed locking", 2016).
 *
 * Locks are told apart by key, and so are resources. An acquire of unknown outcome holds nothing for certain. A release
 * may take effect as soon as it begins, whatever its outcome, unless it failed. Who holds a lock may acquire it again, and
 * releases it once. Where somebody releases who holds nothing, as locks allow that have no owner, nothing is concluded from then on.
 */
export const mutualExclusion = defineChecker({
  guarantee: 'mutual-exclusion',
  summary: 'one at a time holds a lock, its fencing tokens grow, and older ones are refused',
  operations: [...acquiring, ...releasing, ...writing],
  what: 'acquires after another of the same lock, and fenced writes after another',
  find: ({ operations }: History): Findings => {
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
    const all = [...locks.values(), ...resources.values()];
    const released = [...locks.values()].filter(({ isOwnerless }) => isOwnerless).length;
    return {
      anomalies: all.flatMap((one) => one.anomalies()),
      chances: all.reduce((sum, { chances }) => sum + chances, 0),
      ...(released > 0 && {
        why: `A process that held nothing released ${released === 1 ? 'a lock' : `each of ${released} locks`}: from then on nobody knows who held it.`,
      }),
    };
  },
});

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
  /** Whether somebody has released it who did not hold it. */
  isOwnerless = false;
  /** By process, in the order in which they came to hold it. */
  readonly #held = new Map<number, Hold>();
  /** Of the holds that have ended, the one with the greatest token. */
  #greatest: Hold | undefined;
  #acquires = 0;
  readonly #overlaps: { readonly hold: Hold; readonly other: Hold }[] = [];
  readonly #tokens: { readonly hold: Hold; readonly other: Hold }[] = [];

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
    if (before && other.token !== undefined && other.token <= (before.token as number)) {
      this.#tokens.push({ hold: before, other });
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

  anomalies(): Anomaly[] {
    return [
      ...this.#overlaps.map(({ hold, other }) => twoHolders(hold, other)),
      ...this.#tokens.map(({ hold, other }) => tokenNotGrowing(hold, other)),
    ];
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
      guarantee: 'mutual-exclusion',
      ...keyOf(acquire),
      facts: { before: token ?? null, token: other.token ?? null },
    });
}

class Resource {
  chances = 0;
  /** The write with the greatest token that has been accepted so far. */
  #greatest: { readonly write: Operation; readonly token: number } | undefined;
  readonly #stale: Anomaly[] = [];

  began(write: Operation): void {
    const greatest = this.#greatest;
    if (!greatest) return;
    this.chances++;
    const token = tokenWritten(write);
    if (token < greatest.token) this.#stale.push(staleToken(greatest.write, greatest.token, write, token));
  }

  accepted(write: Operation): void {
    const token = tokenWritten(write);
    if (token > (this.#greatest?.token ?? -Infinity)) this.#greatest = { write, token };
  }

  anomalies(): readonly Anomaly[] {
    return this.#stale;
  }
}

function staleToken(newer: Operation, before: number, write: Operation, token: number): Anomaly {
  return new Witness()
    .add(newer, write)
    .inRealTime(newer, write)
    .anomaly({
      kind: 'stale-token-accepted',
      guarantee: 'mutual-exclusion',
      ...keyOf(write),
      facts: { before, token },
    });
}

/** The fencing token that an acquire answered, if it did. What echoes the argument is an acknowledgement. */
function tokenOf({ input, output }: Operation): number | undefined {
  const token = isFields(output) ? (output['fence'] ?? output['token']) : output;
  return typeof token === 'number' && output !== input ? token : undefined;
}

/** @throws HistoryError when the write has no token */
function tokenWritten({ input, index }: Operation): number {
  const token = isFields(input) ? (input['token'] ?? input['fence']) : input;
  if (typeof token === 'number') return token;
  throw new HistoryError(
    index + 1,
    `expected the value of this fenced-write to be a token, as a number or in {"token": TOKEN}, but it is ${JSON.stringify(input)}.`,
  );
}

const keyOf = ({ key }: Operation): { key?: string } => (key === undefined ? {} : { key });
