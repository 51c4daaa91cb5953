import type { Anomaly, Reason, Relation } from '../../src/checkers/checker.js';
import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, keysOf, pair, whatOf } from '../describe-operation.js';
import { type TimeFormat, timeFormat } from '../quantity.js';
import { showName, showValue } from '../show-value.js';
import { type Part, say, type Sentence, valuePart } from './sentence.js';
import { theObject } from './the-object.js';

/** An anomaly together with its operations: what a story is told from. */
export class Telling {
  readonly anomaly: Anomaly;
  /** In the order in which the story is told; those that the history lacks are left out. */
  readonly operations: readonly Operation[];
  /** Tells apart all the moments of this anomaly. */
  readonly times: TimeFormat;
  readonly #byIndex: ReadonlyMap<number, Operation>;

  constructor(anomaly: Anomaly, history: History) {
    this.anomaly = anomaly;
    const indexes = [...anomaly.operations, ...anomaly.relations.flatMap(({ from, to }) => [from, to])];
    this.#byIndex = operationsAt(history, new Set(indexes));
    this.operations = anomaly.operations.flatMap((index) => this.#byIndex.get(index) ?? []);
    this.times = timeFormat(
      this.operations.flatMap(({ invokedAt, completedAt }) => [invokedAt, completedAt]),
    );
  }

  operation(index: number | undefined): Operation | undefined {
    return index === undefined ? undefined : this.#byIndex.get(index);
  }

  relations(reason: Reason): readonly Relation[] {
    return this.anomaly.relations.filter((relation) => relation.reason === reason);
  }

  /** The write whose value a read returned; undefined for the initial value. */
  sourceOf(read: Operation, key = this.anomaly.key): Operation | undefined {
    return this.relations('reads from')
      .filter(({ to }) => to === read.index)
      .map(({ from }) => this.operation(from))
      .find((write) => write !== undefined && (key === undefined || write.key === key));
  }

  /** Where the argument ends: a read, and what it should not have been older than. */
  get conclusion(): { readonly read: Operation; readonly newer: Operation } | undefined {
    const relation = this.relations('older version').at(-1);
    const read = this.operation(relation?.from);
    const newer = this.operation(relation?.to);
    return read && newer && { read, newer };
  }

  /** The anomaly's key, as people see it. */
  get key(): Part {
    return valuePart(this.anomaly.key === undefined ? theObject(this.anomaly) : showName(this.anomaly.key));
  }

  /** The keys that the anomaly is about. */
  get keys(): ReadonlySet<string> {
    const { key } = this.anomaly;
    if (key !== undefined) return new Set([key]);
    return new Set(
      this.operations.flatMap((operation) => (operation.key === undefined ? [] : [operation.key])),
    );
  }

  /** A figure of the anomaly; `null` where it is missing. */
  fact(name: string): Value {
    return this.anomaly.facts[name] ?? null;
  }

  /** `17`, marked as a value. */
  value(value: Value): Part {
    return valuePart(showValue(value, 32));
  }

  /** `x=17`, tied to an operation. */
  pair(value: Value, operation?: Operation, key = this.anomaly.key): Part {
    return { ...valuePart(pair(key, value, 32)), ...(operation && { operation: operation.index }) };
  }

  /** `write x=17`, tied to its operation. */
  what(operation: Operation): Part {
    const text = whatOf(operation, { length: 32, keys: this.keys });
    // What a replica says of itself is an answer: it `holds` something only as a subject.
    const noun = operation.f === 'inspect' ? text.replace(/^holds /, 'answer ') : text;
    return { text: noun, tone: 'value', operation: operation.index };
  }

  /** `client 3's write x=17`, tied to its operation. */
  whose(operation: Operation): Sentence {
    return say`${theActor(operation)}'s ${this.what(operation)}`;
  }

  at(ns: number): string {
    return this.times.moment(ns);
  }

  /** `acknowledged at 1.204 s`; for a write of unknown outcome, that. */
  acknowledged(write: Operation): string {
    if (write.type === 'ok') return `acknowledged at ${this.at(write.completedAt)}`;
    return `invoked at ${this.at(write.invokedAt)}, its outcome unknown`;
  }
}

/** `client 3`, `the final reader at n2`, `the quorum reader at n2`, `replica n2`. */
export function theActor(operation: Operation): string {
  const actor = actorOf(operation);
  return actor.replace(/^(final|quorum) reader /, 'the $1 reader at ');
}

/** As `theActor`, to begin a sentence with. */
export function openingActor(operation: Operation): string {
  const actor = theActor(operation);
  return actor.charAt(0).toUpperCase() + actor.slice(1);
}

/** What the operation returned for a key. */
export function returnedBy({ f, output }: Operation, key: string | undefined): Value {
  if ((f !== 'multi-read' && f !== 'inspect') || key === undefined) return output;
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return null;
  const entry = Object.hasOwn(output, key)
    ? ((output as { readonly [key: string]: Value })[key] ?? null)
    : null;
  if (f === 'inspect' && typeof entry === 'object' && entry !== null && 'value' in entry) {
    return (entry as { readonly value: Value }).value;
  }
  return entry;
}

/** `read`, or for a replica that was asked for its state, `held`. */
export function verbOf({ f }: Operation): string {
  return f === 'inspect' ? 'held' : 'read';
}

/** ` together with y and z`, for a read of several keys. */
export function companions(read: Operation, key: string | undefined): string {
  if (read.f !== 'multi-read') return '';
  const others = keysOf(read).filter((other) => other !== key);
  if (others.length === 0) return '';
  if (others.length > 3) return ` together with ${others.length} other keys`;
  const names = others.map((name) => showName(name));
  return ` together with ${names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : (names[0] ?? '')}`;
}

/** Operations are in order of their indexes, so each is found by halving. */
function operationsAt({ operations }: History, indexes: ReadonlySet<number>): Map<number, Operation> {
  const found = new Map<number, Operation>();
  for (const index of indexes) {
    let low = 0;
    let high = operations.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((operations[middle] as Operation).index < index) low = middle + 1;
      else high = middle;
    }
    const operation = operations[low];
    if (operation?.index === index) found.set(index, operation);
  }
  return found;
}
