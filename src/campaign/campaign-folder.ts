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
import { newFolder } from '../run/new-folder.js';
import type { Campaign, Shard } from './campaign.js';
import { failureSchema } from './failure.js';
import type { FailureKind } from './reproduce.js';
import type { SeedReport } from './seed-task.js';
import { inOrder, type Tally, tallied } from './tally.js';

/** What `campaign.json` holds. */
export interface CampaignFile {
  readonly version: 1;
  readonly campaign: Campaign;
  readonly shard: Shard;
  /** The commit that it tortures, `-dirty` where files differ from it; absent outside of a repository. */
  readonly commit?: string;
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

const count = z.number().nonnegative();
const counts = z.record(z.string(), count);

const cellSchema = z.looseObject({
  name: z.string(),
  settings: z.looseObject({
    target: z.string(),
    workload: z.string(),
    cluster: z.string(),
    bugs: z.array(z.string()),
  }),
});
const fileSchema = z.looseObject({
  version: z.literal(1),
  campaign: z.looseObject({ seed: z.string(), cells: z.array(cellSchema), swarm: z.boolean() }),
  shard: z.looseObject({ index: z.int().positive(), count: z.int().positive() }),
  commit: z.string().optional(),
  startedAt: z.string(),
});

const keptSchema = z.looseObject({ number: count, seed: z.string(), operations: count, simulatedMs: count });
const tallySchema = z.looseObject({
  seeds: count,
  operations: count,
  simulatedMs: count,
  cells: z.record(
    z.string(),
    z.looseObject({
      valid: count,
      unknown: count,
      invalid: count,
      evidence: z.record(z.string(), z.looseObject({ met: count, needed: count })),
    }),
  ),
  failures: z.record(
    z.string(),
    z.looseObject({
      cell: z.string(),
      failure: failureSchema.optional(),
      crash: z.string().optional(),
      seeds: count,
      first: count,
      smallest: keptSchema,
      fastest: keptSchema,
    }),
  ),
  canaries: z.looseObject({ planted: count, reported: count }),
  faults: counts,
  probes: counts,
});
const blobSchema = fileSchema.extend({ tally: tallySchema, wallMs: count, complete: z.boolean() });

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
    return CampaignFolder.at(newFolder(base), file, at);
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
      try {
        const file = folder.read();
        if (file && isSame(file) && folder.readBlob()?.complete !== true) return folder;
      } catch (error) {
        // Of another version, or damaged: no reason not to begin a campaign of one's own.
        if (!(error instanceof CampaignFolderError)) throw error;
      }
    }
    return undefined;
  }

  /**
   * `campaign.json`, or undefined where there is none.
   * @throws CampaignFolderError when it is not one of this version
   */
  read(): CampaignFile | undefined {
    return this.#read('campaign.json', fileSchema) as CampaignFile | undefined;
  }

  /** @throws CampaignFolderError when the blob is not one of this version */
  readBlob(): Blob | undefined {
    return this.#read('blob.json', blobSchema) as Blob | undefined;
  }

  /**
   * What the campaign has come to so far: its blob, or, where it was cut off, what its journal says.
   * @throws CampaignFolderError when it is no campaign's folder, or one of another version
   */
  outcome(): Blob {
    const blob = this.readBlob();
    if (blob && (blob.complete || !existsSync(this.journal))) return blob;
    const file = blob ?? this.read();
    if (!file) {
      throw new CampaignFolderError(
        `${this.path} holds neither blob.json nor campaign.json, so it is not the folder of a campaign or a shard.`,
      );
    }
    const reports = this.reports();
    const wallMs = blob?.wallMs ?? reports.reduce((sum, report) => sum + report.wallMs, 0);
    return { ...file, tally: inOrder(tallied(reports)), wallMs, complete: false };
  }

  writeBlob(blob: Blob): void {
    this.#write('blob.json', blob);
  }

  /** Appends a seed's report; it is in the file when this returns. */
  note(report: SeedReport): void {
    appendFileSync(this.journal, `${JSON.stringify(report)}\n`);
  }

  /**
   * The reports of all seeds that ended, each once. A last line that was cut off, because the machine died, is left out.
   * @throws CampaignFolderError when another line cannot be read
   */
  reports(): SeedReport[] {
    if (!existsSync(this.journal)) return [];
    const lines = readFileSync(this.journal, 'utf8').split('\n');
    const reports = lines.flatMap((line, at): SeedReport[] => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as SeedReport];
      } catch (error) {
        if (at >= lines.length - 2) return [];
        throw new CampaignFolderError(`${this.journal}, line ${at + 1}: ${(error as Error).message}`);
      }
    });
    return [...new Map(reports.map((report) => [report.number, report])).values()];
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

  #read(name: string, schema: z.ZodType): unknown {
    const file = join(this.path, name);
    if (!existsSync(file)) return undefined;
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new CampaignFolderError(`${file} is not JSON: ${(error as Error).message}`);
    }
    const result = schema.safeParse(json);
    if (result.success) return json;
    throw new CampaignFolderError(
      `${file} is not a campaign's ${name} of version 1:\n${z.prettifyError(result.error)}`,
    );
  }
}
