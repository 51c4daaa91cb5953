import type { Value } from '../../src/history/event.js';
import { type Body, isError } from '../../src/replica/message.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Ask, Completion, Session } from '../target.js';
import { rowKey } from './commands.js';
import type { SingleLeaderOptions } from './options.js';
import { secondSystemNode } from './second-system.js';

type Done = (completion: Completion) => void;

/** Asks whoever leads where a key lives. */
export type AskLeader = (key: string, request: Body, done: (answer: RequestResult) => void) => void;

/** What an answer other than the expected one makes of an operation. */
export type Complete = (operation: PlannedOperation, answer: RequestResult) => Completion;

/** What the operations of a session beside the replicated data are called. */
export const besideOperations = ['insert', 'look-up', 'acquire', 'release', 'fenced-write'] as const;

type BesideOperation = (typeof besideOperations)[number];

const isBeside = (f: string): f is BesideOperation => (besideOperations as readonly string[]).includes(f);

/**
 * What a session does with a second system, and what it has to remember for that: the ids that it was given, by which it looks
 * its rows up in a cache first, and the locks that it holds, whose fencing tokens it shows to the resource.
 */
export class BesideClient {
  readonly #session: Session;
  readonly #options: SingleLeaderOptions;
  readonly #complete: Complete;
  readonly #ids = new Map<string, string | number>();
  readonly #tokens = new Map<string, number>();

  constructor(session: Session, complete: Complete) {
    this.#session = session;
    this.#options = session.options as SingleLeaderOptions;
    this.#complete = complete;
  }

  /** Carries an operation out; false: it is none of these. */
  invoke(operation: PlannedOperation, ask: Ask, askLeader: AskLeader, done: Done): boolean {
    const { f, key, value } = operation;
    if (!isBeside(f) || key === undefined) return false;
    switch (f) {
      case 'insert': {
        const type = this.#options.ids === 'epoch' ? 'insert-in-term' : 'insert';
        askLeader(key, { type, key, value }, (answer) => {
          const id = answerIn(answer);
          if (typeof id === 'string' || typeof id === 'number') this.#ids.set(key, id);
          done(this.#complete(operation, answer));
        });
        break;
      }
      case 'look-up':
        this.#lookUp(operation, key, ask, askLeader, done);
        break;
      case 'acquire':
        this.#acquire(operation, key, askLeader, done);
        break;
      case 'release':
        this.#release(operation, key, askLeader, done);
        break;
      case 'fenced-write':
        this.#write(operation, key, ask, done);
        break;
    }
    return true;
  }

  /** Looks its row up in the cache; what is not there it reads at the leader, and puts into the cache. */
  #lookUp(operation: PlannedOperation, table: string, ask: Ask, askLeader: AskLeader, done: Done): void {
    const id = this.#ids.get(table);
    if (id === undefined) {
      done({ type: 'fail', value: null, error: { kind: 'no-id', text: 'it was given no id yet' } });
      return;
    }
    const cache = secondSystemNode(this.#session.nodes);
    const key = rowKey(table, id);
    const found = (row: Value): void => done({ type: 'ok', value: { id, row } });
    ask(cache, { type: 'cache-get', key }, (cached) => {
      const hit = answerIn(cached);
      if (hit === undefined) done(this.#complete(operation, cached));
      else if (hit !== null) found(hit);
      else {
        askLeader(table, { type: 'read', key }, (answer) => {
          const row = answerIn(answer);
          if (row === undefined) done(this.#complete(operation, answer));
          else if (row === null) found(null);
          else ask(cache, { type: 'cache-put', key, value: row }, () => found(row));
        });
      }
    });
  }

  #acquire(operation: PlannedOperation, key: string, askLeader: AskLeader, done: Done): void {
    const value = { holder: this.#session.process, ttlMs: this.#options.lockTtlMs };
    askLeader(key, { type: 'acquire', key, value }, (answer) => {
      const token = answerIn(answer);
      if (token === null) {
        done({ type: 'fail', value: null, error: { kind: 'held', text: 'another holds it' } });
        return;
      }
      if (typeof token === 'number') this.#tokens.set(key, token);
      done(this.#complete(operation, answer));
    });
  }

  #release(operation: PlannedOperation, key: string, askLeader: AskLeader, done: Done): void {
    if (this.#tokens.get(key) === undefined) {
      done(notHeld);
      return;
    }
    this.#tokens.delete(key);
    askLeader(key, { type: 'release', key, value: this.#session.process }, (answer) => {
      // Whether it still had the lock or not: now it does not.
      done({ ...this.#complete(operation, answer), value: null });
    });
  }

  /** Writes to the resource in the belief that it still holds the lock. */
  #write(operation: PlannedOperation, key: string, ask: Ask, done: Done): void {
    const token = this.#tokens.get(key);
    if (token === undefined) {
      done(notHeld);
      return;
    }
    const { value } = operation;
    ask(secondSystemNode(this.#session.nodes), { type: 'fenced-write', key, token, value }, (answer) => {
      const completion = this.#complete(operation, answer);
      done(completion.type === 'ok' ? { ...completion, value: { token, value } } : completion);
    });
  }
}

const notHeld: Completion = {
  type: 'fail',
  value: null,
  error: { kind: 'not-held', text: 'it does not hold the lock' },
};

/** What a node answered, where it did not refuse. */
function answerIn(answer: RequestResult): Value | undefined {
  if (answer.kind !== 'reply' || isError(answer.body)) return undefined;
  return (answer.body['value'] as Value | undefined) ?? null;
}
