import { statSync } from 'node:fs';
import { join } from 'node:path';
import { JournalFollower } from '../campaign/journal-follower.js';
import { type CampaignSummary, readCampaignSummary } from './campaign-summary.js';
import { readTruthTable, type TruthTable } from './experiment-outcomes.js';
import { OUTCOME_FILE } from './outcome-file.js';
import { readRunSummary, type RunSummary } from './run-summary.js';
import { pathInside } from './path-inside.js';
import { folderAt, type StoreFolder, storeFolders } from './store-folders.js';

/** All that is in a store, newest first. */
export interface StoreListing {
  readonly runs: readonly RunSummary[];
  readonly campaigns: readonly CampaignSummary[];
  readonly experiments: readonly ExperimentsSummary[];
  /** Folders that look like a run or a campaign and could not be read: why. */
  readonly damaged: readonly { readonly path: string; readonly why: string }[];
}

/** Rows of the truth table as they came out. */
export interface ExperimentsSummary {
  /** Relative to the store. */
  readonly path: string;
  readonly table: TruthTable;
}

/** The files by whose times it is known that a run's or a campaign's summary is still true. */
const telling = {
  run: ['plan.json', 'verdict.json', OUTCOME_FILE, 'environment.json', 'index.html'],
  experiments: ['experiments.json'],
  campaign: ['campaign.json', 'blob.json', 'journal.jsonl', 'running.json', 'index.html'],
} as const;

/** For so long is a listing taken for the present one, so that a page of several requests looks once. */
const FRESH_MS = 500;

interface Known {
  readonly stamp: string;
  readonly summary: RunSummary | CampaignSummary | ExperimentsSummary | { readonly why: string };
}

/** What is in a store, each folder read again only when its files have changed. */
export class StoreIndex {
  readonly store: string;
  #known = new Map<string, Known>();
  readonly #followers = new Map<string, JournalFollower>();
  #listing: StoreListing | undefined;
  #listedAt = -Infinity;

  constructor(store: string) {
    this.store = store;
  }

  /** Looks at the store. */
  list(): StoreListing {
    const now = performance.now();
    if (this.#listing && now - this.#listedAt < FRESH_MS) return this.#listing;
    const runs: RunSummary[] = [];
    const campaigns: CampaignSummary[] = [];
    const experiments: ExperimentsSummary[] = [];
    const damaged: { path: string; why: string }[] = [];
    const known = new Map<string, Known>();
    for (const folder of storeFolders(this.store)) {
      const entry = this.#entryOf(folder);
      known.set(folder.path, entry);
      const { summary } = entry;
      if ('why' in summary) damaged.push({ path: folder.path, why: summary.why });
      else if ('blob' in summary) campaigns.push(summary);
      else if ('table' in summary) experiments.push(summary);
      else runs.push(summary);
    }
    this.#known = known;
    runs.sort((a, b) => b.startedAt - a.startedAt || (a.path < b.path ? 1 : -1));
    campaigns.sort((a, b) => (a.blob.startedAt < b.blob.startedAt ? 1 : -1));
    experiments.sort((a, b) => (a.table.startedAt < b.table.startedAt ? 1 : -1));
    this.#listing = { runs, campaigns, experiments, damaged };
    this.#listedAt = performance.now();
    return this.#listing;
  }

  /** One campaign as it is now, without a look at anything else; undefined where there is none of this path. */
  campaign(path: string): CampaignSummary | undefined {
    if (path === '' || pathInside(this.store, path) === undefined) return undefined;
    const folder = folderAt(this.store, path);
    if (folder?.kind !== 'campaign') return undefined;
    const entry = this.#entryOf(folder);
    this.#known.set(path, entry);
    return 'blob' in entry.summary ? entry.summary : undefined;
  }

  /** One run; undefined where there is none of this path. */
  run(path: string): RunSummary | undefined {
    if (path === '' || pathInside(this.store, path) === undefined) return undefined;
    const folder = folderAt(this.store, path);
    if (folder?.kind !== 'run') return undefined;
    const { summary } = this.#entryOf(folder);
    return 'seed' in summary ? summary : undefined;
  }

  #entryOf(folder: StoreFolder): Known {
    const stamp = telling[folder.kind]
      .map((name) => (folder.files.has(name) ? stampOf(join(this.store, folder.path, name)) : ''))
      .join('|');
    const before = this.#known.get(folder.path);
    // Of a campaign that runs, the process may have ended without a trace.
    if (before?.stamp === stamp && !('running' in before.summary)) return before;
    try {
      return { stamp, summary: this.#read(folder) };
    } catch (error) {
      return { stamp, summary: { why: (error as Error).message } };
    }
  }

  #read(folder: StoreFolder): RunSummary | CampaignSummary | ExperimentsSummary {
    switch (folder.kind) {
      case 'run':
        return readRunSummary(this.store, folder);
      case 'campaign':
        return readCampaignSummary(this.store, folder, this.#followerOf(folder.path));
      case 'experiments':
        return { path: folder.path, table: readTruthTable(join(this.store, folder.path)) };
    }
  }

  #followerOf(path: string): JournalFollower {
    let follower = this.#followers.get(path);
    if (!follower) {
      follower = new JournalFollower(join(this.store, path, 'journal.jsonl'));
      this.#followers.set(path, follower);
    }
    return follower;
  }
}

function stampOf(file: string): string {
  const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs}/${size}`;
}
