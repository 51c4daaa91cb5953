import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import type { Revelation } from '../../history/revelation.js';
import type { Anomaly, CheckResult, Guarantee, Relation } from '../checker.js';
import { ContradictionError } from '../contradiction.js';
import { weakerThan } from '../lattice.js';
import { isOlder, type Register, type Version } from '../register.js';
import { type Registers, registersOf } from '../registers.js';
import { userOf } from '../user-read-your-writes.js';
import { certified, neverBack } from './certificates.js';
import { type Ranks, trueOrder } from './true-order.js';

type Found = Pick<CheckResult, 'guarantee' | 'holds' | 'anomalies'>;

/** Pairs of suspicious reads and versions of their keys; what checkers overlooked is looked for in no more. */
const MOST_PAIRS = 5_000_000;

/**
 * Checks the checkers of registers by what a simulation knows:
 *
 * - What the replicas' own order of versions proves to hold (`certified`), and what follows from it, is not violated.
 * - What a read and a write show against a guarantee, with real time on their side too, was not overlooked.
 * - Every anomaly's relations are true of the history; and where the replicas' order respects what clients have seen,
 *   what is said to be older is older in that order.
 * - What replicas say in the end is what they revealed.
 *
 * @throws ContradictionError that says what contradicts what
 */
export function requireTruth(
  history: History,
  results: readonly Found[],
  truth: readonly Revelation[],
): void {
  const registers = registersOf(history);
  const order = trueOrder(registers, truth);
  // What is not said to be violated needs no proof.
  const accused = results.some(({ holds }) => holds === false);
  for (const guarantee of accused ? certified(registers, order) : []) {
    for (const held of [guarantee, ...weakerThan(guarantee)]) {
      if (holdsOf(results, held) === false) {
        fail(`${held} is said to be violated, but the replicas' own order of versions proves ${guarantee}`);
      }
    }
  }
  for (const [guarantee, read] of shownBroken(registers, order)) {
    if (holdsOf(results, guarantee) === true) {
      fail(`${guarantee} is said to hold, but the read of event ${read.index} breaks it`);
    }
  }
  if (results.some(({ anomalies }) => anomalies.length > 0)) {
    const claims = new Claims(history, registers, order);
    for (const { anomalies } of results) for (const anomaly of anomalies) claims.require(anomaly);
  }
  requireInspections(registers, truth);
}

function fail(what: string): never {
  throw new ContradictionError(
    `The verdict contradicts what the simulation knows: ${what}. This is a mistake in splitbrain; please report it together with the run.`,
  );
}

function holdsOf(results: readonly Found[], guarantee: Guarantee): Found['holds'] | undefined {
  return results.find((result) => result.guarantee === guarantee)?.holds;
}

/** Reads that break a guarantee for certain, pointed at by the replicas' order: one for each guarantee at most. */
function shownBroken(
  { reads }: Registers,
  order: ReadonlyMap<Register, Ranks>,
): ReadonlyMap<Guarantee, Operation> {
  const broken = new Map<Guarantee, Operation>();
  const acknowledged = new Map([...order].map(([register, ranks]) => [register, acknowledgedFrom(ranks)]));
  let pairs = 0;
  for (const { operation, register, version } of reads) {
    const ranks = order.get(register);
    const rank = version && ranks?.get(version);
    if (!ranks || !version || rank === undefined) continue;
    if ((acknowledged.get(register)?.[rank + 1] ?? Infinity) > operation.index) continue;
    pairs += register.versions.length;
    if (pairs > MOST_PAIRS) break;
    for (const newer of register.versions) {
      if ((ranks.get(newer) ?? -1) <= rank) continue;
      if (newer.acknowledged > operation.index || !isOlder(version, newer)) continue;
      broken.set('regular-register', operation);
      broken.set('linearizability', operation);
      if (newer.write?.process === operation.process) broken.set('read-your-writes', operation);
      if (newer.write && userOf(newer.write) === userOf(operation)) {
        broken.set('user-read-your-writes', operation);
      }
    }
  }
  return broken;
}

/** For each rank when the first version of that or a higher one was acknowledged. */
function acknowledgedFrom(ranks: Ranks): Float64Array {
  const first = new Float64Array(ranks.size);
  for (const [version, rank] of ranks) first[rank] = version.acknowledged;
  for (let rank = first.length - 2; rank >= 0; rank--) {
    first[rank] = Math.min(first[rank] as number, first[rank + 1] as number);
  }
  return first;
}

