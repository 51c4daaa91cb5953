import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.js';
import { CampaignFolder } from '../../src/campaign/campaign-folder.js';
import { cellsOf } from '../../src/campaign/matrix.js';
import { runCampaign } from '../../src/campaign/run-campaign.js';
import { SeedPool } from '../../src/campaign/seed-pool.js';
import type { SeedTask } from '../../src/campaign/seed-task.js';
import { runSeed } from '../../src/campaign/run-seed.js';
import { merged, emptyTally, verdictOf } from '../../src/campaign/tally.js';
import { defaultSettings } from '../../src/run/settings.js';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'splitbrain-campaign-'));
});
afterEach(() => {
  rmSync(store, { recursive: true });
});

const settings = {
  ...defaultSettings,
  seed: '',
  nodes: 3,
  timeLimitMs: 500,
  quietMs: 200,
  faults: ['partition', 'kill'],
  minEvidence: 0,
};
const campaign: Campaign = {
  seed: 'test',
  cells: cellsOf(settings, {
    bugs: [[], ['skip-write-back']],
    options: [
      { w: 1, r: 1 },
      { w: 2, r: 2 },
    ],
  }),
  seeds: 16,
  swarm: true,
};
const whole = { index: 1, count: 1 };
const inline = { run: runSeed, workers: 2 };

const folderOf = (shard = whole): CampaignFolder =>
  CampaignFolder.create(store, { campaign, shard }, new Date(0));

describe('a campaign', () => {
  it('comes to the same in one piece and in four shards', async () => {
    const one = await runCampaign({ campaign, shard: whole, folder: folderOf(), runner: inline });
    expect(one.complete).toBe(true);
    expect(one.tally.seeds).toBe(16);
    let sum = emptyTally;
    for (const index of [3, 1, 4, 2]) {
      const shard = { index, count: 4 };
      const { tally } = await runCampaign({ campaign, shard, folder: folderOf(shard), runner: inline });
      sum = merged(sum, tally);
    }
    expect(sum).toEqual(one.tally);
  });

  it('goes on where it was cut off, and loses nothing that it had', async () => {
    const folder = folderOf();
    const seen: number[] = [];
    const ends = new AbortController();
    const begun = await runCampaign({
      campaign,
      shard: whole,
      folder,
      runner: inline,
      signal: ends.signal,
      onReport: ({ number }) => {
        seen.push(number);
        if (seen.length === 7) ends.abort();
      },
    });
    expect(begun.complete).toBe(false);
    expect(folder.reports().map(({ number }) => number)).toEqual(seen);
    // As when the machine dies while it writes a line.
    appendFileSync(folder.journal, '{"number":23,"ce');
    expect(folder.reports()).toHaveLength(7);
  });

  it('skips what its folder holds', async () => {
    const folder = folderOf();
    const first = await runCampaign({ campaign, shard: whole, folder, runner: inline });
    const again: SeedTask[] = [];
    const pool = {
      workers: 1,
      run: (task: SeedTask) => {
        again.push(task);
        return runSeed(task);
      },
    };
    const second = await runCampaign({ campaign, shard: whole, folder, runner: pool });
    expect(again).toEqual([]);
    expect(second.tally).toEqual(first.tally);
    expect(readFileSync(folder.journal, 'utf8').trim().split('\n')).toHaveLength(16);
  });

  it('stops when its time is up', async () => {
    const endless = { ...campaign, seeds: undefined } as unknown as Campaign;
    const result = await runCampaign({
      campaign: endless,
      shard: whole,
      folder: folderOf(),
      runner: inline,
      budgetMs: 300,
    });
    expect(result.complete).toBe(true);
    expect(result.tally.seeds).toBeGreaterThan(0);
    expect(result.wallMs).toBeLessThan(5_000);
  });
});

