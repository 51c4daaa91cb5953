import type { Campaign, Shard } from './campaign.js';
import { tasksOf } from './campaign.js';
import type { CampaignFolder } from './campaign-folder.js';
import type { SeedReport, SeedTask } from './seed-task.js';
import { type Tally, tallied, withReport } from './tally.js';

/** Who runs seeds: threads that simulate, or real clusters. */
export interface SeedRunner {
  /** How many at once. */
  readonly workers: number;
  /** Never rejects: a run that breaks off is reported as a crash. */
  readonly run: (task: SeedTask, signal?: AbortSignal) => Promise<SeedReport>;
}

export interface RunCampaignOptions {
  readonly campaign: Campaign;
  readonly shard: Shard;
  readonly folder: CampaignFolder;
  readonly runner: SeedRunner;
  /** No seed is begun after so many milliseconds. */
  readonly budgetMs?: number;
  readonly signal?: AbortSignal;
  readonly onReport?: (report: SeedReport, tally: Tally) => void;
}

export interface CampaignResult {
  readonly tally: Tally;
  /** Whether all was done that was asked for: all seeds, or all the time. */
  readonly complete: boolean;
  /** Milliseconds, earlier sessions of the same campaign not included. */
  readonly wallMs: number;
}

/**
 * Runs the seeds of a shard that its folder does not hold yet, several at once, and notes each as it ends. When the
 * signal is aborted it returns at once with what it has; seeds under way are lost, and will be run again.
 */
export async function runCampaign(options: RunCampaignOptions): Promise<CampaignResult> {
  const { campaign, shard, folder, runner, budgetMs = Infinity, signal, onReport } = options;
  const began = performance.now();
  const before = folder.reports();
  let tally = tallied(before);
  const done = new Set(before.map(({ number }) => number));
  const tasks = tasksOf(campaign, shard);
  let complete = true;
  const work = async (): Promise<void> => {
    for (;;) {
      const { value: task } = tasks.next();
      if (!task) return;
      if (done.has(task.number)) continue;
      if (signal?.aborted) {
        complete = false;
        return;
      }
      // Where seeds are counted, time that runs out leaves some of them undone.
      if (performance.now() - began >= budgetMs) {
        complete &&= campaign.seeds === undefined;
        return;
      }
      const report = await runner.run(task, signal);
      if (signal?.aborted) {
        complete = false;
        return;
      }
      folder.note(report);
      tally = withReport(tally, report);
      onReport?.(report, tally);
    }
  };
  const aborted = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([Promise.all(Array.from({ length: runner.workers }, work)), aborted]);
  return { tally, complete: complete && !signal?.aborted, wallMs: performance.now() - began };
}