/** What anomalies claim of a history. */
class Claims {
  readonly #operations: ReadonlyMap<number, Operation>;
  readonly #registers: Registers;
  readonly #order: ReadonlyMap<Register, Ranks>;
  /** Whether the replicas' order of a key respects what clients had seen: then real time and causality agree with it. */
  readonly #respectful = new Map<Register, boolean>();

  constructor(history: History, registers: Registers, order: ReadonlyMap<Register, Ranks>) {
    this.#operations = new Map(history.operations.map((operation) => [operation.index, operation]));
    this.#registers = registers;
    this.#order = order;
  }

  require(anomaly: Anomaly): void {
    for (const relation of anomaly.relations) {
      const from = this.#operations.get(relation.from);
      const to = this.#operations.get(relation.to);
      const tied = `${relation.reason} from event ${relation.from} to event ${relation.to}`;
      if (!from || !to || !this.#isTrue(relation, from, to, anomaly)) {
        fail(`the anomaly ${anomaly.kind} of ${anomaly.guarantee} claims ${tied}, which is not so`);
      }
    }
  }

  #isTrue({ reason }: Relation, from: Operation, to: Operation, anomaly: Anomaly): boolean {
    switch (reason) {
      case 'session order':
        return from.process === to.process && from.index < to.index;
      case 'real time':
        return from.completedIndex < to.index;
      case 'reads from':
        return (
          from.f === 'write' && to.f !== 'write' && returned(to, from.key) === JSON.stringify(from.input)
        );
      case 'older version':
        return this.#isOlder(from, to, anomaly);
      case 'same read':
      case 'conflict':
        return true;
    }
  }

  #isOlder(from: Operation, to: Operation, { key, versionOrder }: Anomaly): boolean {
    const register = this.#registers.byKey.get(key);
    const ranks = register && this.#order.get(register);
    if (!register || !ranks || versionOrder === undefined || versionOrder === 'session order') return true;
    let respectful = this.#respectful.get(register);
    if (respectful === undefined) {
      respectful = neverBack(register, ranks, []);
      this.#respectful.set(register, respectful);
    }
    const [older, newer] = [from, to].map((operation) =>
      ranks.get(versionAt(register, operation) as Version),
    );
    return !respectful || older === undefined || newer === undefined || older < newer;
  }
}

/** The version that an operation wrote or returned of a key. */
function versionAt(register: Register, operation: Operation): Version | undefined {
  if (operation.f === 'write') return register.find(operation.input);
  const text = returned(operation, register.key);
  return text === undefined ? undefined : register.find(JSON.parse(text) as Value);
}

/** What an operation returned of a key, as JSON; a replica that never heard of the key holds `null`. */
function returned({ f, output }: Operation, key: string | undefined): string | undefined {
  if (f === 'read' || f === 'write') return JSON.stringify(output);
  if (key === undefined || typeof output !== 'object' || output === null) return undefined;
  const entry = (output as { readonly [key: string]: Value })[key] ?? null;
  if (f !== 'inspect') return JSON.stringify(entry);
  return JSON.stringify((entry as { readonly value: Value } | null)?.value ?? null);
}

/**
 * What a replica says that it holds, it held at some moment between question and answer. A life that has revealed nothing
 * yet holds nothing.
 */
function requireInspections({ inspections }: Registers, truth: readonly Revelation[]): void {
  const places = new Map<string | undefined, Map<string, Revelation[]>>();
  for (const revelation of truth) {
    const { node, key } = revelation;
    let keys = places.get(node);
    if (!keys) places.set(node, (keys = new Map<string, Revelation[]>()));
    const known = keys.get(key);
    if (known) known.push(revelation);
    else keys.set(key, [revelation]);
  }
  for (const { operation, node, values } of inspections) {
    for (const [key, value] of values) {
      if (value === null) continue;
      const held = heldDuring(operation, places.get(node)?.get(key) ?? []);
      if (held.includes(JSON.stringify(value))) continue;
      fail(
        `${node} said that it holds ${JSON.stringify(value)} of ${key}, but had revealed ${held.join(', ')}`,
      );
    }
  }
}

/** What a place held at some moment of an operation, as JSON, the last first. */
function heldDuring({ invokedAt, completedAt }: Operation, revealed: readonly Revelation[]): string[] {
  const held: string[] = [];
  for (let last = revealed.length - 1; last >= 0; last--) {
    const { at, holds } = revealed[last] as Revelation;
    if (at <= completedAt) held.push(JSON.stringify(holds));
    if (at <= invokedAt) break;
  }
  return held;
}
