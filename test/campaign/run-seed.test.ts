import { expect, test } from 'vitest';
import { failuresOf } from '../../src/campaign/failure.js';
import { runSeed } from '../../src/campaign/run-seed.js';
import { simulate } from '../../src/controller/simulate.js';
import { pair } from '../../src/history/pair.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { judgeRun } from '../../src/run/judge-run.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { targetNamed } from '../../targets/registry.js';

const faults = ['partition', 'clock', 'kill', 'pause'];
const sloppy = { w: 1, r: 1 };
const clocked = { order: 'last-write-wins', snapshot: 'single-collect' };

test.each([
  { bugs: [], options: {} },
  { bugs: [], options: sloppy },
  { bugs: [], options: clocked },
  { bugs: ['overwrite-newer'], options: {} },
  { bugs: ['skip-write-back'], options: { w: 3, r: 3 } },
  { bugs: ['local-counter'], options: { w: 5, r: 1 } },
])('a seed fails as it does when it is judged by everything, with %j', async ({ bugs, options }) => {
  for (const workload of ['register', 'session']) {
    const more = { workload, bugs, options, timeLimitMs: 1_500, rate: 400 };
    const settings: RunSettings = { ...defaultSettings, faults, seed: `promised/${workload}`, ...more };
    const plan = drawPlan(settings);
    const run = await simulate(plan, targetNamed(plan.target));
    const history = pair(run.events);
    const verdict = judgeRun(history, plan, run.revealed);
    expect(await runSeed({ number: 0, cell: '', settings })).toMatchObject({
      valid: verdict.valid,
      failures: failuresOf(verdict, history),
      hash: run.hash,
    });
  }
});
