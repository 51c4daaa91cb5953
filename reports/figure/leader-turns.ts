import type { Operation } from '../../src/history/operation.js';
import { partOf } from '../part-of.js';
import { showName } from '../show-value.js';
import type { Told } from '../told.js';

/** A moment at which a node began to believe that it leads, or ceased to. */
export interface LeaderTurn {
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
  const leading = new Map<string, Told>();
  const turn = ({ node, name, figure }: Told, when: number): LeaderTurn => {
    const { part } = partOf(name);
    const what = part && ` ${showName(part, 20)}`;
    return {
      node,
      at: when,
      text: figure === null ? `leads${what} no more` : `leads${what}, term ${figure}`,
    };
  };
  const turns: LeaderTurn[] = [];
  let before: LeaderTurn[] | undefined;
  for (const one of told) {
    const { node, at, name, figure } = one;
    if (partOf(name).name !== 'leads' || at > to) continue;
    if (at >= from) before ??= [...leading.values()].map((other) => turn(other, from));
    const replica = JSON.stringify([node, name]);
    const led = leading.has(replica);
    if (figure === null) leading.delete(replica);
    else leading.set(replica, one);
    if (at >= from && (led || figure !== null)) turns.push(turn(one, at));
  }
  return turns.length > 0 && turns.length <= MAX_TURNS ? [...(before ?? []), ...turns] : [];
}
