import { describe, expect, test } from 'vitest';
import { NEMESIS } from '../../src/history/event.js';
import type { Plan } from '../../src/plan/plan.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { judgeSimulated } from '../../src/run/judge-simulated.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { traceMessages } from '../../src/run/trace-messages.js';

const settings: RunSettings = {
  ...defaultSettings,
  faults: ['partition', 'kill', 'minority'],
  seed: 'traced',
  timeLimitMs: 4_000,
  operationTimeoutMs: 300,
};
const plans = ['leaderless', 'single-leader'].map(
  (target) => [target, drawPlan({ ...settings, target })] as const,
);

describe.each(plans)('the messages of a run of the %s store', (_, plan) => {
  test('have a request for each operation, sent while it was under way', async () => {
    const { run, history } = await judgeSimulated(plan);
    const messages = await traceMessages(
      plan,
      { operations: history.operations, arrivals: [] },
      run.checkpoints,
    );
    const processes = new Set(history.operations.map(({ process }) => process));
    // Otherwise the case says nothing about processes that took the place of others.
    expect(processes.size).toBeGreaterThan(plan.clients.length + 2 * plan.nodes.length);
    expect(processes).not.toContain(NEMESIS);
    for (const { index, invokedAt, endedAt, node } of history.operations) {
      const requests = messages.filter(({ operation, kind }) => operation === index && kind === 'request');
      expect(requests.length, `operation ${index}`).toBeGreaterThan(0);
      expect(requests[0]?.sentAt).toBe(invokedAt);
      // Clients of the single-leader store ask whom they take for the leader.
      if (plan.target === 'leaderless') expect(requests[0]?.to).toBe(node);
      for (const { sentAt } of requests) expect(sentAt).toBeLessThan(endedAt);
    }
    expect(messages.some(({ lost }) => lost === 'cut')).toBe(true);
  });

  test('tell what brought replicas to take in what they did', async () => {
    const { run, history } = await judgeSimulated(plan);
    const arrivals = run.revealed.filter(({ life }) => life === 1).slice(20, 40);
    const operations = history.operations.slice(0, 1);
    const messages = await traceMessages(plan, { operations, arrivals }, run.checkpoints);
    const brought = messages.flatMap(({ to, brought: moments }) => moments.map((at) => `${to} ${at}`));
    const known = new Set(arrivals.map(({ node, at }) => `${node} ${at}`));
    for (const moment of brought) expect(known).toContain(moment);
    expect(new Set(brought).size).toBeGreaterThan(arrivals.length / 2);
  });

  test('are not told where the run would now be another', async () => {
    const { run, history } = await judgeSimulated(plan);
    const moments = { operations: history.operations.slice(-1), arrivals: [] };
    const other = run.checkpoints.map((one, at) => (at === 2 ? { ...one, hash: '0'.repeat(16) } : one));
    expect(await traceMessages(plan, moments, run.checkpoints)).not.toEqual([]);
    expect(await traceMessages(plan, moments, other)).toEqual([]);
  });
});

test('nobody asks: nothing is run', async () => {
  expect(await traceMessages(plans[0]?.[1] as Plan, { operations: [], arrivals: [] }, [])).toEqual([]);
});
