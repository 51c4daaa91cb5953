import { expect, test } from 'vitest';
import { RECOVERY_MS } from '../../src/checkers/liveness.js';
import { simulate } from '../../src/controller/simulate.js';
import { pair } from '../../src/history/pair.js';
import type { FaultWindow, Operation } from '../../src/history/operation.js';
import type { Plan } from '../../src/plan/plan.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { targetNamed } from '../../targets/registry.js';

const MS = 1e6;

/** What is asked of the nodes of the quorum while the others are broken. */
async function askedUnderMinority(over: Partial<RunSettings>, change = (plan: Plan): Plan => plan) {
  const settings: RunSettings = {
    ...defaultSettings,
    timeLimitMs: 1_000,
    faults: ['minority'],
    seed: 'quorum',
    ...over,
  };
  const plan = change(drawPlan(settings));
  const { events } = await simulate(plan, targetNamed(plan.target));
  const { operations, faults } = pair(events);
  const window = faults.find(({ kind }) => kind === 'minority') as FaultWindow;
  const { nodes: broken } = window.value as { readonly nodes: readonly string[] };
  // Clients of the main phase have ended long before a quorum had time to recover, and processes beyond theirs ask it.
  const clients = plan.clients.length * Math.max(...plan.clients.map(({ operations: { length } }) => length));
  const asked = operations.filter(({ process, invokedAt }) => process > clients && invokedAt < window.to);
  const sound = plan.nodes.filter((node) => !broken.includes(node));
  return { plan, window, asked, sound };
}

const placesOf = (operations: readonly Operation[]): string[] =>
  [...new Set(operations.map(({ node, key }) => `${node} ${key}`))].sort();

test.each(['leaderless', 'single-leader'])(
  '%s: each node of the quorum answers for each key, at once and after recovery, and then all heal',
  async (target) => {
    const { plan, window, asked, sound } = await askedUnderMinority({ target });
    const everywhere = sound.flatMap((node) => plan.keys.map((key) => `${node} ${key}`)).sort();
    const isServedFrom = (from: number, to: number): string[] =>
      placesOf(asked.filter(({ type, invokedAt }) => type === 'ok' && invokedAt >= from && invokedAt < to));
    const recoveredAt = window.from + RECOVERY_MS * MS;
    expect(isServedFrom(window.from, recoveredAt)).toEqual(everywhere);
    expect(isServedFrom(recoveredAt, window.to)).toEqual(everywhere);
    expect((window.to - window.from) / MS).toBeLessThan(RECOVERY_MS + 500);
  },
);

test('nodes that cannot serve are asked until the fault is over, and not beyond', async () => {
  const allButTwo = (plan: Plan): Plan => ({
    ...plan,
    faults: plan.faults.map((fault) => ({ ...fault, nodes: plan.nodes.slice(0, 3) })),
  });
  const { plan, window, asked } = await askedUnderMinority({ target: 'single-leader' }, allButTwo);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.filter(({ type }) => type === 'ok')).toEqual([]);
  const [fault] = plan.faults;
  expect((window.to - window.from) / MS).toBeCloseTo(fault?.durationMs as number, 3);
});
