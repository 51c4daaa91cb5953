import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.js';
import { CampaignFolder } from '../../src/campaign/campaign-folder.js';
import { mergeCampaigns } from '../../src/campaign/merge-campaigns.js';
import type { SeedReport } from '../../src/campaign/seed-task.js';
import { inOrder, tallied } from '../../src/campaign/tally.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'splitbrain-merge-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const campaign: Campaign = { seed: 's', cells: [], swarm: true, seeds: 6 };
const report = (number: number): SeedReport => ({
  number,
  cell: number % 2 === 0 ? 'even' : 'odd',
  seed: `s-${number}`,
  valid: number !== 3,
  failures: number === 3 ? [{ guarantee: 'durability', kind: 'lost-write', shape: '1 write by 1' }] : [],
  evidence: { durability: { met: number, needed: 1 } },
  operations: 10 * number,
  simulatedMs: 100,
  wallMs: 5,
  faults: { kill: number },
  probes: {},
});

interface ShardOptions {
  readonly numbers: readonly number[];
  readonly of?: Campaign;
  readonly commit?: string;
  /** Whether it came to its end and wrote its blob. */
  readonly ended?: boolean;
}

function shard(
  index: number,
  count: number,
  { numbers, of = campaign, commit = 'c1', ended = true }: ShardOptions,
): CampaignFolder {
  const about = { campaign: of, shard: { index, count }, commit };
  const folder = CampaignFolder.create(root, about, new Date(index * 1000));
  const reports = numbers.map(report);
  for (const one of reports) folder.note(one);
  const file = folder.read();
  if (ended && file) folder.writeBlob({ ...file, tally: tallied(reports), wallMs: 10, complete: true });
  return folder;
}

test('shards come to what all their seeds come to in one, to the byte', () => {
  const folders = [shard(2, 3, { numbers: [4, 1] }), shard(1, 3, { numbers: [0, 3] })];
  const all = mergeCampaigns([...folders, shard(3, 3, { numbers: [5, 2] })]);
  expect(JSON.stringify(all.blob.tally)).toBe(
    JSON.stringify(inOrder(tallied([0, 1, 2, 3, 4, 5].map(report)))),
  );
  expect(all).toMatchObject({ missing: [], cutOff: [], blob: { complete: true, wallMs: 30 } });
  expect(mergeCampaigns(folders)).toMatchObject({ missing: [3], blob: { complete: false } });
});

test('of a shard that was killed counts what it had done', () => {
  const killed = shard(2, 2, { numbers: [1, 3], ended: false });
  const journal = join(killed.path, 'journal.jsonl');
  writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"number":5,"ce`);
  const { blob, missing, cutOff } = mergeCampaigns([shard(1, 2, { numbers: [0, 2] }), killed]);
  expect({ missing, cutOff, complete: blob.complete }).toEqual({ missing: [], cutOff: [2], complete: false });
  expect(blob.tally).toEqual(tallied([0, 1, 2, 3].map(report)));
});

test('a shard that was cut off, went on and was killed counts with all that its journal has', () => {
  const folder = shard(1, 1, { numbers: [0, 1] });
  folder.writeBlob({ ...folder.outcome(), complete: false });
  folder.note(report(2));
  expect(folder.outcome()).toMatchObject({ complete: false, tally: { seeds: 3 } });
});

test.each([
  ['is of another campaign', { of: { ...campaign, seed: 'other' } }],
  ['have tortured different code: commits c1 and c2', { commit: 'c2' }],
])('what does not belong together is refused: %s', (why, more) => {
  const one = shard(1, 2, { numbers: [0] });
  expect(() => mergeCampaigns([one, shard(2, 2, { numbers: [1], ...more })])).toThrow(why);
});

test('the same shard twice is refused, and so is what is no shard, or one of another version', () => {
  const one = shard(1, 2, { numbers: [0] });
  expect(() => mergeCampaigns([one, one])).toThrow('are both shard 1 of 2');
  expect(() => mergeCampaigns([new CampaignFolder(root)])).toThrow('is not the folder of a campaign');
  expect(() => mergeCampaigns([])).toThrow('nothing to merge');
  const blob = join(one.path, 'blob.json');
  writeFileSync(blob, readFileSync(blob, 'utf8').replace('"version": 1', '"version": 2'));
  expect(() => mergeCampaigns([one])).toThrow(
    /blob\.json is not a campaign's blob\.json of version 1[^]*version/,
  );
});
