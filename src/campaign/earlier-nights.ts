import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign } from './campaign.js';
import { type Blob, CampaignFolder, CampaignFolderError } from './campaign-folder.js';
import { matrixOf, type Night, nightOf } from './trend.js';

export interface EarlierNightsOptions {
  /** What the present campaign is asked for: only those of the same matrix count. */
  readonly campaign: Campaign;
  /** The present campaign's folder, which is none of them. */
  readonly folder: CampaignFolder;
  readonly store: string;
  /** More folders: of a campaign each, or of several. */
  readonly places: readonly string[];
}

/**
 * What earlier campaigns of the same cells and settings came to: those in the store, whatever else is there, and those in the
 * places given. Shards alone do not count: they are parts of a night.
 * @throws CampaignFolderError when one of the places is no campaign's folder and holds none
 */
export function earlierNights({ campaign, folder, store, places }: EarlierNightsOptions): Night[] {
  const matrix = matrixOf(campaign);
  const own = real(folder.path);
  const blobs = new Map<string, Blob>();
  const take = (path: string, blob: Blob | undefined): void => {
    if (!blob || real(path) === own || blob.shard.count > 1 || matrixOf(blob.campaign) !== matrix) return;
    // The same night may be in the store and in a place.
    blobs.set(`${blob.startedAt} ${blob.campaign.seed}`, blob);
  };
  for (const path of foldersIn(join(store, 'campaigns'))) take(path, readable(path));
  for (const place of places) {
    const found = existsSync(join(place, 'blob.json')) ? [place] : foldersIn(place);
    const read = found.map((path) => [path, new CampaignFolder(path).readBlob()] as const);
    if (!read.some(([, blob]) => blob)) {
      throw new CampaignFolderError(
        `${place} holds no blob.json, nor does a folder in it: name the folder of an earlier campaign, or one with several of them.`,
      );
    }
    for (const one of read) take(...one);
  }
  return [...blobs.values()].map(nightOf);
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));
}

/** A damaged one in the store is no reason not to report on this campaign. */
function readable(path: string): Blob | undefined {
  try {
    return new CampaignFolder(path).readBlob();
  } catch {
    return undefined;
  }
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
