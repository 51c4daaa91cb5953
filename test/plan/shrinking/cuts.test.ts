import { expect, test } from 'vitest';
import type { Plan, PlannedOperation } from '../../../src/plan/plan.js';
import { allCuts } from '../../../src/plan/shrinking/cuts.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';

const plan = drawPlan({
  ...defaultSettings,
  workload: 'devices',
  faults: [],
  seed: 'cuts',
  timeLimitMs: 1_000,
  rate: 60,
});

/** Who does each operation, by the moment at which it is done. */
const users = ({ clients }: Plan): ReadonlyMap<number, string | undefined> =>
  new Map(clients.flatMap(({ user, operations }) => operations.map(({ atMs }) => [atMs, user] as const)));

const operationsOf = ({ clients }: Plan): readonly PlannedOperation[] =>
  clients.flatMap(({ operations }) => operations);

test('no cut gives an operation of one user to another', () => {
  const before = users(plan);
  let merged = 0;
  for (const cuts of allCuts(
    () => [],
    () => [],
  )) {
    for (const edit of cuts(plan)) {
      const cut = edit(plan);
      if (!cut) continue;
      if (cut.clients.length < plan.clients.length && operationsOf(cut).length === operationsOf(plan).length)
        merged++;
      // Windows of time that are cut out move what is left.
      if (cut.timeLimitMs < plan.timeLimitMs) continue;
      for (const [atMs, user] of users(cut)) expect(user).toBe(before.get(atMs));
    }
  }
  // Each user's two devices may be merged into one, and nobody else's.
  expect(merged).toBe(Math.floor(plan.clients.length / 2));
});
