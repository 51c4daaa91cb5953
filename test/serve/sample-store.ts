import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepRun } from '../../src/cli/stages.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { RunFolder } from '../../src/run/run-folder.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';

const settings: RunSettings = {
  ...defaultSettings,
  faults: ['partition', 'kill'],
  timeLimitMs: 1_500,
  quietMs: 500,
  rate: 60,
  minEvidence: 0,
  seed: 'sample',
};

/** Runs in a store, real ones: what each is called there. */
export interface SampleStore {
  readonly path: string;
  readonly kept: string;
  readonly broken: string;
}

/** Makes a store with two runs: one that keeps its promises, and one that a planted bug makes break some. */
export async function sampleStore(path: string): Promise<SampleStore> {
  const kept = 'leaderless/register/20260102-030405-kept';
  const broken = 'leaderless/session/20260103-030405-broken';
  await keepRun(new RunFolder(join(path, kept)), drawPlan({ ...settings, seed: 'kept' }), 'replay');
  const plan = drawPlan({
    ...settings,
    workload: 'session',
    seed: 'broken',
    options: { w: 4 },
    bugs: ['local-counter'],
  });
  await keepRun(new RunFolder(join(path, broken)), plan, 'replay');
  symlinkSync(broken, join(path, 'latest'));
  return { path, kept, broken };
}

/** Copies a run of a store under another name, with other texts in its files. */
export function copyRun(
  { path }: SampleStore,
  from: string,
  to: string,
  change: (plan: Record<string, unknown>) => Record<string, unknown>,
): void {
  cpSync(join(path, from), join(path, to), { recursive: true });
  const file = join(path, to, 'plan.json');
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify(change(plan), undefined, 2));
}

/** Writes a file of the store, with the folders that it needs. */
export function writeInto(store: string, path: string, text: string): void {
  const file = join(store, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
