import type { Campaign, Shard } from './campaign.js';
import { BegunSeeds } from './begun-seeds.js';
import { taskNumber, tasksOf } from './campaign.js';
import type { CampaignFolder } from './campaign-folder.js';
import { crashed } from './run-seed.js';
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

/** What is reported of a seed in whose run the process died, and died again when nothing else ran. */
const DIED_TWICE = 'The whole process ended while this seed ran, and again when it ran alone.';

/**
 * Runs the seeds of a shard that its folder does not hold yet, several at once, and notes each as it ends. When the
 * signal is aborted it returns at once with what it has; seeds under way are lost, and will be run again.
 *
 * Seeds that were in work when an earlier process died come first, one at a time: the process may have been killed from outside.
 * In whose run it died twice, that seed is reported as a crash, and the campaign gets past it.
 */
export async function runCampaign(options: RunCampaignOptions): Promise<CampaignResult> {
  const { campaign, shard, folder, runner, budgetMs = Infinity, signal, onReport } = options;
  const began = performance.now();
  const before = folder.reports();
  let tally = tallied(before);
  const done = new Set(before.map(({ number }) => number));
  const begun = new BegunSeeds(folder.path);
  let complete = true;
  /** Whether there is to be another. */
  const goesOn = (): boolean => {
    if (signal?.aborted) complete = false;
    // Where seeds are counted, time that runs out leaves some of them undone.
    else if (performance.now() - began >= budgetMs) complete &&= campaign.seeds === undefined;
    else return true;
    return false;
  };
  const settle = async (task: SeedTask, run: () => Promise<SeedReport> | SeedReport): Promise<void> => {
    const report = await run();
    if (signal?.aborted) {
      complete = false;
      return;
    }
    folder.note(report);
    done.add(task.number);
    tally = withReport(tally, report);
    onReport?.(report, tally);
  };
  const runNow = (task: SeedTask): Promise<SeedReport> => {
    begun.note(task.number);
    return runner.run(task, signal);
  };
  const suspects = async (): Promise<void> => {
    for (const [number, times] of begun.times()) {
      if (done.has(number)) continue;
      if (!goesOn()) return;
      const task = taskNumber(campaign, number);
      await settle(task, () => (times > 1 ? crashed(task, DIED_TWICE, 0) : runNow(task)));
    }
  };
  const tasks = tasksOf(campaign, shard);
  const work = async (): Promise<void> => {
    for (const task of tasks) {
      if (done.has(task.number)) continue;
      if (!goesOn()) return;
      await settle(task, () => runNow(task));
    }
  };
  const all = async (): Promise<void> => {
    await suspects();
    await Promise.all(Array.from({ length: runner.workers }, work));
  };
  const aborted = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([all(), aborted]);
  begun.forget();
  return { tally, complete: complete && !signal?.aborted, wallMs: performance.now() - began };
}
