import pc from 'picocolors';
import type { Campaign, Shard } from '../campaign/campaign.js';
import { type CampaignFile, CampaignFolder } from '../campaign/campaign-folder.js';
import { earlierNights } from '../campaign/earlier-nights.js';
import { runCampaign } from '../campaign/run-campaign.js';
import { noteEnded, noteRunning } from '../campaign/running.js';
import { SeedPool } from '../campaign/seed-pool.js';
import { type FailureTally, inOrder, tallied } from '../campaign/tally.js';
import { currentCommit } from '../run/current-commit.js';
import { ClusterRunner } from './cluster-runner.js';
import { counted } from '../../reports/quantity.js';
import { CampaignStatus } from './campaign-status.js';
import { concludeCampaign } from './conclude-campaign.js';
import { exitCodeOf } from './exit-code.js';
import { interruptible } from './interrupt.js';
import { shortPath } from './stages.js';

/** How a campaign is run, as against what it runs. */
export interface TortureOptions {
  readonly seedIsGiven: boolean;
  readonly fresh: boolean;
  readonly store: string;
  readonly budgetMs: number | undefined;
  /** Folders with earlier campaigns, beside those in the store. */
  readonly trend: readonly string[];
  /** So long may it take to shrink a failure; 0 leaves failures as they are. */
  readonly shrinkBudgetMs: number;
  /** What failed on a real cluster is run there so often again. */
  readonly reruns: number;
  readonly pool: { readonly workers: number; readonly timeoutMs: number; readonly memoryMb: number };
}

/** Runs a campaign, in simulation or on real clusters, goes on with one that was cut off, keeps and shrinks what failed, and prints what it came to. */
export async function runTorture(asked: Campaign, shard: Shard, options: TortureOptions): Promise<void> {
  const { store, budgetMs } = options;
  const { folder, campaign } = folderFor(asked, shard, options);
  const before = folder.reports();
  const spentMs = before.reduce((sum, { wallMs }) => sum + wallMs, 0) / options.pool.workers;
  const leftMs = budgetMs === undefined ? undefined : Math.max(0, budgetMs - spentMs);
  process.stderr.write(pc.dim(`${describeCampaign(campaign, shard)}: ${shortPath(folder.path)}\n`));
  if (before.length > 0) {
    process.stderr.write(
      pc.dim(`Going on after ${before.length} seeds that are done; --fresh would begin anew.\n`),
    );
  }
  const seeds = campaign.seeds === undefined ? undefined : Math.ceil(campaign.seeds / shard.count);
  const status = new CampaignStatus({ budgetMs: leftMs, seeds, doneBefore: before.length });
  const session = {
    since: new Date().toISOString(),
    doneBefore: before.length,
    workers: options.pool.workers,
    ...(leftMs !== undefined && { budgetMs: leftMs }),
    ...(seeds !== undefined && { seeds }),
  };
  // A shard alone is no night to compare with others.
  const earlier = shard.count > 1 ? [] : earlierNights({ campaign, folder, store, places: options.trend });
  noteRunning(folder.path, { ...session, phase: 'seeds' });
  const known = new Set(Object.keys(tallied(before).failures));
  const pool = new SeedPool(options.pool);
  const isSimulated = campaign.cells.every(({ settings }) => settings.cluster === 'simulation');
  const clusters = isSimulated ? undefined : new ClusterRunner(folder, options.pool.workers);
  try {
    const result = await interruptible(async (signal) => {
      const ended = await runCampaign({
        campaign,
        shard,
        folder,
        runner: clusters ?? pool,
        signal,
        ...(leftMs !== undefined && { budgetMs: leftMs }),
        onReport: (_report, tally) => {
          for (const [name, failure] of Object.entries(tally.failures)) {
            if (known.has(name)) continue;
            known.add(name);
            status.clear();
            process.stderr.write(`${pc.red('failed')} ${describeFailure(failure)}\n`);
          }
          status.show(tally);
        },
      });
      // Interrupted or not, no cluster is left behind.
      await clusters?.close();
      return ended;
    });
    const { complete, wallMs } = result;
    const tally = inOrder(result.tally);
    const file = folder.read() as CampaignFile;
    const blob = { ...file, tally, wallMs: spentMs + wallMs, complete };
    status.clear();
    noteRunning(folder.path, { ...session, phase: 'failures' });
    const { shrinkBudgetMs, reruns } = options;
    const valid = await concludeCampaign({ folder, blob, pool, shrinkBudgetMs, reruns, earlier });
    if (!complete) process.stderr.write('The campaign was cut off; the same command goes on with it.\n');
    process.exitCode = exitCodeOf(valid);
  } finally {
    status.clear();
    noteEnded(folder.path);
    await pool.close();
  }

  function folderFor(
    wanted: Campaign,
    part: Shard,
    { seedIsGiven, fresh }: TortureOptions,
  ): { folder: CampaignFolder; campaign: Campaign } {
    const commit = currentCommit();
    const found = fresh
      ? undefined
      : CampaignFolder.unfinished(
          store,
          (other) => other.commit === commit && isSame(other, wanted, part, seedIsGiven),
        );
    if (found) return { folder: found, campaign: (found.read() as CampaignFile).campaign };
    return {
      folder: CampaignFolder.create(
        store,
        { campaign: wanted, shard: part, ...(commit !== undefined && { commit }) },
        new Date(),
      ),
      campaign: wanted,
    };
  }
}

/** The same was asked for; the seed counts only where it was given. */
function isSame(file: CampaignFile, campaign: Campaign, shard: Shard, seedIsGiven: boolean): boolean {
  const essence = (one: Campaign, part: Shard): string => {
    const cells = one.cells.map(({ name, settings }) => ({ name, settings: { ...settings, seed: '' } }));
    return JSON.stringify([one.seeds, one.swarm, one.canary, cells, part.index, part.count]);
  };
  if (seedIsGiven && file.campaign.seed !== campaign.seed) return false;
  return essence(file.campaign, file.shard) === essence(campaign, shard);
}

function describeCampaign({ seed, cells, seeds, swarm }: Campaign, { index, count }: Shard): string {
  const parts = [
    seeds === undefined ? 'Seeds' : counted(seeds, 'seed'),
    `${seed}-…`,
    cells.length > 1 ? `over ${cells.length} cells` : `of ${cells[0]?.name ?? ''}`,
    ...(swarm ? ['with faults and rates drawn for each'] : []),
    ...(count > 1 ? [`shard ${index} of ${count}`] : []),
  ];
  return parts.join(' ').replace(/ (shard \d)/, ', $1');
}

function describeFailure({ failure, crash, cell, smallest }: FailureTally): string {
  return `${failure ? failure.kind : (crash ?? '')} in ${cell}, seed ${smallest.seed}`;
}
