import { mkdirSync, rmSync } from 'node:fs';
import type { Frequency } from '../campaign/regression.js';
import { type FailureKind, shows } from '../campaign/reproduce.js';
import type { Verdict } from '../checkers/verdict.js';
import type { ClusterKind } from '../cluster/cluster.js';
import type { Plan } from '../plan/plan.js';
import { executeRun } from '../run/execute-run.js';
import { RunFolder } from '../run/run-folder.js';
import { checkStage } from './stages.js';

/** Runs plans that failed on a real cluster there again, to see how often they do: a run there is never the same twice. */
export class ClusterReruns {
  readonly runs: number;
  readonly #signal: AbortSignal;
  /** By the folder of the run that failed: a run may show several failures. */
  readonly #verdicts = new Map<string, Promise<readonly Verdict[]>>();

  /** @param runs how often each plan is run again */
  constructor(runs: number, signal: AbortSignal) {
    this.runs = runs;
    this.#signal = signal;
  }

  /**
   * How many of the runs fail in the same way; undefined where none came to its end.
   * @param kept the folder of the run that failed
   */
  async count(
    plan: Plan,
    cluster: ClusterKind,
    failure: FailureKind,
    kept: RunFolder,
  ): Promise<Frequency | undefined> {
    let verdicts = this.#verdicts.get(kept.path);
    if (!verdicts) this.#verdicts.set(kept.path, (verdicts = this.#run(plan, cluster, kept)));
    const all = await verdicts;
    const failed = all.filter((verdict) => shows(verdict, failure)).length;
    return all.length > 0 ? { failed, of: all.length } : undefined;
  }

  /** One after the other: side by side they would not be what the campaign's runs were. */
  async #run(plan: Plan, cluster: ClusterKind, kept: RunFolder): Promise<readonly Verdict[]> {
    const verdicts: Verdict[] = [];
    const folder = new RunFolder(`${kept.path}-again`);
    for (let run = 0; run < this.runs && !this.#signal.aborted; run++) {
      try {
        mkdirSync(folder.path, { recursive: true });
        await executeRun({ plan, cluster, folder, signal: this.#signal });
        verdicts.push((await checkStage(folder, plan)).verdict);
      } catch {
        // What broke off shows nothing.
      } finally {
        rmSync(folder.path, { recursive: true, force: true });
      }
    }
    return verdicts;
  }
}
