import { expect, test } from 'vitest';
import { simulate } from '../../../src/controller/simulate.js';
import { pair } from '../../../src/history/pair.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { leaderless } from '../../../targets/leaderless/target.js';

test('a replica reveals what it takes in: what it says in the end is what it revealed last', async () => {
  const plan = drawPlan({
    ...defaultSettings,
    faults: ['partition', 'kill', 'pause'],
    seed: 'revealed',
    timeLimitMs: 3_000,
  });
  const { events, revealed } = await simulate(plan, leaderless);
  const { operations } = pair(events);
  const looks = operations.filter(({ f, type }) => f === 'inspect' && type === 'ok');
  expect(looks).toHaveLength(5);
  for (const look of looks) {
    const said = Object.entries(look.output as Record<string, { value: unknown }>);
    for (const [key, { value }] of said) {
      const heard = revealed.filter(
        ({ node, at, ...one }) => node === look.node && one.key === key && at < look.completedAt,
      );
      expect(heard.at(-1)?.holds, `${look.node} ${key}`).toBe(value);
    }
  }
  expect(new Set(revealed.map(({ node, life }) => `${node} ${life}`)).size).toBeGreaterThan(5);
});

test('an acknowledged write has reached w replicas', async () => {
  const plan = drawPlan({ ...defaultSettings, faults: ['partition'], seed: 'reached', timeLimitMs: 2_000 });
  const { events, revealed } = await simulate(plan, leaderless);
  const writes = pair(events).operations.filter(({ f, type }) => f === 'write' && type === 'ok');
  expect(writes.length).toBeGreaterThan(50);
  for (const { key, input, completedAt } of writes) {
    const reached = revealed.filter((one) => one.key === key && one.value === input && one.at < completedAt);
    expect(new Set(reached.map(({ node }) => node)).size).toBeGreaterThanOrEqual(3);
  }
});
