import { expect, test } from 'vitest';
import { freshPlan, originOf } from '../../src/campaign/origin.js';
import { drawSwarm } from '../../src/campaign/swarm.js';
import { withoutNode } from '../../src/plan/shrinking/without-node.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';

const settings = {
  ...defaultSettings,
  seed: 'a seed',
  workload: 'session',
  options: { w: 2 },
  bugs: ['amnesia'],
  faults: ['partition', 'kill', 'clock'],
  timeLimitMs: 1_000,
};

test('the settings of a plan as it was drawn are known from it, also those of a swarm', () => {
  for (const own of [settings, drawSwarm(settings)]) {
    const plan = drawPlan(own);
    const origin = originOf(plan);
    expect(origin && freshPlan(origin, plan.seed)).toEqual(plan);
    const other = origin && freshPlan(origin, 'another');
    expect(other).toMatchObject({ target: 'leaderless', workload: 'session', bugs: ['amnesia'] });
    expect(other?.clients).not.toEqual(plan.clients);
  }
});

test('of a plan that was changed nobody knows what it was drawn from', () => {
  const plan = drawPlan(settings);
  expect(originOf({ ...plan, timeLimitMs: 500 })).toBeUndefined();
  expect(originOf(withoutNode(plan, 'n5'))).toBeUndefined();
});

test('fresh plans of a swarm have faults and rates of their own, and run in simulation wherever the campaign did', () => {
  const { seed: _, ...origin } = { ...settings, cluster: 'docker' as const };
  const plans = ['a', 'b', 'c', 'd'].map((seed) => freshPlan({ settings: origin, swarm: true }, seed));
  expect(new Set(plans.map((plan) => plan.settings.rate)).size).toBeGreaterThan(1);
  expect(plans[0]).toEqual(drawPlan(drawSwarm({ ...settings, seed: 'a' })));
});
