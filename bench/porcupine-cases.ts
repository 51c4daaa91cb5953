import {
  keyed,
  type Model,
  queue,
  register,
  stack,
  type TimedOperation,
} from '../src/checkers/porcupine/index.js';
import {
  containerHistory,
  type ContainerKind,
  queueKind,
  stackKind,
  withSwap,
} from './histories/container-history.js';
import {
  registerHistory,
  type RegisterOperation,
  type RegisterShape,
  withoutKeys,
  withStaleRead,
} from './histories/register-history.js';

/** A history to check, and what is expected of the check. */
export interface Case {
  readonly name: string;
  readonly verdict: boolean;
  /** Milliseconds, warm, from operations in memory to verdict. */
  readonly goalMs: number;
  /** What the process may take at most while it checks for the first time. */
  readonly goalMb: number;
  readonly model: Model<unknown, unknown, unknown>;
  readonly make: () => TimedOperation<unknown, unknown>[];
}

const half = { reads: 0.5, writes: 0.5 };
const withCas = { reads: 0.4, writes: 0.2 };
const someCas = { reads: 0.4, writes: 0.3 };
const fewValues = { ...someCas, values: 5 };

function ofRegister(
  name: string,
  goals: readonly number[],
  shape: Omit<RegisterShape, 'seed'>,
  goalMb = Infinity,
): Case[] {
  const isKeyed = (shape.keys ?? 1) > 1;
  const model = (isKeyed ? keyed(register(null)) : register(null)) as Model<unknown, unknown, unknown>;
  const history = (): RegisterOperation[] => registerHistory({ seed: name, ...shape });
  const plain = (operations: RegisterOperation[]) => (isKeyed ? operations : withoutKeys(operations));
  const [goal, goalStale] = goals as [number, number | undefined];
  const valid: Case = { name, verdict: true, goalMs: goal, goalMb, model, make: () => plain(history()) };
  if (goalStale === undefined) return [valid];
  const stale = { name: `${name} stale`, verdict: false, goalMs: goalStale };
  return [valid, { ...valid, ...stale, make: () => plain(withStaleRead(history())) }];
}

function ofContainer(name: string, goalMs: number, operations: number, kind: ContainerKind): Case[] {
  const model = (kind === queueKind ? queue() : stack()) as Model<unknown, unknown, unknown>;
  const history = () => containerHistory({ seed: name, operations, clients: 10 }, kind);
  const valid: Case = { name, verdict: true, goalMs, goalMb: Infinity, model, make: history };
  return [valid, { ...valid, name: `${name} swap`, verdict: false, make: () => withSwap(history(), kind) }];
}

/** One history for each line of what the checker is meant to do. */
export const cases: readonly Case[] = [
  ...ofRegister('reg-c10-n1000', [3, 3], { ...half, clients: 10, operations: 1_000 }),
  ...ofRegister('reg-c10-n10000', [15, 15], { ...half, clients: 10, operations: 10_000 }),
  ...ofRegister('reg-c20-n1000', [3, 3], { ...half, clients: 20, operations: 1_000 }),
  ...ofRegister('reg-c40-n1000', [3, 3], { ...half, clients: 40, operations: 1_000 }),
  ...ofRegister('reg-c20-n100000', [150, 150], { ...half, clients: 20, operations: 100_000 }, 200),
  ...ofRegister('reg-c20-n1000000', [1_500], { ...half, clients: 20, operations: 1_000_000 }, 1_024),
  ...ofRegister('regt-c20-n10000', [30, 30], { ...half, clients: 20, operations: 10_000, slow: 0.02 }),
  ...ofRegister('cas-c10-n10000', [20, 20], { ...withCas, clients: 10, operations: 10_000 }),
  ...ofRegister('cas-c20-n1000', [5, 5], { ...withCas, clients: 20, operations: 1_000 }),
  ...ofRegister('cas-c20-n10000', [40, 40], { ...withCas, clients: 20, operations: 10_000 }),
  ...ofRegister('cas-c40-n1000', [20, 20], { ...withCas, clients: 40, operations: 1_000 }),
  ...ofRegister('rmw-c20-n10000', [20, 20], { reads: 0.4, writes: 0, clients: 20, operations: 10_000 }),
  ...ofRegister('kv-k10-c20-n10000', [10, 10], { ...someCas, keys: 10, clients: 20, operations: 10_000 }),
  ...ofRegister('kv-k100-c20-n100000', [60, 60], { ...someCas, keys: 100, clients: 20, operations: 100_000 }),
  ...ofRegister('kv-k1000-c20-n1000000', [800], {
    ...someCas,
    keys: 1_000,
    clients: 20,
    operations: 1_000_000,
  }),
  ...ofRegister('info-c10-n1000-i8', [10, 10], { ...half, clients: 10, operations: 1_000, unknown: 8 }),
  ...ofRegister('info-c10-n1000-i20', [10, 10], { ...half, clients: 10, operations: 1_000, unknown: 20 }),
  ...ofRegister('info-c10-n10000-i50', [100, 100], { ...half, clients: 10, operations: 10_000, unknown: 50 }),
  ...ofRegister('jep-c10-n500', [5, 10], { ...fewValues, clients: 10, operations: 500 }),
  ...ofRegister('jep-c15-n500', [20, 100], { ...fewValues, clients: 15, operations: 500 }),
  ...ofRegister('jep-c10-n5000', [30, 100], { ...fewValues, clients: 10, operations: 5_000 }),
  ...ofRegister('jep-c5-n300-i10', [5, 100], { ...fewValues, clients: 5, operations: 300, unknown: 10 }),
  ...ofRegister('jep-c5-n300-i24', [2], { ...fewValues, clients: 5, operations: 300, unknown: 24 }),
  ...ofRegister('jep-c30-n500', [200], { ...fewValues, clients: 30, operations: 500 }),
  ...ofContainer('queue-c10-n1000', 5, 1_000, queueKind),
  ...ofContainer('queue-c10-n10000', 30, 10_000, queueKind),
  ...ofContainer('stack-c10-n1000', 50, 1_000, stackKind),
];
