import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatePlan, type PlanRequest } from '../../src/plan/generate-plan.js';
import { parsePlan, PlanError } from '../../src/plan/parse-plan.js';
import type { Plan } from '../../src/plan/plan.js';
import { drawPlan, SettingsError } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';

const settings: RunSettings = {
  ...defaultSettings,
  workload: 'session',
  faults: ['partition', 'clock', 'kill', 'pause'],
  seed: '42',
};

const operations = (plan: Plan) => plan.clients.flatMap((client) => client.operations);

test('the same seed draws the same plan, whatever was drawn before', () => {
  const first = JSON.stringify(drawPlan(settings));
  drawPlan({ ...settings, seed: 'another' });
  expect(JSON.stringify(drawPlan(settings))).toBe(first);
  expect(JSON.stringify(drawPlan({ ...settings, seed: '43' }))).not.toBe(first);
});

test('a plan survives being written and read back', () => {
  const plan = drawPlan(settings);
  const text = JSON.stringify(plan);
  expect(JSON.stringify(parsePlan(text))).toBe(text);
});

test('clients are the devices of users where the workload says so, two by two, and of nobody elsewhere', () => {
  const plan = drawPlan({ ...settings, workload: 'devices' });
  expect(plan.clients.slice(0, 4).map(({ user }) => user)).toEqual(['user-1', 'user-1', 'user-2', 'user-2']);
  expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
  expect(drawPlan(settings).clients.every((client) => !('user' in client))).toBe(true);
});

describe('streams are independent', () => {
  const plan = drawPlan(settings);

  test('fewer kinds of faults leave clients and the other faults as they are', () => {
    const calmer = drawPlan({ ...settings, faults: ['partition', 'clock', 'kill'] });
    expect(calmer.clients).toEqual(plan.clients);
    expect(calmer.faults).toEqual(plan.faults.filter(({ kind }) => kind !== 'pause'));
    expect(calmer.network).toEqual(plan.network);
  });

  test('other options of the target leave everything else as it is', () => {
    const { options: _, ...rest } = drawPlan({ ...settings, options: { w: 1 } });
    const { options: __, ...before } = plan;
    expect(rest).toEqual(before);
  });
});

test('written values are unique over all clients and keys', () => {
  const written = operations(drawPlan(settings)).filter(({ f }) => f === 'write');
  expect(written.length).toBeGreaterThan(500);
  expect(new Set(written.map(({ value }) => value)).size).toBe(written.length);
});

test('operations come at the rate that was asked for, in order, within the time limit', () => {
  const plan = drawPlan(settings);
  const expected = (settings.rate * settings.timeLimitMs) / 1000;
  expect(operations(plan).length).toBeGreaterThan(expected * 0.9);
  expect(operations(plan).length).toBeLessThan(expected * 1.1);
  for (const client of plan.clients) {
    const times = client.operations.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(settings.timeLimitMs);
  }
});

test('faults of one kind follow each other and end within the time limit', () => {
  const plan = drawPlan(settings);
  for (const kind of settings.faults) {
    const faults = plan.faults.filter((fault) => fault.kind === kind);
    expect(faults.length).toBeGreaterThan(1);
    for (const [at, fault] of faults.entries()) {
      const next = faults[at + 1]?.atMs ?? settings.timeLimitMs;
      expect(fault.atMs + fault.durationMs).toBeLessThanOrEqual(next);
    }
  }
});

test('a step of several operations keeps them together, in order, at the same rate', () => {
  const request: PlanRequest = {
    ...drawPlan(settings),
    ...settings,
    nodes: ['n1', 'n2'],
    faults: [],
    knobs: {},
    final: [{ f: 'read', each: 'key' }],
    step: () =>
      fc.constant([
        { f: 'begin', key: 'x', node: 0, value: (unique: number) => ({ unique }) },
        { f: 'end', key: 'x', node: 1, afterMs: 7 },
      ]),
  };
  const plan = generatePlan(request);
  const drawn = operations(plan);
  const expected = (settings.rate * settings.timeLimitMs) / 1000;
  expect(drawn.length).toBeGreaterThan(expected * 0.8);
  expect(drawn.length).toBeLessThan(expected * 1.1);
  for (const client of plan.clients) {
    for (const [at, { f, atMs }] of client.operations.entries()) {
      expect(f).toBe(at % 2 === 0 ? 'begin' : 'end');
      if (f === 'end') expect(atMs - (client.operations[at - 1]?.atMs ?? 0)).toBeCloseTo(7, 3);
    }
  }
  const values = drawn.filter(({ f }) => f === 'begin').map(({ value }) => JSON.stringify(value));
  expect(new Set(values).size).toBe(values.length);
});

describe('refuses', () => {
  const refused = (over: Partial<RunSettings>): string => {
    try {
      drawPlan({ ...settings, ...over });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('not refused');
  };

  test('names that mean nothing, and lists those that do', () => {
    expect(refused({ target: 'leader' })).toContain('There is no target "leader". There are: leaderless');
    expect(refused({ workload: 'regster' })).toContain('register, session');
    expect(refused({ faults: ['meteor'] })).toContain('There are: partition, ');
    expect(refused({ bugs: ['typo'] })).toContain('ack-before-quorum');
    expect(refused({ options: { ww: 3 } })).toContain('There are: w, r, order');
    expect(refused({ knobs: { colour: 1 } })).toContain('There are: keys, reads');
  });

  test('a workload that the target cannot serve, and says what would do', () => {
    expect(refused({ target: 'leaderless', workload: 'counter' })).toMatch(
      /^The target leaderless cannot serve the workload counter: its clients do not know increment\. Workloads that it serves: register, session.*\. Targets that serve counter: single-leader.*\.$/,
    );
  });

  test('quorums larger than the cluster', () => {
    expect(refused({ nodes: 3, options: { w: 4 } })).toMatch(/w/);
  });

  test('faults that the cluster cannot do, with what it can', () => {
    expect(() => drawPlan({ ...settings, cluster: 'processes' })).toThrow(SettingsError);
    expect(refused({ cluster: 'processes' })).toMatch(
      /cannot do the fault "partition".*It can do: kill, pause/,
    );
  });

  test.each([
    ['no JSON', '{'],
    ['another version', JSON.stringify({ ...drawPlan(settings), version: 2 })],
    ['an unknown field', JSON.stringify({ ...drawPlan(settings), extra: 1 })],
    [
      'a fault that does not exist',
      JSON.stringify({
        ...drawPlan(settings),
        faults: [{ id: 'a', kind: 'meteor', atMs: 0, durationMs: 1 }],
      }),
    ],
    [
      'a node that does not exist',
      JSON.stringify({
        ...drawPlan(settings),
        clients: [{ operations: [{ atMs: 0, node: 'n9', f: 'read', key: 'x', value: null }] }],
      }),
    ],
  ])('a file that is no plan: %s', (_what, text) => {
    expect(() => parsePlan(text)).toThrow(PlanError);
  });
});
