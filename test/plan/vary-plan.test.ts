import { expect, test } from 'vitest';
import { varyPlan } from '../../src/plan/vary-plan.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';

const plan = drawPlan({ ...defaultSettings, faults: ['kill'], seed: 'root', timeLimitMs: 2_000 });

test('the first neighbour of a plan is itself; others have seeds of their own', () => {
  expect(varyPlan(plan, 0)).toBe(plan);
  expect(varyPlan(plan, 7)).toEqual({ ...plan, seed: 'root~7' });
  expect(varyPlan(varyPlan(plan, 7), 3).seed).toBe('root~3');
});

test('every second one does the same at slightly other times, in the same order for each client', () => {
  for (let number = 2; number < 60; number += 2) {
    const other = varyPlan(plan, number);
    expect(varyPlan(plan, number)).toEqual(other);
    for (const [client, { operations }] of other.clients.entries()) {
      const before = plan.clients[client]?.operations ?? [];
      expect(operations.map(({ atMs: _, ...rest }) => rest)).toEqual(
        before.map(({ atMs: _, ...rest }) => rest),
      );
      const times = operations.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...times)).toBeLessThan(plan.timeLimitMs);
    }
    expect(other.clients).not.toEqual(plan.clients);
    expect(other.faults.map(({ durationMs }) => durationMs)).toEqual(
      plan.faults.map(({ durationMs }) => durationMs),
    );
  }
});
