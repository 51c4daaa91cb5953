import { expect, test } from 'vitest';
import { smallerTunings } from '../../src/campaign/smaller-tunings.js';
import type { Plan } from '../../src/plan/plan.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { singleLeader } from '../../targets/single-leader/target.js';

const planOf = (options: RunSettings['options']): Plan =>
  drawPlan({
    ...defaultSettings,
    target: 'single-leader',
    faults: [],
    seed: 'tunings',
    timeLimitMs: 100,
    options,
  });

test('tunings are made smaller one at a time, the smallest first, as far as the target says how small', () => {
  const plan = planOf({ snapshotEvery: 20, retain: 4, demoteMs: 150, electionTimeoutMs: 80 });
  const changes = smallerTunings(plan).map((options) =>
    Object.entries(options).filter(([name, value]) => plan.options[name] !== value),
  );
  expect(changes).toEqual([
    [['electionTimeoutMs', 40]],
    [['snapshotEvery', 2]],
    [['snapshotEvery', 8]],
    [['retain', 0]],
  ]);
});

test('what would promise less is left alone', () => {
  // A lease may not outlast the time in which nobody else is elected.
  const plan = planOf({ leaderReads: 'lease', leaseMs: 100, electionTimeoutMs: 300 });
  const guarantees = (options: Plan['options']) =>
    singleLeader.promises(singleLeader.options(5).parse(options), 5).map(({ guarantee }) => guarantee);
  expect(guarantees({ ...plan.options, electionTimeoutMs: 40 })).not.toEqual(guarantees(plan.options));
  const timeouts = smallerTunings(plan).map((options) => options['electionTimeoutMs']);
  expect(timeouts).not.toContain(40);
  expect(timeouts).toContain(150);
});
