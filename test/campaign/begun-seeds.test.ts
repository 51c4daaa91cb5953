import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BegunSeeds } from '../../src/campaign/begun-seeds.js';
import { CampaignFolder } from '../../src/campaign/campaign-folder.js';
import { cellsOf } from '../../src/campaign/matrix.js';
import { compiledFile } from '../../src/cluster/compiled-file.js';
import { defaultSettings } from '../../src/run/settings.js';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'splitbrain-begun-'));
});
afterEach(() => {
  rmSync(store, { recursive: true });
});

it('counts how often each seed has begun, whatever was cut off', () => {
  const begun = new BegunSeeds(store);
  expect(begun.times()).toEqual(new Map());
  for (const number of [12, 3, 12]) begun.note(number);
  appendFileSync(join(store, 'begun.jsonl'), '4');
  expect([...new BegunSeeds(store).times()]).toEqual([
    [3, 1],
    [12, 2],
  ]);
  begun.forget();
  expect(new BegunSeeds(store).times()).toEqual(new Map());
});

const SEEDS = 12;
const FATAL = 5;

describe('a seed that takes the whole process with it', () => {
  const settings = { ...defaultSettings, seed: '', faults: [], timeLimitMs: 200, quietMs: 100 };
  const campaign = { seed: 'fatal', cells: cellsOf(settings, {}), seeds: SEEDS, swarm: false };

  /** A process of its own goes on with the campaign, three seeds at once; returns how it ended. */
  function session(folder: CampaignFolder): string | number | null {
    const module = (path: string): string =>
      pathToFileURL(compiledFile(new URL(`../../src/campaign/${path}.ts`, import.meta.url))).href;
    const script = join(store, 'session.mjs');
    writeFileSync(
      script,
      `import { CampaignFolder } from '${module('campaign-folder')}';
       import { runCampaign } from '${module('run-campaign')}';
       import { runSeed } from '${module('run-seed')}';
       const folder = new CampaignFolder(${JSON.stringify(folder.path)});
       const { campaign, shard } = folder.read();
       const run = async (task) => {
         await new Promise((resolve) => setTimeout(resolve, 20));
         if (task.number === ${FATAL}) process.kill(process.pid, 'SIGKILL');
         return runSeed(task);
       };
       await runCampaign({ campaign, shard, folder, runner: { workers: 3, run } });`,
    );
    const { status, signal, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    return signal ?? (status === 0 ? 0 : stderr);
  }

  it('is run alone when the campaign goes on, and reported when it does so again', () => {
    const folder = CampaignFolder.create(store, { campaign, shard: { index: 1, count: 1 } }, new Date(0));
    const reported = (): number[] =>
      folder
        .reports()
        .map(({ number }) => number)
        .sort((a, b) => a - b);

    expect(session(folder)).toBe('SIGKILL');
    expect(reported()).not.toContain(FATAL);
    const inWork = [...new BegunSeeds(folder.path).times().keys()].filter((one) => !reported().includes(one));
    expect(inWork.length).toBeGreaterThan(1);

    expect(session(folder)).toBe('SIGKILL');
    expect(reported()).not.toContain(FATAL);

    expect(session(folder)).toBe(0);
    expect(reported()).toEqual(Array.from({ length: SEEDS }, (_, number) => number));
    expect(folder.reports().flatMap(({ number, crash }) => (crash ? [{ number, crash }] : []))).toEqual([
      { number: FATAL, crash: 'The whole process ended while this seed ran, and again when it ran alone.' },
    ]);
    expect(existsSync(join(folder.path, 'begun.jsonl'))).toBe(false);
  });
});
