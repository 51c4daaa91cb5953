import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/campaign/failure.js';
import { judge } from '../../src/checkers/judge.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const because = 'the test says so';

describe('the failures of a run', () => {
  const history = makeHistory(w(1, 'x', 1, 0, 5), r(2, 'x', null, 10, 15), r(3, 'x', 7, 20, 25));
  const options = {
    guarantees: ['regular-register', 'integrity', 'linearizability'],
    minEvidence: 1,
  } as const;

  it('are the kinds of anomaly that broke promises, each once', () => {
    const promises = (['regular-register', 'linearizability', 'integrity'] as const).map((guarantee) => ({
      guarantee,
      because,
    }));
    const verdict = judge(history, { ...options, promises, maxAnomalies: 5 });
    expect(failuresOf(verdict, history)).toEqual([
      { guarantee: 'regular-register', kind: 'stale-read', shape: '1 write, 1 read by 2' },
      { guarantee: 'integrity', kind: 'thin-air-read', shape: '1 read by 1' },
    ]);
  });

  it('are none where nothing was promised', () => {
    const verdict = judge(history, { ...options, promises: [], maxAnomalies: 5 });
    expect(failuresOf(verdict, history)).toEqual([]);
  });
});
