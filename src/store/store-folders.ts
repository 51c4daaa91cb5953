import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder of the store is, by the files in it. */
export type FolderKind = 'run' | 'campaign' | 'experiments';

/** A folder of the store. */
export interface StoreFolder {
  readonly kind: FolderKind;
  /** Relative to the store, with slashes on every system; never leads out of it. */
  readonly path: string;
  /** Names of the files in it, links and devices not among them. */
  readonly files: ReadonlySet<string>;
  /** Of a run that a campaign has kept: the campaign's path. */
  readonly campaign?: string;
}

/** A campaign's failures lie this deep: `campaigns/<name>/failures/<seed>`; whoever sorts a store may add a few levels. */
const DEEPEST = 7;

/**
 * All runs, campaigns and experiments under a store, in no order. Links are not followed: `latest` would show a run twice, and
 * others lead elsewhere.
 */
export function storeFolders(store: string): StoreFolder[] {
  const found: StoreFolder[] = [];
  const visit = (path: string, depth: number, campaign?: string): void => {
    const entries = read(join(store, path));
    const folder = folderOf(path, entries);
    const kind = folder?.kind;
    if (folder) found.push({ ...folder, ...(campaign !== undefined && kind === 'run' && { campaign }) });
    if (kind === 'run' || depth === DEEPEST) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      visit(
        path === '' ? entry.name : `${path}/${entry.name}`,
        depth + 1,
        kind === 'campaign' ? path : campaign,
      );
    }
  };
  if (existsSync(store)) visit('', 0);
  return found;
}

/** The run, the campaign or the experiments at a path; undefined where it is something else. */
export function folderAt(store: string, path: string): StoreFolder | undefined {
  return folderOf(path, read(join(store, path)));
}

function folderOf(path: string, entries: readonly Dirent[]): StoreFolder | undefined {
  const files = new Set(entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])));
  const kind = kindOf(files);
  return kind && { kind, path, files };
}

function kindOf(files: ReadonlySet<string>): FolderKind | undefined {
  if (files.has('plan.json')) return 'run';
  if (files.has('campaign.json') || files.has('blob.json')) return 'campaign';
  return files.has('experiments.json') ? 'experiments' : undefined;
}

/** A folder that vanishes or cannot be read while one looks has nothing in it. */
function read(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
