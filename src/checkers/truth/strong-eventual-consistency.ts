import type { Value } from '../../history/event.js';
import type { Revelation } from '../../history/revelation.js';
import type { Anomaly } from '../checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import type { Registers } from '../registers.js';
import { Witness } from '../witness.js';

/**
 * Strong eventual consistency (Shapiro, Preguiça, Baquero and Zawirski, "Conflict-free replicated data types", SSS 2011):
 * replicas that have received the same writes of a key, in whatever order and how often, show the same value of it, at
 * once. Told by what replicas reveal, so only a simulation can be judged. A replica that restarts has received what it
 * then recovers.
 *
 *     n1  received x=1, x=2: holds 2
 *     n2  received x=2, x=1: holds 1
 */
export const strongEventualConsistency = defineRegisterChecker({
  guarantee: 'strong-eventual-consistency',
  summary: 'replicas that have received the same writes show the same',
  what: 'times that a replica had received what another had',
  find(registers, { truth }) {
    if (!truth) {
      return { anomalies: [], chances: 0, why: 'What replicas receive is known only in a simulation.' };
    }
    const anomalies: Anomaly[] = [];
    let chances = 0;
    const keys = new Map<string, Received>();
    for (const [at, revelation] of truth.entries()) {
      const { key, node, life, holds } = revelation;
      let received = keys.get(key);
      if (!received) keys.set(key, (received = new Received()));
      const before = received.add(revelation, at);
      const other = before === undefined ? undefined : (truth[before] as Revelation);
      if (before === undefined || !other || (other.node === node && other.life === life)) continue;
      chances++;
      if (holds === other.holds) continue;
      const [here, there] = [JSON.stringify(other.holds), JSON.stringify(holds)];
      // One anomaly for each key and pair of values is enough.
      if (here === there || !received.isNews(`${here} ${there}`)) continue;
      const writes = writesReceived(truth, at);
      if (equal(writes, writesReceived(truth, before))) {
        anomalies.push(unequal(registers, other, revelation, writes.size));
      }
    }
    return { anomalies, chances };
  },
});

/** What one life of a replica has received of a key: the numbers of the writes, and two words that stand for their set. */
interface Inbox {
  readonly life: number;
  readonly writes: Set<number>;
  sum: number;
  mix: number;
}

/** The writes of one key as each replica has received them. */
class Received {
  /** By value: numbers by themselves, for speed, all else by its text. */
  readonly #numbers = new Map<number | string, number>();
  /** Of each node's present life. */
  readonly #inboxes = new Map<string, Inbox>();
  /** For each set of writes the place of the revelation by which some replica first had received just these. */
  readonly #first = new Map<number, number>();
  readonly #told = new Set<string>();

  /** The place of an earlier revelation by which a replica had, very probably, received the same; undefined if there is none. */
  add({ node, life, value }: Revelation, at: number): number | undefined {
    const number = this.#number(value);
    let inbox = this.#inboxes.get(node);
    if (inbox?.life !== life) {
      inbox = { life, writes: new Set(), sum: 0, mix: 0 };
      this.#inboxes.set(node, inbox);
    }
    if (!inbox.writes.has(number)) {
      inbox.writes.add(number);
      inbox.sum = (inbox.sum + scatter(number)) >>> 0;
      inbox.mix = (inbox.mix ^ scatter(~number)) >>> 0;
    }
    // As much of the two words as a double holds exactly.
    const set = inbox.sum * 2 ** 21 + (inbox.mix >>> 11);
    const first = this.#first.get(set);
    if (first === undefined) this.#first.set(set, at);
    return first;
  }

  #number(value: Value): number {
    const name = typeof value === 'number' ? value : JSON.stringify(value);
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, (number = this.#numbers.size));
    return number;
  }

  isNews(text: string): boolean {
    if (this.#told.has(text)) return false;
    this.#told.add(text);
    return true;
  }
}

/** The writes that a replica had received in this life by a revelation, by their values' text. */
function writesReceived(truth: readonly Revelation[], at: number): Set<string> {
  const { node, life, key } = truth[at] as Revelation;
  const until = truth.slice(0, at + 1);
  const own = until.filter((one) => one.node === node && one.life === life && one.key === key);
  return new Set(own.map(({ value }) => JSON.stringify(value)));
}

function equal(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

function unequal(registers: Registers, one: Revelation, other: Revelation, received: number): Anomaly {
  const register = registers.byKey.get(one.key);
  return new Witness().add(register?.find(one.holds)?.write, register?.find(other.holds)?.write).anomaly({
    kind: 'unequal-replicas',
    guarantee: 'strong-eventual-consistency',
    ...(register && { register }),
    facts: {
      here: one.holds,
      there: other.holds,
      node: one.node,
      otherNode: other.node,
      atMs: other.at / 1e6,
      received,
    },
  });
}

/** Spreads a number over 32 bits (the finalizer of MurmurHash3). */
function scatter(number: number): number {
  let word = Math.imul(number + 0x9e3779b9, 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
