import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Blob, CampaignFolder, CampaignFolderError } from '../../src/campaign/campaign-folder.js';
import { earlierNights } from '../../src/campaign/earlier-nights.js';
import { cellsOf } from '../../src/campaign/matrix.js';
import { emptyTally } from '../../src/campaign/tally.js';
import { defaultSettings } from '../../src/run/settings.js';

describe('earlier campaigns of the same matrix', () => {
  let root: string;
  beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'splitbrain-nights-'))));
  afterAll(() => rmSync(root, { recursive: true }));

  function make(path: string, seed: string, more: Partial<Blob> = {}, rate = 100): CampaignFolder {
    const settings = { ...defaultSettings, faults: [], seed, rate };
    const about = {
      campaign: { seed, cells: cellsOf(settings), swarm: true },
      shard: { index: 1, count: 1 },
    };
    const folder = CampaignFolder.at(join(root, path), about, new Date());
    folder.writeBlob({
      version: 1,
      ...about,
      startedAt: `2026-01-0${seed}T00:00:00.000Z`,
      tally: { ...emptyTally, seeds: Number(seed) },
      wallMs: 10,
      complete: true,
      ...more,
    });
    return folder;
  }

  test('are found in the store and in the places given, and no others', () => {
    make('store/campaigns/one', '1');
    make('store/campaigns/another', '2', {}, 200);
    make('store/campaigns/shard', '3', { shard: { index: 1, count: 2 } });
    mkdirSync(join(root, 'store/campaigns/damaged'));
    writeFileSync(join(root, 'store/campaigns/damaged/blob.json'), '{');
    make('elsewhere/night', '4');
    make('elsewhere/copy', '1');
    make('alone', '5');
    const folder = make('store/campaigns/own', '6');
    const about = { campaign: folder.outcome().campaign, folder, store: join(root, 'store') };
    const seeds = (places: readonly string[]): number[] =>
      earlierNights({ ...about, places: places.map((place) => join(root, place)) })
        .map((night) => night.seeds)
        .sort();
    expect(seeds([])).toEqual([1]);
    expect(seeds(['elsewhere', 'alone'])).toEqual([1, 4, 5]);
    expect(() => seeds(['nowhere'])).toThrow(CampaignFolderError);
    expect(() => seeds(['store'])).toThrow('holds no blob.json');
  });
});
