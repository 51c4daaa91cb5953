import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Verdict } from '../checkers/verdict.js';
import type { Checkpoint } from '../cluster/simulation/timeline.js';
import { parsePlan } from '../plan/parse-plan.js';
import type { Plan } from '../plan/plan.js';
import { keepOutcome } from '../store/outcome-file.js';
import { newFolder } from './new-folder.js';

/** Where and how a run was made: what a reader needs to make it again, and what is not part of the plan. */
export interface RunEnvironment {
  readonly cluster: string;
  readonly splitbrain: string;
  readonly node: string;
  readonly platform: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly wallMs: number;
  /** sha256 of `history.jsonl`. */
  readonly historyHash: string;
  /** The simulation's rolling hash over all events; absent elsewhere. */
  readonly eventHash?: string;
  /** The rolling hash before every thousandth event; absent elsewhere. */
  readonly checkpoints?: readonly Checkpoint[];
  /** Why the run ended before its time. */
  readonly interrupted?: string;
}

/** Thrown when a path that should be a run is none. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';
}

/** The files of one run; every stage can be done again from the file before it. */
export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes a new folder `store/<target>/<workload>/<time>-<seed>` and points `store/latest` to it. */
  static create(store: string, plan: Pick<Plan, 'target' | 'workload' | 'seed'>, at: Date): RunFolder {
    const time = at.toISOString().replace(/[-:]/g, '').replace(/\..*/, '').replace('T', '-');
    const seed = plan.seed.replace(/[^\w.-]/g, '_').slice(0, 60);
    const base = join(store, plan.target, plan.workload, `${time}-${seed}`);
    const path = newFolder(base);
    const latest = join(store, 'latest');
    if (lstatSync(latest, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(latest, { force: true });
    try {
      symlinkSync(relative(dirname(latest), path), latest);
    } catch (error) {
      // Something else has that name, or another run has just become the newest.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return new RunFolder(path);
  }

  /**
   * The run that a path means: its folder, or one of the files in it.
   * @throws NoRunError when there is no such folder or it holds no run
   */
  static open(path: string): RunFolder {
    const full = resolve(path);
    if (!existsSync(full)) {
      throw new NoRunError(
        `There is no run at ${path}. A run is a folder such as store/latest; \`splitbrain test\` makes one.`,
      );
    }
    return new RunFolder(lstatSync(full).isFile() ? dirname(full) : full);
  }

  get planFile(): string {
    return join(this.path, 'plan.json');
  }
  get historyFile(): string {
    return join(this.path, 'history.jsonl');
  }
  /** What the replicas took in; only of simulations. */
  get truthFile(): string {
    return join(this.path, 'truth.jsonl');
  }
  get verdictFile(): string {
    return join(this.path, 'verdict.json');
  }
  get reportFile(): string {
    return join(this.path, 'index.html');
  }
  get environmentFile(): string {
    return join(this.path, 'environment.json');
  }
  /** The failure that the run is kept for; only in campaigns. */
  get failureFile(): string {
    return join(this.path, 'failure.json');
  }
  get logs(): string {
    return join(this.path, 'logs');
  }

  write(file: string, value: unknown): void {
    writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Writes the verdict, and beside it what lists show of it. */
  writeVerdict(verdict: Verdict): void {
    this.write(this.verdictFile, verdict);
    keepOutcome(this.path, verdict);
  }

  writePlan(plan: Plan): void {
    this.write(this.planFile, plan);
  }

  /** @throws NoRunError when there is no plan; PlanError when the file is none */
  readPlan(): Plan {
    if (!existsSync(this.planFile)) {
      throw new NoRunError(`${this.path} holds no plan.json, so it is not a run.`);
    }
    return parsePlan(readFileSync(this.planFile, 'utf8'));
  }

  /** Which failure the run is kept for, if a campaign kept it. */
  readFailure(): unknown {
    if (!existsSync(this.failureFile)) return undefined;
    return JSON.parse(readFileSync(this.failureFile, 'utf8'));
  }

  readEnvironment(): RunEnvironment | undefined {
    if (!existsSync(this.environmentFile)) return undefined;
    return JSON.parse(readFileSync(this.environmentFile, 'utf8')) as RunEnvironment;
  }
}
