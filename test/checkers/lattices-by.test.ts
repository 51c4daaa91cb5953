import { describe, expect, it } from 'vitest';
import { latticesBy } from '../../src/checkers/lattices-by.js';
import { inspect, m, makeHistory, r, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 1 };

describe('the lattice of each key', () => {
  it('puts keys together of which the same holds, those with the most violations first', () => {
    const history = makeHistory(
      ...['a', 'b', 'broken'].flatMap((key, at) => [
        w(1, key, 1, 100 * at, 100 * at + 10),
        r(2, key, key === 'broken' ? null : 1, 100 * at + 20, 100 * at + 30),
      ]),
    );
    const parts = latticesBy('key', history, settings);
    expect(parts.map(({ names }) => names)).toEqual([['broken'], ['a', 'b']]);
    expect(parts[0]?.lattice.weakestBroken).toEqual(['safe-register']);
    expect(parts[1]?.lattice.strongestHeld).toContain('linearizability');
    expect(parts[1]?.lattice.weakestBroken).toEqual([]);
  });

  it('gives each key its own of reads of several keys and of looks into replicas', () => {
    const history = makeHistory(
      w(1, 'x', 1, 0, 10),
      w(1, 'y', 1, 20, 30),
      m(2, { x: 1, y: null }, 40, 50),
      inspect('n1', { x: 1 }, 60, 70),
    );
    const [broken, kept] = latticesBy('key', history, settings);
    expect(broken?.names).toEqual(['y']);
    expect(broken?.lattice.weakestBroken).toEqual(['safe-register', 'durability']);
    expect(kept?.names).toEqual(['x']);
    expect(kept?.lattice.strongestHeld).toEqual(expect.arrayContaining(['linearizability', 'durability']));
  });
});

describe('the lattice of each session', () => {
  it('is what its own reads tell', () => {
    const history = makeHistory(
      w(1, 'x', 1, 0, 10),
      r(2, 'x', 1, 20, 30),
      r(3, 'x', null, 20, 30),
      r(2, 'x', 1, 40, 50),
    );
    const [stale, fresh] = latticesBy('session', history, settings);
    expect(stale?.names).toEqual(['3']);
    expect(stale?.lattice.weakestBroken).toEqual(['safe-register']);
    expect(stale?.lattice.strongestHeld).toContain('sequential-consistency');
    expect(fresh?.names).toEqual(['2']);
    expect(fresh?.lattice.strongestHeld).toContain('linearizability');
  });
});
