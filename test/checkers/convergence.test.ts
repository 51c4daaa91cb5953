import { describe, expect, test } from 'vitest';
import { convergence } from '../../src/checkers/convergence.js';
import { checkersFor } from '../../src/checkers/registry.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { judgedSeeds } from '../run/judged-seeds.js';
import { type Draft, inspect, makeHistory, restrict, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 20 };
const check = (...drafts: readonly Draft[]) => convergence.check(makeHistory(...drafts), settings);

describe('convergence', () => {
  test('holds when all replicas hold the same in the end', () => {
    const result = check(
      w(1, 'x', 1, 0, 5),
      inspect('n1', { x: 1 }, 10, 11),
      inspect('n2', { x: 1 }, 12, 13),
    );
    expect(result).toMatchObject({ holds: true, evidence: { chances: 2 } });
  });

  test('is violated by two replicas that differ, and by no fewer operations', () => {
    const history = makeHistory(
      w(1, 'x', 1, 0, 5),
      w(2, 'x', 2, 1, 6),
      inspect('n1', { x: 1 }, 10, 11),
      inspect('n2', { x: 2 }, 12, 13),
      inspect('n3', { x: 1 }, 14, 15),
    );
    const { holds, anomalies } = convergence.check(history, settings);
    expect(holds).toBe(false);
    expect(anomalies).toMatchObject([
      { kind: 'diverged-replicas', key: 'x', facts: { here: 1, there: 2, values: 2, replicas: 3 } },
    ]);
    const { operations } = anomalies[0] ?? { operations: [] };
    expect(operations).toHaveLength(4);
    for (const dropped of operations) {
      const rest = restrict(
        history,
        operations.filter((index) => index !== dropped),
      );
      const kinds = convergence.check(rest, settings).anomalies.map(({ kind }) => kind);
      expect(kinds).not.toContain('diverged-replicas');
    }
  });

  test('is violated by a replica that never heard of a write', () => {
    expect(check(w(1, 'x', 1, 0, 5), inspect('n1', { x: 1 }, 10, 11), inspect('n2', {}, 12, 13)).holds).toBe(
      false,
    );
  });

  test('is violated by a value that nobody wrote, even where all agree on it', () => {
    const { anomalies } = check(
      w(1, 'x', 1, 0, 5),
      inspect('n1', { x: 7 }, 10, 11),
      inspect('n2', { x: 7 }, 12, 13),
    );
    expect(anomalies.map(({ kind }) => kind)).toEqual(['thin-air-read', 'thin-air-read']);
  });

  test('accepts a write of unknown outcome, but not one that certainly failed', () => {
    const held = [inspect('n1', { x: 1 }, 10, 11), inspect('n2', { x: 1 }, 12, 13)];
    expect(check(w(1, 'x', 1, 0), ...held).holds).toBe(true);
    expect(check({ ...w(1, 'x', 1, 0, 5), type: 'fail' }, ...held).anomalies[0]?.kind).toBe(
      'failed-write-visible',
    );
  });

  test('is unknown when a node did not say what it holds, unless others differ already', () => {
    const write = { ...w(1, 'x', 1, 0, 5), node: 'n3' };
    expect(check(write, inspect('n1', { x: 1 }, 10, 11), inspect('n2', { x: 1 }, 12, 13))).toMatchObject({
      holds: 'unknown',
      why: 'Of n3 nobody knows what they hold in the end.',
    });
    expect(check(write, inspect('n1', { x: 1 }, 10, 11), inspect('n2', {}, 12, 13)).holds).toBe(false);
  });
});

describe('convergence of what is no register', () => {
  const increment = (process: number, invoked: number): Draft => ({
    process,
    f: 'increment',
    key: 'x',
    value: null,
    node: `n${process}`,
    invoked,
    ended: invoked + 1,
  });

  test('holds when all replicas hold the same, and is violated by two that do not', () => {
    const same = [inspect('n1', { x: 2 }, 10, 11), inspect('n2', { x: 2 }, 12, 13)];
    expect(check(increment(1, 0), increment(2, 5), ...same)).toMatchObject({
      holds: true,
      evidence: { chances: 2 },
    });
    const behind = inspect('n3', { x: 1, list: ['a'] }, 14, 15);
    const { holds, anomalies } = check(increment(1, 0), increment(2, 5), ...same, behind);
    expect(holds).toBe(false);
    expect(anomalies).toMatchObject([
      { kind: 'diverged-replicas', key: 'x', facts: { here: 2, there: 1, values: 2, replicas: 3 } },
      { kind: 'diverged-replicas', key: 'list', facts: { here: null, there: ['a'], values: 2 } },
    ]);
    for (const { operations } of anomalies) expect(operations).toHaveLength(2);
  });

  test('is unknown when a replica has not said what it holds', () => {
    const only = [inspect('n1', { x: 1 }, 10, 11), inspect('n3', { x: 1 }, 12, 13)];
    expect(check(increment(1, 0), increment(2, 5), ...only)).toMatchObject({
      holds: 'unknown',
      why: 'Of n2 nobody knows what they hold in the end.',
    });
  });

  test('is judged unasked where replicas were looked at, and only there', () => {
    const names = (...drafts: readonly Draft[]): readonly string[] =>
      checkersFor(makeHistory(...drafts)).map(({ guarantee }) => guarantee);
    expect(names(increment(1, 0))).not.toContain('convergence');
    expect(names(increment(1, 0), inspect('n1', { x: 1 }, 10, 11))).toEqual(
      expect.arrayContaining(['convergence', 'counter-bounds']),
    );
    expect(names(w(1, 'x', 1, 0, 5))).toContain('convergence');
  });

  test.each(['counter', 'append-log', 'auto-increment', 'lock', 'statements'])(
    'is kept by a leader’s followers under faults: %s',
    async (workload) => {
      const settings: RunSettings = {
        ...defaultSettings,
        target: 'single-leader',
        workload,
        faults: ['kill', 'partition'],
        seed: 'agree',
        timeLimitMs: 3_000,
      };
      for await (const { seed, verdict } of judgedSeeds(settings, 4)) {
        const judged = verdict.judgements.find(({ guarantee }) => guarantee === 'convergence');
        expect(judged?.holds, `seed ${seed}`).toBe(true);
      }
    },
  );

  test('is broken by statements that every replica carries out', async () => {
    const settings: RunSettings = {
      ...defaultSettings,
      target: 'single-leader',
      workload: 'statements',
      options: { logForm: 'statements' },
      faults: [],
      seed: 'statements',
      timeLimitMs: 2_000,
    };
    for await (const { verdict } of judgedSeeds(settings, 1)) {
      const judged = verdict.judgements.find(({ guarantee }) => guarantee === 'convergence');
      expect(judged?.holds).toBe(false);
      expect(judged?.anomalies[0]?.kind).toBe('diverged-replicas');
    }
  });
});
