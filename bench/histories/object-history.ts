import type { Guarantee } from '../../src/checkers/checker.js';
import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';

type Step = Pick<Operation, 'f' | 'process' | 'key' | 'input' | 'output' | 'final'>;

const CLIENTS = 50;

const makers: { readonly [guarantee in Guarantee]?: (count: number) => (at: number) => Step } = {
  'counter-bounds': countersSteps,
  'counter-total': countedToTheEnd,
  'bank-totals': bankSteps,
  'mutual-exclusion': lockSteps,
  fencing: lockSteps,
  'set-full': setSteps,
  'set-recency': setSteps,
  'no-resurrection': setSteps,
  'log-prefix': logSteps,
  'total-queue': queueSteps,
  'unique-ids': idSteps,
  'own-row': rowSteps,
};

/**
 * A history of an object other than a register that keeps a guarantee, by 50 clients one after the other; undefined where the
 * guarantee is about registers.
 */
export function objectHistory(guarantee: Guarantee, operations: number): History | undefined {
  const step = makers[guarantee]?.(operations);
  if (!step) return undefined;
  return {
    operations: Array.from({ length: operations }, (_, at): Operation => ({
      ...step(at),
      index: 2 * at,
      completedIndex: 2 * at + 1,
      type: 'ok',
      invokedAt: 2000 * at,
      completedAt: 2000 * at + 1000,
      endedAt: 2000 * at + 1000,
    })),
    faults: [],
    endedAt: 2000 * operations,
    events: 2 * operations,
  };
}

function countersSteps(): (at: number) => Step {
  let sum = 0;
  return (at) => {
    const process = at % CLIENTS;
    if (at % 2 === 1) return { f: 'read', process, input: null, output: sum };
    const amount = at % 6 === 0 ? -2 : 3;
    sum += amount;
    return { f: 'add', process, input: amount, output: amount };
  };
}

/** The last read is one of the final phase; of an even number of operations the last one is a read. */
function countedToTheEnd(count: number): (at: number) => Step {
  const step = countersSteps();
  return (at) => ({ ...step(at), ...(at === count - 1 && { final: true }) });
}

function bankSteps(): (at: number) => Step {
  const accounts = Array.from({ length: 8 }, (_, number) => `a${number}`);
  const balances = accounts.map(() => 1_000_000_000);
  return (at) => {
    const process = at % CLIENTS;
    if (at % 2 === 0) {
      const output = Object.fromEntries(accounts.map((name, number) => [name, balances[number] as number]));
      return { f: 'read', process, input: null, output };
    }
    const [from, to, amount] = [at % 8, (at + 3) % 8, at % 5];
    balances[from] = (balances[from] as number) - amount;
    balances[to] = (balances[to] as number) + amount;
    const input: Value = { from: accounts[from] as string, to: accounts[to] as string, amount };
    return { f: 'transfer', process, input, output: input };
  };
}

function lockSteps(): (at: number) => Step {
  return (at) => {
    const turn = Math.floor(at / 4);
    const process = turn % CLIENTS;
    if (at % 4 === 0) return { f: 'acquire', process, input: null, output: turn + 1 };
    if (at % 4 === 3) return { f: 'release', process, input: null, output: null };
    return { f: 'fenced-write', process, input: turn + 1, output: turn + 1 };
  };
}

/** Elements come and go; there are ten at a time, so that the reads do not outgrow the history. */
function setSteps(): (at: number) => Step {
  const elements: number[] = [];
  return (at) => {
    const process = at % CLIENTS;
    if (at % 3 === 2) return { f: 'read', process, input: null, output: [...elements] };
    const isFull = elements.length === 10;
    const element = isFull ? (elements.shift() as number) : at;
    if (!isFull) elements.push(element);
    return { f: isFull ? 'remove' : 'add', process, input: element, output: element };
  };
}

function queueSteps(): (at: number) => Step {
  const items: number[] = [];
  return (at) => {
    const process = at % CLIENTS;
    if (at % 5 > 1) return { f: 'dequeue', process, input: null, output: items.shift() ?? null };
    items.push(at);
    return { f: 'enqueue', process, input: at, output: at };
  };
}

function idSteps(): (at: number) => Step {
  return (at) => ({ f: 'generate', process: at % CLIENTS, input: null, output: at });
}

/** Logs of ten entries, one after the other, so that the reads do not outgrow the history. */
function logSteps(): (at: number) => Step {
  let entries: number[] = [];
  return (at) => {
    const [process, key] = [at % CLIENTS, `log ${Math.floor(at / 20)}`];
    if (at % 20 === 0) entries = [];
    if (at % 2 === 1) return { f: 'read', process, key, input: null, output: [...entries] };
    entries.push(at);
    return { f: 'append', process, key, input: at, output: at };
  };
}

function rowSteps(): (at: number) => Step {
  return (at) => {
    const turn = Math.floor(at / 2);
    const process = turn % CLIENTS;
    if (at % 2 === 0) return { f: 'insert', process, input: at, output: turn };
    return { f: 'look-up', process, input: null, output: { id: turn, row: at - 1 } };
  };
}
