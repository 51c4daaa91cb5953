import { Option } from '@commander-js/extra-typings';
import type { Campaign } from '../../campaign/campaign.js';
import { cellsOf } from '../../campaign/matrix.js';
import { drawPlan, SettingsError } from '../../run/draw-plan.js';
import { confirmRegression } from '../confirm-regression.js';
import { loadConfigFile } from '../config-file.js';
import { exitCodeOf } from '../exit-code.js';
import {
  parseDuration,
  parseFrequency,
  parseCount,
  parsePositive,
  parsePositiveCount,
} from '../parse-values.js';
import { resolveSettings, withSettings } from '../settings-options.js';
import { parseShard, shardOf } from '../shard.js';
import { runTorture } from '../run-torture.js';

const DEFAULT_SEEDS = 100;

/** `splitbrain torture`: many seeds. */
export function tortureCommand() {
  return withSettings('torture')
    .summary('run many seeds; keep and report those that break a promise')
    .description(
      'Runs many seeds in threads, each with faults and rates of its own, and keeps the smallest run of each failure with its report. What ended is in the campaign’s folder at once: asked for again, a campaign that was cut off goes on.',
    )
    .option('--seeds <count>', 'how many seeds (default: 100, or what --budget allows)', parsePositiveCount)
    .option('--budget <duration>', 'how long to go on', parseDuration)
    .option('--workers <count>', 'threads, or real clusters side by side', parsePositiveCount, 1)
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
    .option(
      '--confirm <regression>',
      'run a regression of the corpus, neighbours of it and fresh plans of its settings (half of --seeds each, default: 1000), and say what it is worth that it stays away',
    )
    .option(
      '--before <failed/runs>',
      'with --confirm: how often fresh plans failed before, as in a campaign, such as 7/1000 (default: as when it was added)',
      parseFrequency,
    )
    .addOption(
      new Option('--seed-timeout <duration>', 'a seed that takes longer hangs')
        .argParser(parseDuration)
        .default(60_000, '60s'),
    )
    .option('--max-memory <MiB>', 'a thread that needs more is ended', parsePositive, 1024)
    .addOption(
      new Option(
        '--shrink-budget <duration>',
        'for how long to make a failure smaller; 0 to leave it as it is',
      )
        .argParser(parseDuration)
        .default(30_000, '30s'),
    )
    .option(
      '--reruns <count>',
      'how often the plan of what failed on a real cluster is run there again, to say how often it fails',
      parseCount,
      3,
    )
    .option(
      '--trend <folders...>',
      'folders of earlier campaigns to compare with, beside those of the same matrix in the store',
    )
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
  $ npx splitbrain torture --confirm corpus/lost-on-restart.json --seeds 6000
  $ npx splitbrain torture --cluster docker --seeds 10 --time-limit 30s --workers 2

Exit codes: 0 every seed kept every promise, 1 one failed, 2 some could not be judged, 254 bad arguments, 255 crash.`,
    )
    .action(async ({ seeds, budget, workers, shard, shards, swarm, canary, fresh, store, ...more }) => {
      const { seedTimeout, maxMemory, shrinkBudget, reruns, confirm, before, trend, ...given } = more;
      const pool = { workers, timeoutMs: seedTimeout, memoryMb: maxMemory };
      if (confirm !== undefined) {
        process.exitCode = exitCodeOf(await confirmRegression(confirm, seeds ?? 1_000, pool, before));
        return;
      }
      const config = await loadConfigFile(given.config);
      const settings = resolveSettings(given, config);
      const cells = cellsOf(settings, config.matrix);
      // What is wrong with the settings is said at once, not by every seed.
      for (const cell of cells) drawPlan({ ...cell.settings, timeLimitMs: 1 });
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
      await runTorture(campaign, shard ?? shardOf(process.env, shards), {
        seedIsGiven: (given.seed ?? config.seed) !== undefined,
        fresh: fresh ?? false,
        store,
        budgetMs: budget,
        trend: trend ?? [],
        shrinkBudgetMs: shrinkBudget,
        reruns,
        pool,
      });
    });
}
