import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { experiments } from '../../experiments/registry.js';
import { runExperiment } from '../../experiments/run-experiment.js';
import { witnessPlan } from '../../experiments/witness-plan.js';
import { verdictJsonSchema, verdictSchema } from '../../reports/verdict-schema.js';
import { guarantees } from '../../src/checkers/checker.js';
import { judge } from '../../src/checkers/judge.js';
import type { Verdict } from '../../src/checkers/verdict.js';
import { keepRun } from '../../src/cli/stages.js';
import { SettingsError } from '../../src/run/draw-plan.js';
import { drawPlan, defaultFaults } from '../../src/run/draw-plan.js';
import { RunFolder } from '../../src/run/run-folder.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { targets } from '../../targets/registry.js';
import { workloads } from '../../workloads/registry.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

type ReadOnly<T> = T extends object ? { readonly [Field in keyof T]: ReadOnly<T[Field]> } : T;

/** Every verdict is what the schema says: the compiler checks it. */
const asDescribed = (verdict: Verdict): ReadOnly<z.infer<typeof verdictSchema>> => verdict;

/** What the schema does not describe is dropped as it is read, and so comes to light. */
function expectDescribed(json: string): Verdict {
  const verdict = JSON.parse(json) as Verdict;
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  return asDescribed(verdict) as Verdict;
}

describe('verdict.json is what its schema says', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'splitbrain-verdicts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function verdictOf(name: string, settings: Partial<RunSettings>): Promise<Verdict | undefined> {
    const run = new RunFolder(join(folder, name));
    try {
      const plan = drawPlan({
        ...defaultSettings,
        faults: defaultFaults('simulation'),
        timeLimitMs: 2_000,
        quietMs: 500,
        ...settings,
        seed: name,
      });
      await keepRun(run, plan, `npx splitbrain replay ${name}`);
    } catch (error) {
      // Not every target has what every workload does.
      if (error instanceof SettingsError) return undefined;
      throw error;
    }
    return expectDescribed(readFileSync(run.verdictFile, 'utf8'));
  }

  test.each(targets.flatMap((target) => workloads.map((workload) => [target.name, workload.name] as const)))(
    'of %s under %s, sound and not, and with too little evidence',
    async (target, workload) => {
      const verdicts = [
        await verdictOf(`${target}-${workload}-sound`, { target, workload }),
        await verdictOf(`${target}-${workload}-thin`, { target, workload, minEvidence: 1_000_000 }),
        await verdictOf(`${target}-${workload}-quiet`, { target, workload, faults: [] }),
      ].filter((verdict) => verdict !== undefined);
      for (const { valid } of verdicts.slice(1, 2)) expect(valid).not.toBe(true);
    },
    60_000,
  );

  test('of bugs that break promises', async () => {
    const bugs = ['ack-before-quorum', 'read-one', 'no-tie-break', 'fail-on-timeout'];
    const verdicts = [];
    for (const bug of bugs) verdicts.push(await verdictOf(bug, { workload: 'session', bugs: [bug] }));
    expect(verdicts.map((verdict) => verdict?.valid)).toContain(false);
  });

  test('of experiments, which ask for guarantees', async () => {
    for (const experiment of experiments) {
      const plan = witnessPlan(experiment);
      if (!plan) continue;
      const { verdict } = await runExperiment(experiment, plan);
      expectDescribed(JSON.stringify(verdict));
    }
  });

  test('of any history, judged by everything', () => {
    const history = makeHistory(w(1, 'x', 1, 0, 10), r(2, 'x', null, 20, 30), r(3, 'x', 9, 40, 50));
    const promises = [
      { guarantee: 'bounded-staleness', because: 'the test says so', maxStaleMs: 1, maxStaleVersions: 1 },
      { guarantee: 'write-quorum', because: 'the test says so', copies: 2 },
      { guarantee: 'bank-totals', because: 'the test says so', negativeBalances: true },
    ] as const;
    const verdict = judge(history, {
      promises,
      guarantees,
      suspended: [{ fault: 'wipe', guarantees: ['durability'], because: 'what is gone is gone' }],
      minEvidence: 1,
      maxAnomalies: 5,
      quorum: { n: 3, w: 1, r: 1, random: () => 0.5 },
    });
    expect(expectDescribed(JSON.stringify(verdict)).staleness?.prediction).toBeDefined();
  });

  test('the schema that is shipped is the one that is checked', async () => {
    // Written anew by: npx vitest run test/reports/verdict-schema.test.ts -u
    await expect(`${JSON.stringify(verdictJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
      '../../reports/verdict.schema.json',
    );
  });

  test('it refuses what is no verdict', () => {
    const { success } = verdictSchema.safeParse({ version: 2, valid: true });
    expect(success).toBe(false);
  });
});
