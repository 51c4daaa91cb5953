import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepRun, recordOf, reportStage, storedVerdict } from '../../src/cli/stages.js';
import type { Verdict } from '../../src/checkers/verdict.js';
import { readHistory } from '../../src/history/jsonl.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { RunFolder } from '../../src/run/run-folder.js';
import { defaultSettings } from '../../src/run/settings.js';

describe('a report', () => {
  const faults = ['partition', 'kill'];
  const plan = drawPlan({
    ...defaultSettings,
    faults,
    bugs: ['ack-before-quorum'],
    seed: '3',
    timeLimitMs: 2_000,
  });
  let run: RunFolder;

  beforeAll(async () => {
    run = new RunFolder(mkdtempSync(join(tmpdir(), 'splitbrain-stages-')));
    await keepRun(run, plan, 'npx splitbrain replay store/latest');
  });

  afterAll(() => rmSync(run.path, { recursive: true }));

  /** Writes the report again, and tells whether it has messages. */
  async function hasMessages(signal?: AbortSignal): Promise<boolean> {
    const history = await readHistory(run.historyFile);
    const verdict = storedVerdict(run) as Verdict;
    await reportStage(run, recordOf(run, run.readPlan(), history, verdict, run.readEnvironment()), signal);
    return /class="message (request|reply|message)/.test(readFileSync(run.reportFile, 'utf8'));
  }

  test('has the messages around its anomalies', async () => {
    expect(await hasMessages()).toBe(true);
  });

  test.each([
    ['the plan has another seed', 'plan.json', '"seed": "3"', '"seed": "4"'],
    ['the plan has an option that is gone', 'plan.json', '"options": {', '"options": { "gone": 1,'],
    [
      'its hashes are of another shape',
      'environment.json',
      '"checkpoints": [',
      '"checkpoints": {}, "old": [',
    ],
    ['it has no hashes, as on a real cluster', 'environment.json', '"checkpoints"', '"nothing"'],
  ])('is made without them where %s', async (_, file, old, changed) => {
    const path = join(run.path, file);
    const before = readFileSync(path, 'utf8');
    expect(before).toContain(old);
    writeFileSync(path, before.replace(old, changed));
    try {
      expect(await hasMessages()).toBe(false);
    } finally {
      writeFileSync(path, before);
    }
  });

  test('is made without them when that is called off', async () => {
    expect(await hasMessages(AbortSignal.abort())).toBe(false);
  });
});
