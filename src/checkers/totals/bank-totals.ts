import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import { HistoryError } from '../../history/pair.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { isFields } from '../objects/values.js';
import { Witness } from '../witness.js';

const reading = ['read', 'multi-read'];

/**
 * Bank totals (Jepsen's bank workload): transfers `{"from": A, "to": B, "amount": N}` move money between accounts, so every read
 * of all balances, `{A: 7, B: 3}`, has the same total, and none is below 0 unless that is allowed.
 *
 *     p1  ├─ read {a: 7, b: 3} ─┤
 *     p2      ├─ transfer 5 from a to b ─┤
 *     p3                 ├─ read {a: 2, b: 3} ─┤
 *
 * The total is that of an `initial` operation, whose value is the balances at first; without one, that of the read which ended
 * first. An account that a read lacks, or reads as null, counts as 0. Banks are told apart by key.
 */
export const bankTotals = defineChecker({
  guarantee: 'bank-totals',
  summary: 'transfers neither make nor lose money, and no balance falls below 0',
  operations: ['transfer', 'initial', ...reading],
  suits: ({ operations }) => operations.some(({ f, type }) => f === 'transfer' && type !== 'fail'),
  what: 'reads of all balances, beside the one that sets the total',
  find({ operations }: History, { negativeBalances = false }): Findings {
    const sources = sourcesOf(operations);
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const read of operations) {
      if (!readsAll(read)) continue;
      const balances = balancesOf(read);
      if (!negativeBalances) {
        const account = Object.keys(balances).find((name) => (balances[name] as number) < 0);
        if (account !== undefined)
          anomalies.push(negativeBalance(read, account, balances[account] as number));
      }
      const source = sources.get(read.key);
      if (!source || source.operation === read) continue;
      chances++;
      const total = totalOf(balances);
      if (total !== source.total) anomalies.push(wrongTotal(source, read, total));
    }
    return { anomalies, chances };
  },
});

/** What says how much money there is. */
interface Source {
  readonly operation: Operation;
  readonly total: number;
}

function sourcesOf(operations: readonly Operation[]): Map<string | undefined, Source> {
  const sources = new Map<string | undefined, Operation>();
  for (const operation of operations) {
    if (!readsAll(operation) && !(operation.f === 'initial' && operation.type === 'ok')) continue;
    const known = sources.get(operation.key);
    if (!known || comesBefore(operation, known)) sources.set(operation.key, operation);
  }
  const found = [...sources].map(
    ([key, operation]) => [key, { operation, total: totalOf(balancesOf(operation)) }] as const,
  );
  return new Map(found);
}

function comesBefore(a: Operation, b: Operation): boolean {
  if ((a.f === 'initial') !== (b.f === 'initial')) return a.f === 'initial';
  return a.completedIndex < b.completedIndex;
}

function wrongTotal({ operation, total: expected }: Source, read: Operation, total: number): Anomaly {
  return new Witness()
    .add(operation, read)
    .inRealTime(operation, read)
    .anomaly({
      kind: 'wrong-total',
      guarantee: 'bank-totals',
      ...keyOf(read),
      facts: { expected, total },
    });
}

function negativeBalance(read: Operation, account: string, balance: number): Anomaly {
  return new Witness().add(read).anomaly({
    kind: 'negative-balance',
    guarantee: 'bank-totals',
    ...keyOf(read),
    facts: { account, balance },
  });
}

const keyOf = ({ key }: Operation): { key?: string } => (key === undefined ? {} : { key });

const readsAll = ({ f, type }: Operation): boolean => type === 'ok' && reading.includes(f);

/** @throws HistoryError when they are no whole numbers by account */
function balancesOf(operation: Operation): Readonly<Record<string, Value>> {
  const { f, input, output, index } = operation;
  // What sets the balances may be acknowledged without repeating them.
  const balances = f === 'initial' && !isFields(output) ? input : output;
  const fits =
    isFields(balances) && Object.values(balances).every((one) => one === null || Number.isSafeInteger(one));
  if (fits) return balances;
  throw new HistoryError(
    index + 1,
    `expected the balances of this ${f} as whole numbers by account, such as {"a": 7, "b": 3}, but they are ${JSON.stringify(balances)}. Count fractions in their smallest unit, such as cents.`,
  );
}

function totalOf(balances: Readonly<Record<string, Value>>): number {
  let total = 0;
  for (const account in balances) total += Number(balances[account]);
  return total;
}
