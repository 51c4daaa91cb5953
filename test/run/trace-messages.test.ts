import { describe, expect, test, vi } from 'vitest';
import { clientOf } from '../../src/controller/client-name.js';
import { NEMESIS } from '../../src/history/event.js';
import type { Plan } from '../../src/plan/plan.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { type JudgedSimulation, judgeSimulated } from '../../src/run/judge-simulated.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { traceMessages } from '../../src/run/trace-messages.js';

const pace = vi.hoisted(() => ({ step: 0, looks: 0 }));
vi.mock('../../src/cluster/real-pace.js', async (original) => {
  const real = await original<{ realNowMs: () => number }>();
  return { ...real, realNowMs: () => real.realNowMs() + pace.step * (pace.step > 0 ? pace.looks++ : 0) };
});

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

const hashesOf = ({ checkpoints, hash }: JudgedSimulation['run']) => ({ checkpoints, eventHash: hash });

describe.each(plans)('the messages of a run of the %s store', (_, plan) => {
  test('have a request for each operation, sent while it was under way', async () => {
    const { run, history } = await judgeSimulated(plan);
    const messages = await traceMessages(
      plan,
      { operations: history.operations, arrivals: [] },
      hashesOf(run),
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
    const messages = await traceMessages(plan, { operations, arrivals }, hashesOf(run));
    const brought = messages.flatMap(({ to, brought: moments }) => moments.map((at) => `${to} ${at}`));
    const known = new Set(arrivals.map(({ node, at }) => `${node} ${at}`));
    for (const moment of brought) expect(known).toContain(moment);
    expect(new Set(brought).size).toBeGreaterThan(arrivals.length * 0.7);
  });

  test('have for each answered operation its reply, to the client that asked', async () => {
    const { run, history } = await judgeSimulated(plan);
    const { operations } = history;
    const messages = await traceMessages(plan, { operations, arrivals: [] }, hashesOf(run));
    const replies = new Map(
      messages.filter(({ kind }) => kind === 'reply').map((reply) => [reply.operation, reply]),
    );
    for (const { index, process, type, completedAt } of operations) {
      const reply = replies.get(index);
      if (reply) expect(reply.to).toBe(clientOf(process, plan));
      if (type === 'ok') expect(reply?.arrivedAt, `operation ${index}`).toBe(completedAt);
    }
  });

  test('are the same however fast the machine is', async () => {
    const { run, history } = await judgeSimulated(plan);
    const moments = { operations: history.operations.slice(100, 140), arrivals: [] };
    const fast = await traceMessages(plan, moments, hashesOf(run));
    // Each look at the clock finds that much time has gone by: slices are as short as can be.
    pace.step = 30;
    const slow = await traceMessages(plan, moments, hashesOf(run));
    pace.step = 0;
    expect(pace.looks).toBeGreaterThan(10);
    expect(slow).toEqual(fast);
    expect(fast.length).toBeGreaterThan(100);
  });

  test('are not told where the run would now be another', async () => {
    const { run, history } = await judgeSimulated(plan);
    const hashes = hashesOf(run);
    const early = { operations: history.operations.slice(0, 3), arrivals: [] };
    const late = { operations: history.operations.slice(-1), arrivals: [] };
    for (const moments of [early, late]) {
      expect(await traceMessages(plan, moments, hashes)).not.toEqual([]);
      for (const changed of [0, 1]) {
        const checkpoints = hashes.checkpoints.map((one, at) =>
          at === changed ? { ...one, hash: '0'.repeat(16) } : one,
        );
        expect(await traceMessages(plan, moments, { ...hashes, checkpoints })).toEqual([]);
      }
    }
    expect(await traceMessages(plan, late, { ...hashes, eventHash: '0'.repeat(16) })).toEqual([]);
  });

  test('are not those of another run, however short', async () => {
    const short = { ...plan, clients: plan.clients.slice(0, 1), faults: [], timeLimitMs: 20, quietMs: 10 };
    const { run, history } = await judgeSimulated(short);
    expect(run.happenings).toBeLessThan(1_000);
    const moments = { operations: history.operations, arrivals: [] };
    expect(await traceMessages(short, moments, hashesOf(run))).not.toEqual([]);
    expect(await traceMessages({ ...short, seed: 'another' }, moments, hashesOf(run))).toEqual([]);
  });

  test('are none when that is called off', async () => {
    const { run, history } = await judgeSimulated(plan);
    const moments = { operations: history.operations, arrivals: [] };
    expect(await traceMessages(plan, moments, hashesOf(run), AbortSignal.abort())).toEqual([]);
  });
});

test('nobody asks, or nobody knows its hashes: nothing is run', async () => {
  const nowhere = { ...(plans[0]?.[1] as Plan), target: 'nobody' };
  expect(await traceMessages(nowhere, { operations: [], arrivals: [] }, { checkpoints: [] })).toEqual([]);
  const { history } = await judgeSimulated(plans[0]?.[1] as Plan);
  expect(await traceMessages(nowhere, { operations: history.operations, arrivals: [] }, {})).toEqual([]);
});
