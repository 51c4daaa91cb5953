import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph, stronglyConnected } from '../../src/checkers/strongly-connected.js';

/** Nodes that reach each other, by the closure of the edges. */
function reference(size: number, edges: readonly (readonly [number, number])[]): string[] {
  const reaches = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [from, to] of edges) (reaches[from] as boolean[])[to] = true;
  for (let via = 0; via < size; via++)
    for (let from = 0; from < size; from++)
      for (let to = 0; to < size; to++)
        if (reaches[from]?.[via] && reaches[via]?.[to]) (reaches[from] as boolean[])[to] = true;
  const components = new Set<string>();
  for (let node = 0; node < size; node++) {
    const component = [];
    for (let other = 0; other < size; other++)
      if (node === other || (reaches[node]?.[other] && reaches[other]?.[node])) component.push(other);
    if (component.length > 1) components.add(component.join());
  }
  return [...components].sort();
}

describe('stronglyConnected', () => {
  it('finds the components that the closure of the edges shows', () => {
    const graphs = fc.integer({ min: 1, max: 9 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        edges: fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: 16 }),
      }),
    );
    fc.assert(
      fc.property(graphs, ({ size, edges }) => {
        const graph = new Graph(size);
        for (const [from, to] of edges) graph.addEdge(from, to);
        const found = stronglyConnected(graph).map((component) => component.sort((a, b) => a - b).join());
        expect(found.sort()).toEqual(reference(size, edges));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not recurse along long paths', () => {
    const size = 200_000;
    const graph = new Graph(size);
    for (let node = 0; node < size; node++) graph.addEdge(node, (node + 1) % size);
    expect(stronglyConnected(graph)).toHaveLength(1);
  });
});
