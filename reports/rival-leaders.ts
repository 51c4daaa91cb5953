import type { FaultWindow, Operation } from '../src/history/operation.js';
import { formatDuration } from './quantity.js';
import { showName } from './show-value.js';
import { type Told, toldByPart } from './told.js';

/**
 * Says that more than one node believed to lead at once while these operations went on, by what they told; undefined when that
 * was not so. A node that is down leads nothing.
 * @param moment how to write a moment
 */
export function rivalLeaders(
  operations: readonly Operation[],
  told: readonly Told[],
  faults: readonly FaultWindow[],
  moment: (ns: number) => string,
): string | undefined {
  const sentences = [...toldByPart(told, 'leads')].flatMap(
    ([part, turns]) => rivalsOf(part, operations, turns, faults, moment) ?? [],
  );
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** The same of one part of the nodes. */
function rivalsOf(
  part: string,
  operations: readonly Operation[],
  told: readonly Told[],
  faults: readonly FaultWindow[],
  moment: (ns: number) => string,
): string | undefined {
  const from = Math.min(...operations.map(({ invokedAt }) => invokedAt));
  const to = Math.max(...operations.map(({ invokedAt }) => invokedAt));
  const kills = faults
    .filter(({ kind }) => kind === 'kill')
    .flatMap(({ value, from: at }) =>
      nodesIn(value).map((node): Told => ({ node, at, name: 'leads', figure: null })),
    );
  const turns = [...told, ...kills].sort((a, b) => a.at - b.at);
  const leading = new Map<string, number>();
  for (const [place, { node, at, figure }] of turns.entries()) {
    if (at > to) break;
    if (figure === null) leading.delete(node);
    else leading.set(node, figure);
    if (leading.size < 2) continue;
    const end = turns.slice(place + 1).find((next) => leading.has(next.node))?.at ?? Infinity;
    if (end < from) continue;
    const names = [...leading].map(([name, term]) => `${showName(name)} (term ${term})`);
    const until = end > to ? '' : `, for ${formatDuration(end - at)}`;
    return `From ${moment(at)} on ${leading.size} nodes believed to lead${part && ` ${showName(part)}`} at once: ${new Intl.ListFormat('en-GB').format(names)}${until}.`;
  }
  return undefined;
}

function nodesIn(value: FaultWindow['value']): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { nodes } = value as { readonly nodes?: unknown };
  return Array.isArray(nodes) ? nodes.filter((node) => typeof node === 'string') : [];
}
