import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { guarantees } from '../checkers/checker.js';
import { findNamed } from '../named.js';
import { parsePlan, PlanError } from '../plan/parse-plan.js';
import type { Plan } from '../plan/plan.js';
import type { Origin } from './origin.js';
import type { FailureKind } from './reproduce.js';

/** A failure that is to stay away: the plan that showed it, in full, so that it outlives changes to what draws plans. */
export interface Regression {
  readonly version: 1;
  readonly name: string;
  readonly failure: FailureKind;
  /** How many of so many neighbours of the plan, itself included, showed the failure when it was seen. */
  readonly seen: Frequency;
  /** What its plan was drawn from, and how often fresh plans of that showed the failure when it was seen; absent where nobody knows. */
  readonly origin?: Origin & { readonly seen: Frequency };
  /** The simulation's rolling hash. */
  readonly hash: string;
  /** The commit where it was seen; absent outside of a repository. */
  readonly commit?: string;
  /** ISO 8601. */
  readonly addedAt: string;
  readonly plan: Plan;
}

/** So many of so many. */
export interface Frequency {
  readonly failed: number;
  readonly of: number;
}

/** Thrown when a file is no regression of this version. */
export class RegressionError extends Error {
  override readonly name = 'RegressionError';
}

const count = z.int().nonnegative();

const frequency = z.looseObject({ failed: count, of: count.positive() });

const schema = z.looseObject({
  version: z.literal(1),
  name: z.string(),
  failure: z.looseObject({ guarantee: z.enum(guarantees), kind: z.string() }),
  seen: frequency,
  origin: z.looseObject({ settings: z.looseObject({}), swarm: z.boolean(), seen: frequency }).optional(),
  hash: z.string(),
  commit: z.string().optional(),
  addedAt: z.string(),
  plan: z.looseObject({}),
});

/**
 * Reads a regression file.
 * @throws RegressionError that says what is wrong with it
 */
export function readRegression(file: string): Regression {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RegressionError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    throw new RegressionError(`${file} is not a regression of version 1:\n${z.prettifyError(result.error)}`);
  }
  try {
    return { ...result.data, plan: parsePlan(JSON.stringify(result.data.plan)) } as unknown as Regression;
  } catch (error) {
    if (error instanceof PlanError) throw new RegressionError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Whether a file looks like a regression rather than a plan or another file of a run. */
export function isRegressionFile(path: string): boolean {
  try {
    const json = JSON.parse(readFileSync(path, 'utf8')) as Partial<Regression>;
    return json.failure !== undefined && json.plan !== undefined;
  } catch {
    return false;
  }
}

/** A folder of regression files that a project commits. */
export class Corpus {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Paths of the regression files, by name. */
  files(): string[] {
    if (!existsSync(this.path)) return [];
    const names = readdirSync(this.path).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(this.path, name));
  }

  fileOf(name: string): string {
    return join(this.path, `${name}.json`);
  }

  /**
   * Keeps a regression; returns its file.
   * @throws RegressionError when there is one of this name, unless it may be replaced
   */
  add(regression: Regression, replace = false): string {
    const file = this.fileOf(regression.name);
    if (existsSync(file) && !replace) {
      throw new RegressionError(`There is ${file} already: give another --name, or --replace it.`);
    }
    mkdirSync(this.path, { recursive: true });
    writeFileSync(file, `${JSON.stringify(regression, undefined, 2)}\n`);
    return file;
  }

  /** @throws UnknownNameError that lists the regressions there are */
  remove(name: string): void {
    const files = this.files();
    const wanted = basename(name, '.json');
    rmSync(findNamed('regression', files, wanted, (file) => basename(file, '.json')));
  }
}
