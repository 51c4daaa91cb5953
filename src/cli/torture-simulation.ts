import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { type Campaign, type Shard, taskNumber } from '../campaign/campaign.js';
import { type CampaignFile, CampaignFolder } from '../campaign/campaign-folder.js';
import { type CampaignResult, runCampaign } from '../campaign/run-campaign.js';
import { SeedPool } from '../campaign/seed-pool.js';
import { shrink } from '../campaign/shrink.js';
import { emptyTally, type FailureTally, type Tally, verdictOf, withReport } from '../campaign/tally.js';
import { planSize } from '../plan/shrinking/plan-size.js';
import { drawPlan } from '../run/draw-plan.js';
import { RunFolder } from '../run/run-folder.js';
import { failuresByFrequency } from '../../reports/campaign-words.js';
import { type KeptFailure, renderCampaign, type ShrunkFailure } from '../../reports/terminal/campaign.js';
import { CampaignStatus } from './campaign-status.js';
import { exitCodeOf } from './exit-code.js';
import { interruptible } from './interrupt.js';
import { printing } from './printing.js';
import { commandLine } from './settings-options.js';
import { keepRun, shortPath } from './stages.js';

/** Seeds that are kept with their reports: those of the most frequent failures. */
const MOST_KEPT = 10;

/** How a campaign is run, as against what it runs. */
export interface TortureOptions {
  readonly seedIsGiven: boolean;
  readonly fresh: boolean;
  readonly store: string;
  readonly budgetMs: number | undefined;
  /** So long may it take to shrink a failure; 0 leaves failures as they are. */
  readonly shrinkBudgetMs: number;
  readonly pool: { readonly workers: number; readonly timeoutMs: number; readonly memoryMb: number };
}

/** Runs a campaign in simulation, goes on with one that was cut off, keeps and shrinks what failed, and prints what it came to. */
export async function tortureSimulation(
  asked: Campaign,
  shard: Shard,
  options: TortureOptions,
): Promise<void> {
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
  const status = new CampaignStatus({
    budgetMs: leftMs,
    seeds: campaign.seeds === undefined ? undefined : Math.ceil(campaign.seeds / shard.count),
    doneBefore: before.length,
  });
  const known = new Set(Object.keys(before.reduce(withReport, emptyTally).failures));
  const pool = new SeedPool(options.pool);
  let result: CampaignResult | undefined;
  let kept: readonly KeptFailure[];
  try {
    result = await interruptible((signal) =>
      runCampaign({
        campaign,
        shard,
        folder,
        pool,
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
      }),
    );
    const { tally, complete, wallMs } = result;
    const file = folder.read() as CampaignFile;
    folder.writeBlob({ ...file, tally, wallMs: spentMs + wallMs, complete });
    kept = await keepFailures({ campaign, tally, folder, pool, shrinkBudgetMs: options.shrinkBudgetMs });
  } finally {
    status.clear();
    await pool.close();
  }
  const { tally, complete } = result;
  process.stdout.write(
    `${renderCampaign(tally, kept, printing)}\n\n${pc.dim(`  ${shortPath(folder.path)}`)}\n`,
  );
  if (!complete) process.stderr.write('The campaign was cut off; the same command goes on with it.\n');
  process.exitCode = exitCodeOf(verdictOf(tally));

  function folderFor(
    wanted: Campaign,
    part: Shard,
    { seedIsGiven, fresh }: TortureOptions,
  ): { folder: CampaignFolder; campaign: Campaign } {
    const found = fresh
      ? undefined
      : CampaignFolder.unfinished(store, (other) => isSame(other, wanted, part, seedIsGiven));
    if (found) return { folder: found, campaign: (found.read() as CampaignFile).campaign };
    return {
      folder: CampaignFolder.create(store, { campaign: wanted, shard: part }, new Date()),
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
    seeds === undefined ? 'Seeds' : `${seeds} seeds`,
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

interface KeepOptions {
  readonly campaign: Campaign;
  readonly tally: Tally;
  readonly folder: CampaignFolder;
  readonly pool: SeedPool;
  readonly shrinkBudgetMs: number;
}

/** Keeps the smallest seeds of the most frequent failures. Ctrl-C leaves the rest unshrunk. */
async function keepFailures(options: KeepOptions): Promise<readonly KeptFailure[]> {
  const failures = failuresByFrequency(options.tally).slice(0, MOST_KEPT);
  if (failures.length === 0) return [];
  return interruptible(async (signal) => {
    const kept: KeptFailure[] = [];
    for (const failure of failures) {
      const { command, path } = await keepSmallest(options, failure);
      const shrunk = signal.aborted ? undefined : await shrinkSmallest(options, failure, signal);
      kept.push({ failure, command, ...(path !== undefined && { path }), ...(shrunk && { shrunk }) });
    }
    return kept;
  });
}

/** Runs a failure's smallest seed once more, with all its files and its report; a crash has none. */
async function keepSmallest(
  { campaign, folder }: KeepOptions,
  { failure, smallest }: FailureTally,
): Promise<{ readonly command: string; readonly path?: string }> {
  const { settings } = taskNumber(campaign, smallest.number);
  const command = commandLine('test', settings);
  if (!failure) return { command };
  // One seed may be the smallest of several failures.
  const run = new RunFolder(join(folder.failures, `seed-${smallest.number}`));
  if (!existsSync(run.reportFile)) await keepRun(run, drawPlan(settings), command);
  return { command, path: shortPath(run.reportFile) };
}

/** Shrinks a failure's smallest seed, and keeps what is left of it beside the seed itself. */
async function shrinkSmallest(
  { campaign, folder, pool, shrinkBudgetMs }: KeepOptions,
  { failure, smallest }: FailureTally,
  signal: AbortSignal,
): Promise<ShrunkFailure | undefined> {
  if (!failure || shrinkBudgetMs === 0) return undefined;
  const run = new RunFolder(join(folder.failures, `seed-${smallest.number}-${failure.kind}`));
  let complete = true;
  if (!existsSync(run.reportFile)) {
    const shrunk = await shrink({
      plan: drawPlan(taskNumber(campaign, smallest.number).settings),
      failure,
      runner: pool,
      budgetMs: shrinkBudgetMs,
      signal,
      onProgress({ plan, candidates }) {
        if (!process.stderr.isTTY) return;
        const { operations, faults } = planSize(plan);
        const words = `shrinking ${failure.kind}: ${operations} operations, ${faults} faults after ${candidates} plans`;
        process.stderr.write(`\r\x1b[2K${pc.dim(words)}`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    if (!shrunk) return undefined;
    ({ complete } = shrunk);
    await keepRun(run, shrunk.plan, `npx splitbrain replay ${shortPath(run.path)}`);
    run.write(run.failureFile, failure);
  }
  return {
    size: planSize(run.readPlan()),
    complete,
    path: shortPath(run.reportFile),
    command: `npx splitbrain replay ${shortPath(run.path)}`,
  };
}