describe('a pool of threads', () => {
  const task = (more: Partial<SeedTask['settings']> = {}): SeedTask => ({
    number: 0,
    cell: 'one',
    settings: { ...settings, seed: 'pool', ...more },
  });

  it('runs seeds as this thread would', async () => {
    const pool = new SeedPool({ workers: 2, timeoutMs: 30_000, memoryMb: 500 });
    try {
      const seeds = ['a', 'b', 'c'].map((seed) => task({ seed }));
      const { wallMs: _, ...first } = await runSeed(seeds[0] as SeedTask);
      const reports = await Promise.all(seeds.map((one) => pool.run(one)));
      expect(reports[0]).toMatchObject(first);
      expect(reports.map(({ seed }) => seed)).toEqual(['a', 'b', 'c']);
    } finally {
      await pool.close();
    }
  });

  it('reports a seed that takes too long, or needs too much memory, and goes on', async () => {
    const slow = new SeedPool({ workers: 1, timeoutMs: 700, memoryMb: 500 });
    try {
      const hung = await slow.run(task({ timeLimitMs: 3_000_000 }));
      expect(hung).toMatchObject({
        valid: false,
        crash: 'The run had not ended after 0.7 s.',
        operations: 0,
      });
    } finally {
      await slow.close();
    }
    const small = new SeedPool({ workers: 1, timeoutMs: 60_000, memoryMb: 60 });
    try {
      const large = await small.run(task({ timeLimitMs: 3_000_000 }));
      expect(large.valid).toBe(false);
      expect(large.crash).toMatch(/memory/i);
      expect((await small.run(task())).crash).toBeUndefined();
    } finally {
      await small.close();
    }
  });

  it('reports a seed whose thread ends, however it does, and goes on', async () => {
    const file = join(store, 'worker.mjs');
    const ends = {
      exits: 'process.exit(3)',
      aborts: 'process.abort()',
      'throws later': 'return new Promise(() => setTimeout(() => { throw new Error("later") }))',
      'rejects unheard': 'Promise.reject(new Error("unheard")); return new Promise(() => {})',
      'needs a stack': 'const deeper = () => deeper() + 1; return deeper()',
    };
    const cases = Object.entries(ends).map(([seed, deed]) => `case '${seed}': ${deed};`);
    writeFileSync(
      file,
      `export default async ({ settings: { seed } }) => { switch (seed) { ${cases.join(' ')} } return { seed }; };`,
    );
    const pool = new SeedPool({ workers: 1, timeoutMs: 60_000, memoryMb: 500, worker: pathToFileURL(file) });
    const crashes: (string | undefined)[] = [];
    try {
      for (const seed of Object.keys(ends)) {
        const { valid, crash } = await pool.run(task({ seed }));
        expect(valid).toBe(false);
        crashes.push(crash);
        expect(await pool.run(task({ seed: 'sound' }))).toEqual({ seed: 'sound' });
      }
    } finally {
      await pool.close();
    }
    expect(crashes).toEqual([
      'The thread ended: worker exited with code: 3',
      'The thread ended: process.abort() is not supported in workers',
      'The thread ended: later',
      'The thread ended: unheard',
      'The thread ended: Maximum call stack size exceeded',
    ]);
  });

  it('says at once that no thread can start with so little memory', async () => {
    const pool = new SeedPool({ workers: 2, timeoutMs: 60_000, memoryMb: 2 });
    try {
      const reports = await Promise.all(['a', 'b', 'c', 'd'].map((seed) => pool.run(task({ seed }))));
      for (const { valid, crash } of reports) {
        expect(valid).toBe(false);
        expect(crash).toMatch(/memory/);
      }
      expect(reports.map(({ crash }) => crash)).toContain(
        'No thread could start with 2 MiB of memory: allow more (--max-memory).',
      );
    } finally {
      await pool.close();
    }
  });

  it('reports a seed that throws', async () => {
    const report = await runSeed(task({ options: { w: 99 } }));
    expect(report).toMatchObject({ valid: false, failures: [] });
    expect(report.crash).toContain('Options of leaderless');
    expect(verdictOf({ ...emptyTally, failures: { x: {} as never } })).toBe(false);
  });
});
