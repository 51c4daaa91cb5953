import { expect, test } from 'vitest';
import { apart, planOf, type Script, write } from '../../../experiments/script.js';
import { simulate } from '../../../src/controller/simulate.js';
import { pair } from '../../../src/history/pair.js';
import { singleLeader } from '../../../targets/single-leader/target.js';

const DEGRADE_MS = 100;

/** Writes before, during and after a cut between the leader and both followers, which is too short for an election. */
const shortCut: Script = {
  clients: [
    [write(600, 'n1', 'x', 1)],
    [write(1_010, 'n1', 'x', 2)],
    [write(1_020, 'n1', 'y', 3)],
    [write(1_400, 'n1', 'x', 4)],
  ],
  faults: [apart(1_000, 1_180, ['n1'], ['n2', 'n3'])],
  untilMs: 2_000,
};

/** How long each write took, in milliseconds, and what the leader said of going on alone. */
async function run(degradeMs: number, more: Partial<Script> = {}) {
  const options = singleLeader.options(3).parse({ copies: 2, degradeMs });
  const context = { id: 'degrading', target: 'single-leader', workload: 'register', nodes: 3, options };
  const alone: string[] = [];
  const { events } = await simulate(planOf({ ...shortCut, ...more }, context), singleLeader, {
    onLog: (node, _, text) => {
      if (text.startsWith('too few copies')) alone.push(`${node}: ${text}`);
    },
  });
  const { operations } = pair(events);
  const writes = operations.filter(({ f }) => f === 'write');
  return {
    types: writes.map(({ type }) => type),
    took: writes.map(({ invokedAt, completedAt }) => (completedAt - invokedAt) / 1e6),
    alone,
    finals: operations
      .filter(({ f, final, type }) => f === 'read' && final && type === 'ok')
      .map(({ key, output }) => `${key}=${JSON.stringify(output)}`),
  };
}

test('a leader that hears nobody acknowledges after the time that it was given, and waits again when it hears somebody', async () => {
  const { types, took, alone, finals } = await run(DEGRADE_MS);
  expect(types).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(took[0]).toBeLessThan(DEGRADE_MS / 2);
  expect(took[3]).toBeLessThan(DEGRADE_MS / 2);
  for (const cutOff of took.slice(1, 3)) {
    expect(cutOff).toBeGreaterThanOrEqual(DEGRADE_MS);
    expect(cutOff).toBeLessThan(DEGRADE_MS + 20);
  }
  expect(alone).toHaveLength(2);
  expect(alone[0]).toMatch(
    /^n1: too few copies of entry \d+ after 100 ms: acknowledged by the leader alone$/,
  );
  // It led on, so nothing was lost.
  expect(new Set(finals)).toEqual(new Set(['x=4', 'y=3']));
});

test('it goes on waiting where it was given no time: what was cut off is acknowledged when the cut has healed', async () => {
  const { types, took, alone } = await run(0);
  expect(types).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(took[1]).toBeGreaterThanOrEqual(150);
  expect(alone).toEqual([]);
});

test('it acknowledges alone what its own disk has, however slow that is, and nothing before', async () => {
  const { types, took } = await run(DEGRADE_MS, {
    clients: [[write(1_010, 'n1', 'x', 2)]],
    faults: [apart(1_000, 1_280, ['n1'], ['n2', 'n3'])],
    syncMs: 150,
  });
  expect(types).toEqual(['ok']);
  expect(took[0]).toBeGreaterThanOrEqual(150);
  // Long before the cut has healed, and everything is sent again.
  expect(took[0]).toBeLessThan(260);
});
