import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Link } from '../../../src/cluster/cluster.js';
import { CutLinks } from '../../../src/cluster/docker/cut-links.js';

test('each direction is a link of its own', () => {
  const links = new CutLinks();
  expect(links.cut([['n1', 'n2']])).toEqual(['n2']);
  expect(links.unheardBy('n2')).toEqual(['n1']);
  expect(links.unheardBy('n1')).toEqual([]);
});

test('names the nodes for which something changes, and behaves as a set of links', () => {
  const node = fc.constantFrom('n1', 'n2', 'n3', 'n4');
  const step = fc.record({ cut: fc.boolean(), links: fc.array(fc.tuple(node, node), { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const links = new CutLinks();
      const reference = new Set<string>();
      const unheard = (to: string): string[] =>
        [...reference].map((link) => link.split(' ')).flatMap(([a, b]) => (b === to ? [a as string] : []));
      for (const { cut, links: which } of steps) {
        const before = new Map(['n1', 'n2', 'n3', 'n4'].map((to) => [to, unheard(to)]));
        const changed = cut ? links.cut(which) : links.mend(which);
        for (const [a, b] of which satisfies readonly Link[]) {
          if (cut) reference.add(`${a} ${b}`);
          else reference.delete(`${a} ${b}`);
        }
        for (const [to, earlier] of before) {
          expect([...links.unheardBy(to)].sort()).toEqual(unheard(to).sort());
          expect(changed.includes(to)).toBe(unheard(to).length !== earlier.length);
        }
        expect(new Set(changed).size).toBe(changed.length);
      }
    }),
  );
});
