import { expect, test } from 'vitest';
import { ContradictionError } from '../../src/checkers/contradiction.js';
import { drawPlan, SettingsError } from '../../src/run/draw-plan.js';
import { judgeRun } from '../../src/run/judge-run.js';
import { judgeSimulated } from '../../src/run/judge-simulated.js';
import { defaultSettings } from '../../src/run/settings.js';

const plan = drawPlan({ ...defaultSettings, faults: [], seed: 'contradicted', timeLimitMs: 500 });

test('a verdict that contradicts what the simulation knows is an error that names the seed', async () => {
  const { run, history } = await judgeSimulated(plan);
  const lies = run.revealed.map((one) => ({ ...one, holds: 'something else' }));
  const judging = () => judgeRun(history, plan, lies);
  expect(judging).toThrow(ContradictionError);
  expect(judging).toThrow(/^Seed contradicted \(leaderless, register\): The verdict contradicts .* n\d said/);
});

test('a run that fails names its seed', async () => {
  await expect(judgeSimulated({ ...plan, target: 'nobody' })).rejects.toThrow(
    /^The run of seed contradicted failed: /,
  );
});

test('a plan of before there was an option is run and judged with its default', async () => {
  const settings = { ...defaultSettings, target: 'single-leader', faults: [], seed: 'old', timeLimitMs: 500 };
  const now = drawPlan(settings);
  const { firstChange: _, snapshots: __, ...before } = now.options;
  const [one, other] = await Promise.all(
    [now, { ...now, options: before }].map((each) => judgeSimulated(each)),
  );
  expect(other?.run.hash).toBe(one?.run.hash);
  expect(other?.verdict).toEqual(one?.verdict);
});

test('a plan with an option that its target does not have any more is refused', () => {
  const stale = { ...plan, options: { ...plan.options, hinted: true } };
  expect(() => judgeRun({ operations: [], faults: [], endedAt: 0, events: 0 }, stale)).toThrow(SettingsError);
  expect(() => judgeRun({ operations: [], faults: [], endedAt: 0, events: 0 }, stale)).toThrow(
    /^Options of leaderless in the plan of seed contradicted:\n.*hinted/s,
  );
});
