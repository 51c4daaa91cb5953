import { mkdirSync, rmSync } from 'node:fs';
import { targetNamed } from '../../targets/registry.js';
import type { CampaignFolder } from '../campaign/campaign-folder.js';
import { replicaCrashes } from '../checkers/judge.js';
import { crashed, probesOf, seedReport } from '../campaign/run-seed.js';
import type { SeedReport, SeedTask } from '../campaign/seed-task.js';
import { countProbes } from '../replica/probe-log.js';
import { drawPlan } from '../run/draw-plan.js';
import { executeRun } from '../run/execute-run.js';
import { readNodeLogs } from '../run/read-node-logs.js';
import { RunFolder } from '../run/run-folder.js';
import { checkStage, recordOf, reportStage } from './stages.js';

/**
 * Runs a campaign's seeds on real clusters, some side by side. A run that did not keep every promise stays in the campaign's
 * folder with its report, for it cannot be made again exactly.
 */
export class ClusterRunner {
  readonly workers: number;
  readonly #folder: CampaignFolder;
  readonly #running = new Set<Promise<SeedReport>>();

  constructor(folder: CampaignFolder, workers: number) {
    this.#folder = folder;
    this.workers = workers;
  }

  /** Never rejects: a run that breaks off is a report of a crash, and its cluster is gone. */
  async run(task: SeedTask, signal?: AbortSignal): Promise<SeedReport> {
    const run = this.#report(task, signal);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  /** Waits until all clusters are gone. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #report(task: SeedTask, signal?: AbortSignal): Promise<SeedReport> {
    const began = performance.now();
    const { settings } = task;
    const folder = new RunFolder(this.#folder.keptSeed(task.number));
    try {
      const plan = drawPlan(settings);
      // What an earlier session left of a run that it did not end.
      rmSync(folder.path, { recursive: true, force: true });
      mkdirSync(folder.path, { recursive: true });
      const environment = await executeRun({
        plan,
        cluster: settings.cluster,
        folder,
        ...(signal && { signal }),
      });
      const { history, verdict } = await checkStage(folder, plan);
      const wallMs = performance.now() - began;
      const [crash] = replicaCrashes(history);
      const report: SeedReport = {
        ...seedReport(task, plan, { history, verdict, wallMs, crash }),
        probes: probesOf(plan.target, {
          ...Object.fromEntries((targetNamed(plan.target).probes ?? []).map((name) => [name, 0])),
          ...countProbes(readNodeLogs(folder.logs).map(({ text }) => text)),
        }),
      };
      if (report.valid === true) rmSync(folder.path, { recursive: true, force: true });
      else await reportStage(folder, recordOf(folder, plan, history, verdict, environment));
      return report;
    } catch (error) {
      if (signal?.aborted) rmSync(folder.path, { recursive: true, force: true });
      return crashed(task, (error as Error).message, performance.now() - began);
    }
  }
}
