import type { Value } from '../../history/event.js';
import type { Plan, PlannedOperation } from '../plan.js';
import type { Edit } from './edit.js';
import { keysOf } from './keys-of.js';
import { mapOperations } from './map-operations.js';
import { withoutNode } from './without-node.js';
import { withoutWindow } from './without-window.js';

/** The options of a target that might do for another number of nodes, the likeliest first. */
export type OptionsFor = (plan: Plan, nodes: number) => readonly Plan['options'][];

/** What a plan's options might be instead to make it simpler, one of them changed at a time. */
export type SimplerOptions = (plan: Plan) => readonly Plan['options'][];

/** Windows of time are cut down to this part of the whole; smaller ones hold so little that single cuts do as well. */
const EIGHTHS = 8;

/** A way to cut; its cuts are made for a plan as it then is. */
export type CutStep = (plan: Plan) => Iterable<Edit>;

/** Cuts of an eighth or more: so few that each can be tried often. */
export function largeCuts(optionsFor: OptionsFor, simplerOptions: SimplerOptions): readonly CutStep[] {
  return [
    quietCut,
    windowCuts,
    optionCuts(simplerOptions),
    (plan) => keyCuts(plan, EIGHTHS),
    (plan) => clientCuts(plan, EIGHTHS),
    (plan) => operationCuts(plan, EIGHTHS),
    (plan) => faultCuts(plan, EIGHTHS),
    nodeCuts(optionsFor),
  ];
}

/**
 * Cuts, the largest first: halves, then quarters, and so on to single things (Zeller and Hildebrandt, "Simplifying and
 * isolating failure-inducing input", TSE 2002).
 */
export function allCuts(optionsFor: OptionsFor, simplerOptions: SimplerOptions): readonly CutStep[] {
  return [
    quietCut,
    windowCuts,
    optionCuts(simplerOptions),
    keyCuts,
    clientCuts,
    operationCuts,
    // Without faults only many operations have the luck to fail: these go first.
    faultCuts,
    nodeCuts(optionsFor),
    clientMerges,
    pairCuts,
  ];
}

/** A replica may have so long, in milliseconds, to hear the last news. */
const SHORT_QUIET_MS = 100;

/** Of a small plan the quiet behind it is the longest part by far, and few failures need it: without it each run takes less. */
function* quietCut(): Iterable<Edit> {
  yield (plan) => ({ ...plan, quietMs: Math.min(plan.quietMs, SHORT_QUIET_MS) });
}

/** What options make happen sooner, fewer operations show. */
function optionCuts(simplerOptions: SimplerOptions): CutStep {
  return function* (plan) {
    const { length } = simplerOptions(plan);
    // One that helped leaves fewer.
    for (let at = 0; at < length; at++) {
      yield (now) => {
        const options = simplerOptions(now)[at];
        return options && { ...now, options };
      };
    }
  };
}

/** From late to early, so that a cut does not move those still to come. */
function* windowCuts({ timeLimitMs }: Plan): Iterable<Edit> {
  for (let parts = 2; parts <= EIGHTHS; parts *= 2) {
    for (let part = parts - 1; part >= 0; part--) {
      const [fromMs, toMs] = [(timeLimitMs * part) / parts, (timeLimitMs * (part + 1)) / parts];
      yield (plan) => (toMs <= plan.timeLimitMs ? withoutWindow(plan, fromMs, toMs) : undefined);
    }
  }
}

const faultCuts = ({ faults }: Plan, mostParts?: number): Iterable<Edit> =>
  cutsOf(
    faults.map(({ id }) => id),
    (plan, gone) => ({ ...plan, faults: plan.faults.filter(({ id }) => !gone.has(id)) }),
    mostParts,
  );

const clientCuts = ({ clients }: Plan, mostParts?: number): Iterable<Edit> =>
  cutsOf(
    clients.map(({ operations }) => operations[0]),
    (plan, gone) => ({ ...plan, clients: plan.clients.filter(({ operations }) => !gone.has(operations[0])) }),
    mostParts,
  );

const keyCuts = ({ keys }: Plan, mostParts?: number): Iterable<Edit> =>
  cutsOf(
    keys,
    (plan, gone) => {
      const kept = plan.keys.filter((key) => !gone.has(key));
      if (kept.length === 0) return undefined;
      const fewer = mapOperations(plan, (operation) => withoutKeys(operation, plan.keys, gone));
      return { ...fewer, keys: kept };
    },
    mostParts,
  );

