import { QUORUM_READERS } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import type { Plan } from '../../src/plan/plan.js';
import { actorOf } from '../describe-operation.js';

/** A row of the timeline: operations that never overlap. */
export interface Lane {
  readonly label: string;
  /** True for the lanes of those who ask in the end, and are no clients. */
  readonly final: boolean;
}

/** The rows of the timeline, and in which of them each operation lies. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** By position in the history. */
  readonly laneOf: readonly number[];
}

/** More processes than this share rows, where no plan says which client they belong to. */
const MAX_ROWS = 64;

/**
 * Gives every client a row. A client's process retires after an operation of unknown outcome and another takes its
 * place, so a row may hold several processes.
 */
export function lanesOf({ operations }: History, plan?: Plan): Lanes {
  const clients = plan?.clients.length ?? 0;
  const rowOf = (operation: Operation): string => {
    if (operation.process >= QUORUM_READERS) return actorOf(operation).replace(' reader', '');
    if (operation.final) return `final ${actorOf(operation).replace(/^(final reader|replica) /, '')}`;
    return `client ${clients > 0 ? operation.process % clients : operation.process}`;
  };
  const rows = new Map<string, { final: boolean; first: number }>();
  const names = operations.map((operation) => {
    const name = rowOf(operation);
    if (!rows.has(name)) {
      const first = clients > 0 ? operation.process % clients : operation.process;
      rows.set(name, { final: operation.final === true || operation.process >= QUORUM_READERS, first });
    }
    return name;
  });
  if (clients === 0 && rows.size > MAX_ROWS) return packed(operations);
  const sorted = [...rows].sort(
    ([a, one], [b, other]) =>
      Number(one.final) - Number(other.final) ||
      (one.final ? a.localeCompare(b, 'en', { numeric: true }) : one.first - other.first),
  );
  const numbers = new Map(sorted.map(([name], at) => [name, at]));
  return {
    lanes: sorted.map(([label, { final }]) => ({ label, final })),
    laneOf: names.map((name) => numbers.get(name) ?? 0),
  };
}

/** As few rows as hold all operations without overlap. */
function packed(operations: readonly Operation[]): Lanes {
  const freeFrom: number[] = [];
  const laneOf = operations.map(({ invokedAt, endedAt }) => {
    let lane = freeFrom.findIndex((free) => free <= invokedAt);
    if (lane === -1) lane = freeFrom.length;
    freeFrom[lane] = endedAt;
    return lane;
  });
  return { lanes: freeFrom.map((_, at) => ({ label: `row ${at + 1}`, final: false })), laneOf };
}
