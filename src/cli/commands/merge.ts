import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { CampaignFolder } from '../../campaign/campaign-folder.js';
import { earlierNights } from '../../campaign/earlier-nights.js';
import { copyKept, mergeCampaigns } from '../../campaign/merge-campaigns.js';
import { SeedPool } from '../../campaign/seed-pool.js';
import { SettingsError } from '../../run/draw-plan.js';
import { failuresByFrequency } from '../../../reports/campaign/words.js';
import { concludeCampaign } from '../conclude-campaign.js';
import { exitCodeOf } from '../exit-code.js';
import { parseDuration, parsePositiveCount } from '../parse-values.js';

/** `splitbrain merge`: the shards of a campaign as one. */
export function mergeCommand() {
  return new Command('merge')
    .summary('put the shards of a campaign together')
    .description(
      'Makes one campaign of the shards that several machines have done: one tally, one report, one junit.xml. What the shards have kept and shrunk is taken over.',
    )
    .argument('<folders...>', 'the shards’ folders, each with its campaign.json')
    .option('--out <folder>', 'where to put it (default: a new one in the store)')
    .option('--store <folder>', 'where campaigns are kept', 'store')
    .option(
      '--trend <folders...>',
      'folders of earlier campaigns to compare with, beside those of the same matrix in the store',
    )
    .option('--workers <count>', 'threads', parsePositiveCount, availableParallelism())
    .addOption(
      new Option('--shrink-budget <duration>', 'for how long to make a failure smaller')
        .argParser(parseDuration)
        .default(30_000, '30s'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain merge shards/*
  $ npx splitbrain merge shard-1 shard-2 --out nightly

Exit codes: as of torture; a campaign whose shards are not all there, or not all at their end, is unknown at best.`,
    )
    .action(async (paths, { out, store, workers, shrinkBudget, trend = [] }) => {
      const folders = paths.map((path) => new CampaignFolder(path));
      const { blob, missing, cutOff } = mergeCampaigns(folders);
      if (out !== undefined && existsSync(join(out, 'campaign.json'))) {
        throw new SettingsError(`${out} holds a campaign already: name another folder with --out.`);
      }
      const { campaign, shard, commit } = blob;
      const about = { campaign, shard, ...(commit !== undefined && { commit }) };
      const folder =
        out === undefined
          ? CampaignFolder.create(store, about, new Date())
          : CampaignFolder.at(out, about, new Date());
      for (const failure of failuresByFrequency(blob.tally)) copyKept(failure, folders, folder);
      const earlier = earlierNights({ campaign, folder, store, places: trend });
      const pool = new SeedPool({ workers, timeoutMs: 60_000, memoryMb: 1024 });
      try {
        const valid = await concludeCampaign({
          folder,
          blob,
          pool,
          shrinkBudgetMs: shrinkBudget,
          reruns: 0,
          earlier,
        });
        if (missing.length > 0) {
          process.stderr.write(
            `Not all shards are there: ${missing.join(', ')} of ${missing.length + folders.length} missing.\n`,
          );
        }
        if (cutOff.length > 0) {
          process.stderr.write(
            `Cut off before the end, so only what they had done counts: ${cutOff.join(', ')} of ${missing.length + folders.length}.\n`,
          );
        }
        process.exitCode = exitCodeOf(valid);
      } finally {
        await pool.close();
      }
    });
}
