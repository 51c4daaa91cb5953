import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlan } from '../../../src/plan/parse-plan.js';
import type { Plan, PlannedFault } from '../../../src/plan/plan.js';
import { withoutNode } from '../../../src/plan/shrinking/without-node.js';
import { withoutWindow } from '../../../src/plan/shrinking/without-window.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';

const planOf = (seed: number): Plan =>
  drawPlan({
    ...defaultSettings,
    workload: 'session',
    faults: ['partition', 'clock', 'kill', 'pause'],
    seed: String(seed),
    timeLimitMs: 3_000,
    rate: 50,
  });

test('a plan with one node fewer is a plan of the nodes that are left', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 4 }), (seed, at) => {
      const plan = planOf(seed);
      const fewer = withoutNode(plan, `n${at + 1}`);
      expect(parsePlan(JSON.stringify(fewer))).toEqual(fewer);
      expect(fewer.nodes).toEqual(['n1', 'n2', 'n3', 'n4']);
      expect(Object.keys(fewer.clocks)).toEqual(fewer.nodes);
      const named = JSON.stringify([fewer.faults, fewer.clients]);
      expect(named).not.toContain('"n5"');
      expect(fewer.clients.map(({ operations }) => operations.length)).toEqual(
        plan.clients.map(({ operations }) => operations.length),
      );
    }),
    { numRuns: 50 },
  );
});

test('faults keep what they do to the other nodes, and are gone without any', () => {
  const fault = (id: string, fields: object): PlannedFault =>
    ({ id, atMs: 1, durationMs: 2, ...fields }) as PlannedFault;
  const plan: Plan = {
    ...planOf(1),
    nodes: ['n1', 'n2', 'n3'],
    clients: [],
    faults: [
      fault('pause-1', { kind: 'pause', nodes: ['n3', 'n2'] }),
      fault('pause-2', { kind: 'pause', nodes: ['n2'] }),
      fault('partition-1', {
        kind: 'partition',
        shape: 'one-way',
        links: [
          ['n1', 'n2'],
          ['n1', 'n3'],
        ],
      }),
    ],
  };
  expect(withoutNode(plan, 'n2').faults).toEqual([
    fault('pause-1', { kind: 'pause', nodes: ['n2'] }),
    fault('partition-1', { kind: 'partition', shape: 'one-way', links: [['n1', 'n2']] }),
  ]);
});

test('without a window of time nothing of it is left, and all else keeps its order and its length', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 3_000 }), fc.nat({ max: 3_000 }), (seed, one, other) => {
      const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other)];
      const plan = planOf(seed);
      const shorter = withoutWindow(plan, fromMs, toMs);
      expect(shorter.timeLimitMs).toBe(plan.timeLimitMs - (toMs - fromMs));
      for (const [at, { operations }] of plan.clients.entries()) {
        const kept = operations.filter(({ atMs }) => atMs < fromMs || atMs >= toMs);
        const moved = shorter.clients[at]?.operations ?? [];
        expect(moved.map(({ value }) => value)).toEqual(kept.map(({ value }) => value));
        for (const [position, { atMs }] of moved.entries()) {
          const before = kept[position]?.atMs as number;
          expect(atMs).toBeCloseTo(before < fromMs ? before : before - (toMs - fromMs), 2);
        }
      }
      for (const fault of shorter.faults) {
        const before = plan.faults.find(({ id }) => id === fault.id) as PlannedFault;
        const lost = Math.max(
          0,
          Math.min(before.atMs + before.durationMs, toMs) - Math.max(before.atMs, fromMs),
        );
        expect(fault.durationMs).toBeCloseTo(before.durationMs - lost, 2);
      }
    }),
    { numRuns: 50 },
  );
});
