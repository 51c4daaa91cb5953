import { join } from 'node:path';
import { type Blob, CampaignFolder } from '../campaign/campaign-folder.js';
import type { JournalFollower } from '../campaign/journal-follower.js';
import { type Running, whoRuns } from '../campaign/running.js';
import { matrixOf } from '../campaign/trend.js';
import type { StoreFolder } from './store-folders.js';

/** A campaign as a list shows it. */
export interface CampaignSummary {
  /** Relative to the store. */
  readonly path: string;
  /** What it has come to until now. */
  readonly blob: Blob;
  /** Who works on it, if somebody does. */
  readonly running?: Running;
  /** Equal for campaigns of the same matrix. */
  readonly matrix: string;
  readonly hasReport: boolean;
}

/**
 * Reads what a campaign has come to: its blob, or what its journal says.
 * @param follower of its journal, which remembers what it has read before
 * @throws CampaignFolderError when the folder is none of a campaign of this version
 */
export function readCampaignSummary(
  store: string,
  { path, files }: StoreFolder,
  follower: JournalFollower,
): CampaignSummary {
  const folder = new CampaignFolder(join(store, path));
  const running = files.has('running.json') ? whoRuns(folder.path) : undefined;
  const written = files.has('blob.json') ? folder.readBlob() : undefined;
  const isSettled = written && (written.complete || !files.has('journal.jsonl')) && !running;
  const blob = isSettled ? written : fromJournal(folder, follower, running);
  return {
    path,
    blob,
    ...(running && { running }),
    matrix: matrixOf(blob.campaign),
    hasReport: files.has('index.html'),
  };
}

/** While seeds run, or where the campaign was cut off. */
function fromJournal(folder: CampaignFolder, follower: JournalFollower, running: Running | undefined): Blob {
  const file = folder.read() ?? folder.outcome();
  const tally = follower.read();
  // Several seeds ran at once: what they took in all says how long the machine worked only when divided by that.
  const wallMs = follower.wallMs / Math.max(1, running?.workers ?? 1);
  return { ...file, tally, wallMs, complete: false };
}
