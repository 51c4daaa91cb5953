import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Campaign, Shard } from './campaign.js';
import type { FailureKind } from './reproduce.js';
import type { SeedReport } from './seed-task.js';
import type { Tally } from './tally.js';

/** What `campaign.json` holds. */
export interface CampaignFile {
  readonly version: 1;
  readonly campaign: Campaign;
  readonly shard: Shard;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What `blob.json` holds: what a shard came to, for `splitbrain merge`. */
export interface Blob extends CampaignFile {
  readonly tally: Tally;
  /** Milliseconds that this machine worked on it, all its sessions together. */
  readonly wallMs: number;
  /** Whether all was done that was asked for. */
  readonly complete: boolean;
}

/** Thrown when a folder is not that of a campaign, or its blob is of another version. */
export class CampaignFolderError extends Error {
  override readonly name = 'CampaignFolderError';
}

const blobSchema = z.looseObject({
  version: z.literal(1),
  campaign: z.looseObject({}),
  tally: z.looseObject({}),
});

/**
 * The files of a campaign:
 *
 *     campaign.json   what was asked for
 *     journal.jsonl   a line for each seed as it ended, so that nothing is lost whatever happens
 *     blob.json       what it came to
 *     failures/       the kept seeds of each failure, and what shrinking left of them, with their reports
 *     index.html, junit.xml, summary.md
 */
export class CampaignFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes `<store>/campaigns/<time>-<seed>`. */
  static create(store: string, file: Omit<CampaignFile, 'version' | 'startedAt'>, at: Date): CampaignFolder {
    const time = at.toISOString().replace(/[-:]/g, '').replace(/\..*/, '').replace('T', '-');
    const { campaign, shard } = file;
    const part = shard.count > 1 ? `-shard-${shard.index}-of-${shard.count}` : '';
    const base = join(
      store,
      'campaigns',
      `${time}-${campaign.seed.replace(/[^\w.-]/g, '_').slice(0, 60)}${part}`,
    );
    let path = base;
    for (let copy = 2; existsSync(path); copy++) path = `${base}-${copy}`;
    return CampaignFolder.at(path, file, at);
  }

  /** Makes a folder of this name for a campaign. */
  static at(path: string, file: Omit<CampaignFile, 'version' | 'startedAt'>, at: Date): CampaignFolder {
    mkdirSync(path, { recursive: true });
    const folder = new CampaignFolder(path);
    folder.#write('campaign.json', {
      version: 1,
      ...file,
      startedAt: at.toISOString(),
    } satisfies CampaignFile);
    return folder;
  }

  /** The newest campaign in a store that was asked for the same and has not come to its end. */
  static unfinished(store: string, isSame: (file: CampaignFile) => boolean): CampaignFolder | undefined {
    const root = join(store, 'campaigns');
    if (!existsSync(root)) return undefined;
    const names = readdirSync(root).sort().reverse();
    for (const name of names) {
      const folder = new CampaignFolder(join(root, name));
      const file = folder.read();
      if (file && isSame(file) && folder.readBlob()?.complete !== true) return folder;
    }
    return undefined;
  }

  /** `campaign.json`, or undefined where there is none. */
  read(): CampaignFile | undefined {
    return this.#read('campaign.json') as CampaignFile | undefined;
  }

  /** @throws CampaignFolderError when the blob is not one of this version */
  readBlob(): Blob | undefined {
    const json = this.#read('blob.json');
    if (json === undefined) return undefined;
    const result = blobSchema.safeParse(json);
    if (!result.success) {
      throw new CampaignFolderError(
        `${join(this.path, 'blob.json')} is not a campaign's blob of version 1:\n${z.prettifyError(result.error)}`,
      );
    }
    return json as Blob;
  }

  writeBlob(blob: Blob): void {
    this.#write('blob.json', blob);
  }

  /** Appends a seed's report; it is in the file when this returns. */
  note(report: SeedReport): void {
    appendFileSync(this.journal, `${JSON.stringify(report)}\n`);
  }

  /** The reports of all seeds that ended. A last line that was cut off, because the machine died, is left out. */
  reports(): SeedReport[] {
    if (!existsSync(this.journal)) return [];
    const lines = readFileSync(this.journal, 'utf8').split('\n');
    return lines.flatMap((line, at): SeedReport[] => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as SeedReport];
      } catch (error) {
        if (at >= lines.length - 2) return [];
        throw new CampaignFolderError(`${this.journal}, line ${at + 1}: ${(error as Error).message}`);
      }
    });
  }

  get journal(): string {
    return join(this.path, 'journal.jsonl');
  }

  /** Where the run of a kept seed is, or what was left of it when it was shrunk for a failure. */
  keptSeed(number: number, failure?: FailureKind): string {
    const shrunk = failure ? `-${failure.guarantee}-${failure.kind}` : '';
    return join(this.path, 'failures', `seed-${number}${shrunk}`);
  }

  /** Whole or not at all, so that a reader never sees half a file. */
  #write(name: string, value: object): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
    renameSync(`${file}.new`, file);
  }

  #read(name: string): unknown {
    const file = join(this.path, name);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch (error) {
      throw new CampaignFolderError(`${file} is not JSON: ${(error as Error).message}`);
    }
  }
}
