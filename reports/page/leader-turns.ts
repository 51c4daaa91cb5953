import type { Operation } from '../../src/history/operation.js';
import { showName } from '../show-value.js';
import type { Told } from '../told.js';

/** A moment at which a node began to believe that it leads, or ceased to. */
export interface LeaderTurn {
  /** As people see it. */
  readonly node: string;
  /** Nanoseconds. */
  readonly at: number;
  readonly text: string;
}

const MAX_TURNS = 8;

/**
 * Who led while these operations went on, by what nodes told: the turns of that time, and of who led when it began. Nothing
 * where there were too many to be seen.
 * @param steps what replicas took in meanwhile: the time lasts until the last of them
 */
export function leaderTurns(
  operations: readonly Operation[],
  steps: readonly { readonly at: number }[],
  told: readonly Told[],
): LeaderTurn[] {
  const from = Math.min(...operations.map(({ invokedAt }) => invokedAt));
  const early = operations.filter(({ final }) => !final);
  const to = Math.max(...[...early.map(({ invokedAt }) => invokedAt), ...steps.map(({ at }) => at)]);
  const leading = new Map<string, number>();
  const turn = (node: string, at: number): LeaderTurn => {
    const term = leading.get(node);
    return {
      node: showName(node, 20),
      at,
      text: term === undefined ? 'leads no more' : `leads, term ${term}`,
    };
  };
  const turns: LeaderTurn[] = [];
  let before: LeaderTurn[] | undefined;
  for (const { node, at, name, figure } of told) {
    if (name !== 'leads' || at > to) continue;
    if (at >= from) before ??= [...leading.keys()].map((one) => turn(one, from));
    const led = leading.has(node);
    if (figure === null) leading.delete(node);
    else leading.set(node, figure);
    if (at >= from && (led || figure !== null)) turns.push(turn(node, at));
  }
  return turns.length > 0 && turns.length <= MAX_TURNS ? [...(before ?? []), ...turns] : [];
}