/** In the order of time, over all clients. */
const operationCuts = ({ clients }: Plan, mostParts?: number): Iterable<Edit> =>
  cutsOf(
    clients.flatMap(({ operations }) => operations).sort((a, b) => a.atMs - b.atMs),
    (plan, gone) => mapOperations(plan, (operation) => (gone.has(operation) ? undefined : operation)),
    mostParts,
  );

/** Few enough operations that two at a time can be tried. */
const FEW = 16;

/** What two operations do only together, one by one cannot be cut. */
function* pairCuts({ clients }: Plan): Iterable<Edit> {
  const operations = clients.flatMap((client) => client.operations);
  if (operations.length > FEW) return;
  for (const [at, one] of operations.entries()) {
    for (const other of operations.slice(at + 1)) {
      yield (plan) =>
        mapOperations(plan, (operation) =>
          operation === one || operation === other ? undefined : operation,
        );
    }
  }
}

/** The last first, since those behind one that is gone get other names. */
function nodeCuts(optionsFor: OptionsFor) {
  return function* ({ nodes }: Plan): Iterable<Edit> {
    for (const node of [...nodes].reverse()) {
      // How many ways there are to choose the options is known only then.
      for (let choice = 0; choice < MOST_OPTIONS; choice++) {
        yield (plan) => {
          if (plan.nodes.length < 2 || !plan.nodes.includes(node)) return undefined;
          const options = optionsFor(plan, plan.nodes.length - 1)[choice];
          return options && { ...withoutNode(plan, node), options };
        };
      }
    }
  };
}

const MOST_OPTIONS = 3;

/** One client does what two did. */
function* clientMerges({ clients }: Plan): Iterable<Edit> {
  for (let from = clients.length - 1; from > 0; from--) {
    for (let to = 0; to < from; to++) {
      const [giver, taker] = [clients[from]?.operations[0], clients[to]?.operations[0]];
      yield (plan) => {
        const giving = plan.clients.find(({ operations }) => operations[0] === giver);
        const taking = plan.clients.find(({ operations }) => operations[0] === taker);
        if (!giving || !taking || giving === taking || giving.user !== taking.user) return undefined;
        const operations = [...taking.operations, ...giving.operations].sort((a, b) => a.atMs - b.atMs);
        return {
          ...plan,
          clients: plan.clients.flatMap((client) =>
            client === giving ? [] : [client === taking ? { ...taking, operations } : client],
          ),
        };
      };
    }
  }
}

/** Time in which nothing is to happen, before, between and after all that is. */
export function* gapCuts(plan: Plan): Iterable<Edit> {
  const moments = new Set([0, plan.timeLimitMs]);
  for (const { operations } of plan.clients) for (const { atMs } of operations) moments.add(atMs);
  for (const { atMs, durationMs } of plan.faults) moments.add(atMs).add(atMs + durationMs);
  const sorted = [...moments].sort((a, b) => a - b);
  for (let at = sorted.length - 1; at > 0; at--) {
    const [before, after] = [sorted[at - 1] as number, sorted[at] as number];
    for (const share of [0, 0.5, 0.75]) {
      // The window begins behind what happens at its beginning.
      const fromMs = before + Math.max(before === 0 ? 0 : 0.001, (after - before) * share);
      yield (now) =>
        after - fromMs > 1 && after <= now.timeLimitMs ? withoutWindow(now, fromMs, after) : undefined;
    }
  }
}

/**
 * Takes away halves, then quarters, and so on to single things, or as long as there are not more parts than `mostParts`;
 * always from the end, where less depends on them.
 */
function* cutsOf<T>(
  things: readonly T[],
  without: (plan: Plan, gone: ReadonlySet<T>) => Plan | undefined,
  mostParts = Infinity,
): Iterable<Edit> {
  const least = Math.max(1, things.length / mostParts);
  for (let size = things.length; size >= least; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = things.length; end > 0; end -= size) {
      const gone = new Set(things.slice(Math.max(0, end - size), end));
      yield (plan) => without(plan, gone);
    }
  }
}

function withoutKeys(
  operation: PlannedOperation,
  keys: readonly string[],
  gone: ReadonlySet<string>,
): PlannedOperation | undefined {
  const named = keysOf(operation, keys);
  if (!named.some((key) => gone.has(key))) return operation;
  const { value } = operation;
  const isTogether =
    operation.key === undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isTogether || named.every((key) => gone.has(key))) return undefined;
  const kept = Object.entries(value as Record<string, Value>).filter(([key]) => !gone.has(key));
  return { ...operation, value: Object.fromEntries(kept) };
}
