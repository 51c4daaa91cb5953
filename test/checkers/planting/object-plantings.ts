import { objectHistory } from '../../../bench/histories/object-history.js';
import type { AnomalyKind, Guarantee } from '../../../src/checkers/checker.js';
import type { Value } from '../../../src/history/event.js';
import type { History, Operation } from '../../../src/history/operation.js';

/** Spoils a history of an object from the middle on. */
export interface ObjectPlanting {
  readonly guarantee: Guarantee;
  /** @param operations in order; changed in place, and numbered anew afterwards */
  readonly spoil: (operations: Operation[], middle: number) => void;
}

/** A lawful history of the object that a guarantee is about. */
export const lawfulObject = (guarantee: Guarantee, operations: number): History =>
  objectHistory(guarantee, operations) as History;

/** The same history with something planted. */
export function plantedObject({ guarantee, spoil }: ObjectPlanting, count: number): History {
  const history = lawfulObject(guarantee, count);
  const operations = [...history.operations];
  spoil(operations, Math.floor(count / 2));
  const numbered = operations.map((operation, at): Operation => ({
    ...operation,
    index: 2 * at,
    completedIndex: 2 * at + 1,
    invokedAt: 2000 * at,
    completedAt: 2000 * at + 1000,
    endedAt: 2000 * at + 1000,
  }));
  return { ...history, operations: numbered, endedAt: 2000 * numbered.length, events: 2 * numbered.length };
}

/** The first operation from some place on that is of this name. */
function find(operations: readonly Operation[], from: number, f: string): number {
  return operations.findIndex((operation, at) => at >= from && operation.f === f);
}

/** Gives another answer to the first operation of this name from some place on. */
function answer(
  operations: Operation[],
  from: number,
  f: string,
  change: (output: Value) => Value,
  fits: (operation: Operation) => boolean = () => true,
): void {
  const at = operations.findIndex((one, place) => place >= from && one.f === f && fits(one));
  const operation = operations[at] as Operation;
  operations[at] = { ...operation, output: change(operation.output) };
}

function answerInTheEnd(operations: Operation[], change: (sum: number) => number): void {
  answer(
    operations,
    0,
    'read',
    (sum) => change(sum as number),
    ({ final }) => final === true,
  );
}

function insert(operations: Operation[], at: number, f: string, input: Value, output: Value): void {
  operations.splice(at, 0, { ...(operations[at] as Operation), process: 99, f, input, output });
}

const list = (value: Value): Value[] => [...(value as readonly Value[])];
const balances = (value: Value) => value as { readonly [account: string]: number };

/** Anomalies of objects other than registers. */
export const objectPlantings = {
  'two-holders': {
    guarantee: 'mutual-exclusion',
    spoil(operations, middle) {
      const at = find(operations, middle, 'acquire') + 1;
      const { output } = operations[at - 1] as Operation;
      insert(operations, at, 'acquire', null, (output as number) + 0.5);
      insert(operations, at + 1, 'release', null, null);
    },
  },
  'token-not-growing': {
    guarantee: 'fencing',
    spoil: (operations, middle) => answer(operations, middle, 'acquire', (token) => (token as number) - 1),
  },
  'stale-token-accepted': {
    guarantee: 'fencing',
    spoil(operations, middle) {
      const at = find(operations, middle, 'fenced-write');
      operations[at] = { ...(operations[at] as Operation), input: 1, output: 1 };
    },
  },
  'counter-out-of-bounds': {
    guarantee: 'counter-bounds',
    spoil: (operations, middle) => answer(operations, middle, 'read', (sum) => (sum as number) - 1),
  },
  'lost-increment': {
    guarantee: 'counter-total',
    spoil: (operations) => answerInTheEnd(operations, (sum) => sum - 1),
  },
  'surplus-increment': {
    guarantee: 'counter-total',
    spoil: (operations) => answerInTheEnd(operations, (sum) => sum + 1),
  },
  'wrong-total': {
    guarantee: 'bank-totals',
    spoil: (operations, middle) =>
      answer(operations, middle, 'read', (all) => ({ ...balances(all), a0: (balances(all)['a0'] ?? 0) - 1 })),
  },
  'negative-balance': {
    guarantee: 'bank-totals',
    spoil: (operations, middle) =>
      answer(operations, middle, 'read', (all) => {
        const { a0 = 0, a1 = 0 } = balances(all);
        return { ...balances(all), a0: -1, a1: a1 + a0 + 1 };
      }),
  },
  'lost-element': {
    guarantee: 'set-full',
    spoil: (operations, middle) => insert(operations, middle, 'add', 'lost', 'lost'),
  },
  'duplicate-element': {
    guarantee: 'set-full',
    spoil: (operations, middle) =>
      answer(operations, middle, 'read', (shown) => [...list(shown), list(shown)[0] ?? null]),
  },
  'unexpected-element': {
    guarantee: 'set-full',
    spoil: (operations, middle) => answer(operations, middle, 'read', (shown) => [...list(shown), 'ghost']),
  },
  'stale-element': {
    guarantee: 'set-recency',
    spoil(operations, middle) {
      const first = find(operations, middle, 'read');
      for (let at = first + 1; at < operations.length; at++) {
        if (operations[at]?.f === 'read') answer(operations, at, 'read', (shown) => [...list(shown), 'late']);
      }
      insert(operations, first, 'add', 'late', 'late');
    },
  },
  'resurrected-element': {
    guarantee: 'no-resurrection',
    spoil(operations, middle) {
      const { input } = operations[find(operations, middle, 'remove')] as Operation;
      answer(operations, middle + 10, 'read', (shown) => [...list(shown), input]);
    },
  },
  'diverged-log': {
    guarantee: 'log-prefix',
    spoil: (operations, middle) =>
      answer(
        operations,
        middle,
        'read',
        (shown) => ['other', ...list(shown).slice(1)],
        ({ output }) => list(output).length > 1 && list(output).length < 10,
      ),
  },
  'lost-item': {
    guarantee: 'total-queue',
    spoil: (operations, middle) => insert(operations, middle, 'enqueue', 'lost', 'lost'),
  },
  'duplicate-item': {
    guarantee: 'total-queue',
    spoil: (operations, middle) =>
      answer(
        operations,
        middle,
        'dequeue',
        () => 0,
        ({ output }) => output === null,
      ),
  },
  'unexpected-item': {
    guarantee: 'total-queue',
    spoil: (operations, middle) =>
      answer(
        operations,
        middle,
        'dequeue',
        () => 'ghost',
        ({ output }) => output === null,
      ),
  },
  'duplicate-id': {
    guarantee: 'unique-ids',
    spoil: (operations, middle) => answer(operations, middle, 'generate', () => 7),
  },
  'foreign-row': {
    guarantee: 'own-row',
    spoil: (operations, middle) =>
      answer(operations, middle, 'look-up', (found) => ({ ...balances(found), row: 0 })),
  },
} satisfies { readonly [kind in AnomalyKind]?: ObjectPlanting };
