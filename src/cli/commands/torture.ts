import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { type Campaign, type Shard, taskNumber } from '../../campaign/campaign.js';
import { type CampaignFile, CampaignFolder } from '../../campaign/campaign-folder.js';
import { cellsOf } from '../../campaign/matrix.js';
import { type CampaignResult, runCampaign } from '../../campaign/run-campaign.js';
import { SeedPool } from '../../campaign/seed-pool.js';
import { emptyTally, type FailureTally, verdictOf, withReport } from '../../campaign/tally.js';
import { drawPlan, SettingsError } from '../../run/draw-plan.js';
import { RunFolder } from '../../run/run-folder.js';
import { failuresByFrequency } from '../../../reports/campaign-words.js';
import { type KeptFailure, renderCampaign } from '../../../reports/terminal/campaign.js';
import { CampaignStatus } from '../campaign-status.js';
import { loadConfigFile } from '../config-file.js';
import { exitCodeOf } from '../exit-code.js';
import { interruptible } from '../interrupt.js';
import { parseDuration, parsePositive, parsePositiveCount } from '../parse-values.js';
import { printing } from '../printing.js';
import { commandLine, resolveSettings, withSettings } from '../settings-options.js';
import { parseShard, shardOf } from '../shard.js';
import { keepRun, shortPath } from '../stages.js';
import { tortureCluster } from '../torture-cluster.js';

const DEFAULT_SEEDS = 100;
/** Seeds that are kept with their reports: those of the most frequent failures. */
const MOST_KEPT = 10;

/** `splitbrain torture`: many seeds. */
export function tortureCommand() {
  return withSettings('torture')
    .summary('run many seeds; keep and report those that break a promise')
    .description(
      'Runs many seeds in threads, each with faults and rates of its own, and keeps the smallest run of each failure with its report. What ended is in the campaign’s folder at once: asked for again, a campaign that was cut off goes on.',
    )
    .option('--seeds <count>', 'how many seeds (default: 100, or what --budget allows)', parsePositiveCount)
    .option('--budget <duration>', 'how long to go on', parseDuration)
    .option('--workers <count>', 'threads', parsePositiveCount, 1)
    .option('--shard <index/count>', 'do only this part of the campaign, such as 3/16', parseShard)
    .option(
      '--shards <count>',
      'of how many parts this is one; which, says JOB_COMPLETION_INDEX, CI_NODE_INDEX or BUILDKITE_PARALLEL_JOB',
      parsePositiveCount,
    )
    .option(
      '--no-swarm',
      'let all seeds have the faults and rates given, instead of drawing some around them',
    )
    .option('--canary <bug>', 'plant this bug in one seed of a hundred; fail if none of them is reported')
    .option('--seed-timeout <duration>', 'a seed that takes longer hangs', parseDuration, 60_000)
    .option('--max-memory <MiB>', 'a thread that needs more is ended', parsePositive, 1024)
    .option('--fresh', 'begin anew, even if the same campaign was cut off before')
    .option('--store <folder>', 'where campaigns and runs are kept', 'store')
    .addHelpText(
      'after',
      `
A config file may have a matrix that the seeds are spread over:
  export default defineConfig({
    matrix: { workloads: ['register', 'session'], options: [{ w: 2, r: 2 }, { w: 3, r: 1 }] },
  });

Examples:
  $ npx splitbrain torture --workload session --seeds 1000 --workers 2
  $ npx splitbrain torture --budget 30m --workers 2 --config nightly.config.ts
  $ npx splitbrain torture --seeds 10000 --seed nightly --shard 3/16
  $ npx splitbrain torture --bug skip-write-back --seeds 200
  $ npx splitbrain torture --cluster docker --seeds 10 --time-limit 30s

Exit codes: 0 every seed kept every promise, 1 one failed, 2 some could not be judged, 254 bad arguments, 255 crash.`,
    )
    .action(async ({ seeds, budget, workers, shard, shards, swarm, canary, fresh, store, ...more }) => {
      const { seedTimeout, maxMemory, ...given } = more;
      const config = await loadConfigFile(given.config);
      const settings = resolveSettings(given, config);
      const cells = cellsOf(settings, config.matrix);
      // What is wrong with the settings is said at once, not by every seed.
      for (const cell of cells) drawPlan({ ...cell.settings, timeLimitMs: 1 });
      if (settings.cluster !== 'simulation') {
        process.exitCode = exitCodeOf(await tortureCluster(cells, seeds ?? DEFAULT_SEEDS, store));
        return;
      }
      if (shard && shards !== undefined && shards !== shard.count) {
        throw new SettingsError(
          `--shard ${shard.index}/${shard.count} and --shards ${shards} contradict each other.`,
        );
      }
      const count = seeds ?? (budget === undefined ? DEFAULT_SEEDS : undefined);
      const campaign: Campaign = {
        seed: settings.seed,
        cells,
        ...(count !== undefined && { seeds: count }),
        swarm,
        ...(canary !== undefined && { canary }),
      };
      if (canary !== undefined) {
        for (const cell of cells) drawPlan({ ...cell.settings, timeLimitMs: 1, bugs: [canary] });
      }
      await tortureSimulation(campaign, shard ?? shardOf(process.env, shards), {
        seedIsGiven: (given.seed ?? config.seed) !== undefined,
        fresh: fresh ?? false,
        store,
        budgetMs: budget,
        pool: { workers, timeoutMs: seedTimeout, memoryMb: maxMemory },
      });
    });
}

interface TortureOptions {
  readonly seedIsGiven: boolean;
  readonly fresh: boolean;
  readonly store: string;
  readonly budgetMs: number | undefined;
  readonly pool: { readonly workers: number; readonly timeoutMs: number; readonly memoryMb: number };
}

async function tortureSimulation(asked: Campaign, shard: Shard, options: TortureOptions): Promise<void> {
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
  } finally {
    status.clear();
    await pool.close();
  }
  const { tally, complete, wallMs } = result;
  const file = folder.read() as CampaignFile;
  folder.writeBlob({ ...file, tally, wallMs: spentMs + wallMs, complete });
  const kept: KeptFailure[] = [];
  for (const failure of failuresByFrequency(tally).slice(0, MOST_KEPT)) {
    kept.push({ failure, ...(await keepSmallest(campaign, failure, folder)) });
  }
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

/** Runs a failure's smallest seed once more, with all its files and its report; a crash has none. */
async function keepSmallest(
  campaign: Campaign,
  { failure, smallest }: FailureTally,
  folder: CampaignFolder,
): Promise<Omit<KeptFailure, 'failure'>> {
  const { settings } = taskNumber(campaign, smallest.number);
  const command = commandLine('test', settings);
  if (!failure) return { command };
  // One seed may be the smallest of several failures.
  const run = new RunFolder(join(folder.failures, `seed-${smallest.number}`));
  if (!existsSync(run.reportFile)) await keepRun(run, drawPlan(settings), command);
  return { command, path: shortPath(run.reportFile) };
}
