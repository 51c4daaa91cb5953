import { describe, expect, it } from 'vitest';
import { describeFault } from '../../reports/describe-fault.js';
import { partition } from '../../src/nemesis/partition.js';
import { faults } from '../../src/nemesis/registry.js';
import fc from 'fast-check';

const both = (a: string[], b: string[]) =>
  a.flatMap((x) =>
    b.flatMap((y) => [
      [x, y],
      [y, x],
    ]),
  );

describe('describeFault', () => {
  it.each([
    ['partition', { shape: 'halves', links: both(['n1', 'n2'], ['n3']) }, 'partition (halves): n1 n2 | n3'],
    ['partition', { links: [['n1', 'n2']] }, 'partition: n2 cannot hear n1 (one way)'],
    [
      'partition',
      {
        shape: 'majorities-ring',
        links: [
          ['n1', 'n3'],
          ['n2', 'n4'],
          ['n3', 'n1'],
        ],
      },
      'partition (majorities-ring): n1↛n3 n2↛n4 n3↛n1',
    ],
    ['partition', { shape: 'halves', links: [] }, 'partition (halves): no link cut'],
    ['partition', { links: 'all' }, 'partition links="all"'],
    ['clock', { shape: 'jump', nodes: ['n1'], offsetMs: 500 }, 'clock of n1 jumps to 500 ms ahead'],
    ['clock', { shape: 'drift', nodes: ['n1', 'n2'], driftPpm: -120_000 }, 'clock of n1, n2 runs 12 % slow'],
    [
      'clock',
      { shape: 'strobe', nodes: ['n1'], offsetMs: -3_600_000, periodMs: 400 },
      'clock of n1 is 1 h behind on and off, every 400 ms',
    ],
    ['clog', { links: both(['n1'], ['n2']), release: 'spread' }, 'clog (released bit by bit): n1↔n2'],
    ['slow-link', { links: [['n1', 'n2']], factor: 40 }, 'links 40× as slow: n1→n2'],
    ['loss', { links: [['n1', 'n2']], share: 0.35 }, 'loss of 35 %: n1→n2'],
    ['kill', { nodes: ['n2'], unsynced: 'torn' }, 'kill n2 (unsynced data torn)'],
    ['pause', { nodes: ['n1', 'n3'] }, 'pause n1, n3'],
    [
      'flood',
      { id: 'flood-1', kind: 'flood', rate: 12, of: { node: 'n1' } },
      'flood rate=12 of={node: "n1"}',
    ],
    ['constructor', {}, 'constructor'],
    ['odd', null, 'odd'],
  ])('%s %j', (kind, value, words) => {
    expect(describeFault(kind, value as never)).toBe(words);
  });

  it('knows every kind of fault that there is', () => {
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
    for (const fault of faults) {
      fc.assert(
        fc.property(fault.draw(nodes), (fields) => {
          const words = describeFault(fault.kind, fields as never);
          expect(words).not.toContain('=');
          expect(words.length).toBeLessThan(160);
        }),
      );
    }
  });

  it('names in a two-sided partition exactly the nodes that lost each other', () => {
    fc.assert(
      fc.property(partition.draw(['n1', 'n2', 'n3', 'n4', 'n5']), ({ shape, links }) => {
        fc.pre(shape !== 'majorities-ring' && shape !== 'partial');
        const words = describeFault('partition', { shape, links });
        const named = new Set(words.slice(words.indexOf(':')).match(/\bn\d\b|\bclients\b/g));
        expect(named).toEqual(new Set(links.flat()));
        expect(words).toMatch(shape.endsWith('one-way') ? /cannot hear .* \(one way\)$/ : / \| /);
      }),
    );
  });
});
