import { cpSync, existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Campaign } from './campaign.js';
import { type Blob, CampaignFolder, CampaignFolderError } from './campaign-folder.js';
import { emptyTally, type FailureTally, inOrder, merged } from './tally.js';

/** What shards came to, together. */
export interface MergedCampaign {
  readonly blob: Blob;
  /** Shards of the campaign that are not among them. */
  readonly missing: readonly number[];
  /** Shards that were cut off: only what they had done counts. */
  readonly cutOff: readonly number[];
}

/**
 * Puts the shards of one campaign together.
 * @param folders those of the shards, in any order
 * @throws CampaignFolderError when a folder is not that of a shard, or one of another version, or when they are not different shards of one campaign
 */
export function mergeCampaigns(folders: readonly CampaignFolder[]): MergedCampaign {
  const blobs = folders.map((folder) => ({ folder, blob: folder.outcome() }));
  const [first] = blobs;
  if (!first) throw new CampaignFolderError('There is nothing to merge: name the folders of the shards.');
  const { count } = first.blob.shard;
  const seen = new Map<number, string>();
  for (const { folder, blob } of blobs) {
    if (essence(blob.campaign) !== essence(first.blob.campaign) || blob.shard.count !== count) {
      throw new CampaignFolderError(
        `${folder.path} is of another campaign than ${first.folder.path}: all shards must have been asked for the same, the seed (--seed) included.`,
      );
    }
    if (blob.commit !== first.blob.commit) {
      const commits = [first.blob, blob].map(({ commit = 'none' }) => commit).join(' and ');
      throw new CampaignFolderError(
        `${first.folder.path} and ${folder.path} have tortured different code: commits ${commits}.`,
      );
    }
    const twin = seen.get(blob.shard.index);
    if (twin !== undefined) {
      throw new CampaignFolderError(
        `${twin} and ${folder.path} are both shard ${blob.shard.index} of ${count}.`,
      );
    }
    seen.set(blob.shard.index, folder.path);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
  const sorted = blobs.map(({ blob }) => blob).sort((a, b) => a.shard.index - b.shard.index);
  const cutOff = sorted.filter(({ complete }) => !complete).map(({ shard }) => shard.index);
  return {
    missing,
    cutOff,
    blob: {
      version: 1,
      campaign: first.blob.campaign,
      shard: { index: 1, count: 1 },
      ...(first.blob.commit !== undefined && { commit: first.blob.commit }),
      startedAt: sorted.map(({ startedAt }) => startedAt).sort()[0] as string,
      tally: inOrder(sorted.reduce((sum, { tally }) => merged(sum, tally), emptyTally)),
      wallMs: sorted.reduce((sum, { wallMs }) => sum + wallMs, 0),
      complete: missing.length === 0 && cutOff.length === 0,
    },
  };
}

/** Copies what shards have kept of a failure to the folder of all of them, so that nothing is run or shrunk twice. */
export function copyKept(
  { failure, smallest }: FailureTally,
  from: readonly CampaignFolder[],
  to: CampaignFolder,
): void {
  for (const kept of failure ? [undefined, failure] : [undefined]) {
    const place = to.keptSeed(smallest.number, kept);
    const source = from
      .map((folder) => folder.keptSeed(smallest.number, kept))
      .find((path) => existsSync(path));
    if (source !== undefined && basename(source) === basename(place) && !existsSync(place)) {
      cpSync(source, place, { recursive: true });
    }
  }
}

const essence = (campaign: Campaign): string => JSON.stringify(campaign);
