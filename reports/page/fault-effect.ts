import type { Value } from '../../src/history/event.js';
import type { FaultEffect } from './page-columns.js';

type Fields = { readonly [field: string]: Value | undefined };

/**
 * What a fault does to nodes and links, for the cluster's picture; undefined when it names none of them.
 * @param value the fault's fields
 * @param numberOf a node's number, or undefined when there is none of the name
 */
export function faultEffect(
  kind: string,
  value: Value,
  numberOf: (name: string) => number | undefined,
): FaultEffect | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Fields;
  const numbers = (names: Value | undefined): number[] =>
    Array.isArray(names)
      ? names.flatMap((name) => (typeof name === 'string' ? (numberOf(name) ?? []) : []))
      : [];
  const listed = fields['links'];
  const links = Array.isArray(listed)
    ? (listed as readonly Value[]).map((link) => numbers(link)).filter((link) => link.length === 2)
    : [];
  const nodes = numbers(fields['nodes']);
  switch (kind) {
    case 'partition':
      return { does: 'cut', links, nodes };
    case 'clog':
    case 'slow-link':
    case 'loss':
      return { does: 'hinder', links, nodes };
    case 'kill':
      return { does: 'down', links, nodes };
    case 'pause':
      return { does: 'paused', links, nodes };
    case 'clock': {
      const number = (name: string): number => (typeof fields[name] === 'number' ? fields[name] : 0);
      return {
        does: 'clock',
        links,
        nodes,
        clock: {
          offsetMs: number('offsetMs'),
          driftPpm: number('driftPpm'),
          periodMs: number('periodMs'),
        },
      };
    }
    default:
      return nodes.length > 0 || links.length > 0 ? { does: 'trouble', links: [], nodes } : undefined;
  }
}
