import { expect, test } from 'vitest';
import { ContradictionError } from '../../src/checkers/contradiction.js';
import { drawPlan } from '../../src/run/draw-plan.js';
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
