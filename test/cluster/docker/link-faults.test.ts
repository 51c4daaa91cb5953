import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Link } from '../../../src/cluster/cluster.js';
import { LinkFaults } from '../../../src/cluster/docker/link-faults.js';

test('each direction is a link of its own', () => {
  const links = new LinkFaults();
  expect(links.cut([['n1', 'n2']])).toEqual(['n2']);
  expect(links.at('n2').unheard).toEqual(['n1']);
  expect(links.at('n1').unheard).toEqual([]);
});

test('names the nodes for which something changes, and behaves as a set of links', () => {
  const node = fc.constantFrom('n1', 'n2', 'n3', 'n4');
  const step = fc.record({ cut: fc.boolean(), links: fc.array(fc.tuple(node, node), { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const links = new LinkFaults();
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
          expect([...links.at(to).unheard].sort()).toEqual(unheard(to).sort());
          expect(changed.includes(to)).toBe(unheard(to).length !== earlier.length);
        }
        expect(new Set(changed).size).toBe(changed.length);
      }
    }),
  );
});

test('a link with clients belongs to its node', () => {
  const links = new LinkFaults();
  expect(
    links.cut([
      ['clients', 'n1'],
      ['n2', 'clients'],
    ]),
  ).toEqual(['n1', 'n2']);
  const sound = { unheard: [], missed: [], unheardClients: false, unheardByClients: false };
  expect(links.at('n1')).toEqual({ ...sound, unheardClients: true });
  expect(links.at('n2')).toEqual({ ...sound, unheardByClients: true });
  expect(links.mend([['n2', 'clients']])).toEqual(['n2']);
  expect(links.at('n2')).toEqual(sound);
});

test('loss is beside cuts, and can be changed and ended', () => {
  const links = new LinkFaults();
  links.cut([['n1', 'n2']]);
  expect(links.lose([['n1', 'n2']], 0.5)).toEqual(['n2']);
  expect(links.lose([['n1', 'n2']], 0.5)).toEqual([]);
  expect(links.at('n2')).toMatchObject({ unheard: ['n1'], missed: [['n1', 0.5]] });
  expect(links.lose([['n1', 'n2']], 0)).toEqual(['n2']);
  expect(links.at('n2')).toMatchObject({ unheard: ['n1'], missed: [] });
});
