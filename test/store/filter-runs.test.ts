import { describe, expect, it } from 'vitest';
import { filterRuns, noFilter, type RunFilter } from '../../src/store/filter-runs.js';
import type { RunSummary } from '../../src/store/run-summary.js';

const run = (path: string, more: Partial<RunSummary> = {}): RunSummary => ({
  path,
  target: 'leaderless',
  workload: 'register',
  seed: '1',
  nodes: 3,
  options: ['w=2', 'r=2'],
  chosen: [],
  bugs: [],
  cluster: 'simulation',
  startedAt: Date.UTC(2026, 0, 2, 23, 59),
  hasReport: true,
  ...more,
});

const broken = {
  valid: false,
  broken: ['stale-read'],
  allowed: ['long-fork'],
  operations: { ok: 1, fail: 0, info: 0 },
  faults: ['kill'],
} as const;
const runs = [
  run('a', { seed: '42', bugs: ['amnesia'], verdict: { ...broken } }),
  run('b', { target: 'single-leader', cluster: 'docker', campaign: 'campaigns/x' }),
  run('c', { startedAt: Date.UTC(2026, 0, 3), verdict: { ...broken, valid: 'unknown', broken: [] } }),
];

describe('runs are found', () => {
  it.each<[Partial<RunFilter>, string]>([
    [{}, 'abc'],
    [{ words: '  AMNESIA w=2 ' }, 'a'],
    [{ words: 'kill' }, 'ac'],
    [{ words: 'kill docker' }, ''],
    [{ target: 'single-leader' }, 'b'],
    [{ workload: 'session' }, ''],
    [{ verdict: 'false' }, 'a'],
    [{ verdict: 'none' }, 'b'],
    [{ anomaly: 'stale-read' }, 'a'],
    [{ anomaly: 'long-fork' }, 'ac'],
    [{ seed: '4' }, ''],
    [{ seed: '42' }, 'a'],
    [{ cluster: 'docker' }, 'b'],
    [{ from: '2026-01-03' }, 'c'],
    [{ to: '2026-01-02' }, 'ab'],
    [{ from: '2026-01-02', to: '2026-01-02' }, 'ab'],
    [{ origin: 'kept' }, 'b'],
    [{ origin: 'alone', verdict: 'unknown' }, 'c'],
  ])('by %j', (filter, expected) => {
    expect(
      filterRuns(runs, { ...noFilter, ...filter })
        .map(({ path }) => path)
        .join(''),
    ).toBe(expected);
  });
});
