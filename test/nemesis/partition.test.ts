import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partition } from '../../src/nemesis/partition.js';

const clusters = fc
  .integer({ min: 2, max: 9 })
  .map((n) => Array.from({ length: n }, (_, at) => `n${at + 1}`))
  .chain((nodes) => fc.record({ nodes: fc.constant(nodes), fields: partition.draw(nodes) }));

const key = (from: string, to: string) => `${from}→${to}`;

/** Whom each node hears, itself included. */
function hearing(
  nodes: readonly string[],
  links: readonly (readonly [string, string])[],
): Map<string, Set<string>> {
  const cut = new Set(links.map(([from, to]) => key(from, to)));
  return new Map(
    nodes.map((to) => [to, new Set(nodes.filter((from) => from === to || !cut.has(key(from, to))))]),
  );
}

test('every shape is what its name says', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, fields: { shape, links } }) => {
      const heard = hearing(nodes, links);
      const sizes = [...heard.values()].map(({ size }) => size);
      const symmetric = links.every(([from, to]) => links.some(([a, b]) => a === to && b === from));
      for (const [from, to] of links) expect(from).not.toBe(to);
      const half = Math.ceil(nodes.length / 2);
      switch (shape) {
        case 'halves':
        case 'random-halves':
          expect(symmetric).toBe(true);
          expect(sizes.every((size) => size === half || size === nodes.length - half)).toBe(true);
          break;
        case 'isolate-one':
          expect(symmetric).toBe(true);
          expect(sizes.filter((size) => size === 1).length).toBeGreaterThanOrEqual(1);
          break;
        case 'majorities-ring': {
          const majority = Math.floor(nodes.length / 2) + 1;
          expect(sizes.every((size) => size === majority)).toBe(true);
          const sets = [...heard.values()].map((set) => [...set].sort().join());
          if (majority < nodes.length) expect(new Set(sets).size).toBe(nodes.length);
          break;
        }
        case 'bridge':
          expect(symmetric).toBe(true);
          expect(sizes.some((size) => size === nodes.length)).toBe(true);
          break;
        case 'one-way':
          expect(symmetric).toBe(false);
          break;
        case 'partial':
          expect(symmetric).toBe(true);
          expect(links.length).toBeGreaterThan(0);
          break;
        case 'clients':
        case 'clients-one-way':
          expect(symmetric).toBe(shape === 'clients');
          expect(sizes.every((size) => size === nodes.length)).toBe(true);
          expect(links.length).toBeGreaterThan(0);
          expect(links.every((link) => link.includes('clients'))).toBe(true);
          break;
      }
    }),
    { numRuns: 500 },
  );
});
