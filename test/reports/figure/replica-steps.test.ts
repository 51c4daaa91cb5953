import { describe, expect, it } from 'vitest';
import { replicaSteps, truthByKey } from '../../../reports/figure/replica-steps.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { makeHistory, r, w } from '../../checkers/make-history.js';

const shows = (node: string, at: number, holds: number): Revelation => ({
  at,
  node,
  life: 1,
  key: 'x',
  version: [at],
  value: holds,
  holds,
});

describe('replicaSteps', () => {
  const { operations } = makeHistory(w(1, 'x', 9, 100, 200), w(1, 'x', 17, 300, 400), r(2, 'x', 9, 800, 900));
  const [first, second] = operations.map(({ index }) => index);

  it('says when a replica took in a write, and when it lost it again', () => {
    const truth = truthByKey([
      shows('n1', 50, 3),
      shows('n1', 150, 9),
      shows('n2', 160, 9),
      shows('n1', 350, 17),
      shows('n1', 360, 17),
      shows('n1', 700, 9),
      shows('n1', 5000, 17),
    ]);
    expect(replicaSteps(operations, truth)).toEqual([
      { node: 'n1', at: 150, text: 'x=9', write: first, back: false },
      { node: 'n1', at: 350, text: 'x=17', write: second, back: false },
      { node: 'n1', at: 700, text: 'x=9', write: first, back: true },
      { node: 'n2', at: 160, text: 'x=9', write: first, back: false },
    ]);
  });

  it('leaves out values that the anomaly is not about, but shows what overwrote its own', () => {
    const truth = truthByKey([
      shows('n1', 110, 1),
      shows('n1', 120, 2),
      shows('n1', 350, 17),
      shows('n1', 500, 18),
      shows('n1', 600, 19),
    ]);
    expect(replicaSteps(operations, truth).map(({ text }) => text)).toEqual(['x=17', 'x=18']);
  });

  it('knows nothing where nothing was revealed', () => {
    expect(replicaSteps(operations, truthByKey(undefined))).toEqual([]);
  });
});
