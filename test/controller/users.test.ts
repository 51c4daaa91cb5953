import { expect, test } from 'vitest';
import { simulate } from '../../src/controller/simulate.js';
import { pair } from '../../src/history/pair.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';
import { singleLeader } from '../../targets/single-leader/target.js';

test('a device stays its user’s when its process is retired; the looks in the end are nobody’s', async () => {
  const plan = drawPlan({
    ...defaultSettings,
    target: singleLeader.name,
    workload: 'devices',
    faults: ['kill', 'partition'],
    seed: 'users',
    timeLimitMs: 3_000,
  });
  const { events } = await simulate(plan, singleLeader);
  const { operations } = pair(events);
  const clients = plan.clients.length;
  const drawn = operations.filter(({ final }) => !final);
  expect(drawn.some(({ process }) => process >= clients)).toBe(true);
  for (const { process, user } of drawn) expect(user).toBe(plan.clients[process % clients]?.user);
  for (const { user } of operations.filter(({ final }) => final)) expect(user).toBeUndefined();
});
