import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from '../../targets/registry.js';
import { membersAtHead } from './json-head.js';
import { keptOutcome, OUTCOME_FILE } from './outcome-file.js';
import { readOutcome, type RunOutcome } from './read-outcome.js';
import type { StoreFolder } from './store-folders.js';

/** A run as a list shows it. All of it comes from files that anybody may have written: texts are any texts. */
export interface RunSummary {
  /** Relative to the store. */
  readonly path: string;
  /** The campaign that has kept it, relative to the store. */
  readonly campaign?: string;
  readonly target: string;
  readonly workload: string;
  readonly seed: string;
  readonly nodes: number;
  /** `name=value`, all options of the target. */
  readonly options: readonly string[];
  /** Those that differ from the target's defaults; all of them where nobody knows the target. */
  readonly chosen: readonly string[];
  readonly bugs: readonly string[];
  readonly cluster: string;
  /** Milliseconds since 1970, when it began, or when its plan was written. */
  readonly startedAt: number;
  /** Milliseconds of this machine's time; undefined when nobody noted it. */
  readonly wallMs?: number;
  /** Undefined where it was not judged. */
  readonly verdict?: RunOutcome;
  /** Whether it has a report. */
  readonly hasReport: boolean;
}

/** Enough of most plans for what is shown of them, and of an environment for what stands before its checkpoints. */
const HEAD_BYTES = 4_096;
/** Enough of a plan with many options or long ones. */
const LONG_HEAD_BYTES = 131_072;
/** A verdict that is larger is not one of ours. */
const LARGEST_VERDICT = 64e6;

/**
 * Reads what a list needs of a run: the beginning of its plan and of its environment, and its verdict. What is missing or
 * damaged beside the plan is left out.
 * @throws Error when the folder's `plan.json` cannot be read or is no plan
 */
export function readRunSummary(store: string, { path, files, campaign }: StoreFolder): RunSummary {
  const folder = join(store, path);
  const planFile = join(folder, 'plan.json');
  const { text, mtimeMs } = readHead(planFile);
  let plan = membersAtHead(text);
  // What comes last of all that is shown.
  if (plan?.['bugs'] === undefined) plan = membersAtHead(readHead(planFile, LONG_HEAD_BYTES).text);
  if (!plan) throw new Error(`${path}/plan.json is not a plan.`);
  // Only what is a file: a reader of a pipe would wait for ever.
  const ifThere = <T>(name: string, read: (file: string) => T): T | undefined =>
    files.has(name) ? optional(() => read(join(folder, name))) : undefined;
  const environment = ifThere('environment.json', (file) => membersAtHead(readHead(file).text)) ?? {};
  const began = Date.parse(textOf(environment['startedAt']));
  const kept = files.has('verdict.json') && ifThere(OUTCOME_FILE, () => keptOutcome(folder));
  const verdict = kept || ifThere('verdict.json', readVerdict);
  const target = textOf(plan['target'], '?');
  const nodes = listOf(plan['nodes']).length;
  const options = objectOf(plan['options']);
  return {
    path,
    ...(campaign !== undefined && { campaign }),
    target,
    workload: textOf(plan['workload'], '?'),
    seed: textOf(plan['seed'], '?'),
    nodes,
    options: Object.entries(options).map(optionWords),
    chosen: chosenOptions(target, nodes, options).map(optionWords),
    bugs: listOf(plan['bugs']).map((bug) => textOf(bug)),
    cluster: textOf(environment['cluster'], 'unknown'),
    startedAt: Number.isFinite(began) ? began : mtimeMs,
    ...(typeof environment['wallMs'] === 'number' && { wallMs: environment['wallMs'] }),
    ...(verdict && { verdict }),
    hasReport: files.has('index.html'),
  };
}

function readHead(file: string, bytes = HEAD_BYTES): { text: string; mtimeMs: number } {
  const handle = openSync(file, 'r');
  try {
    const { size, mtimeMs } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const length = readSync(handle, buffer, 0, buffer.length, 0);
    return { text: buffer.toString('utf8', 0, length), mtimeMs };
  } finally {
    closeSync(handle);
  }
}

function readVerdict(file: string): RunOutcome | undefined {
  const bytes = readFileSync(file);
  return bytes.length > LARGEST_VERDICT ? undefined : readOutcome(bytes);
}

function chosenOptions(
  name: string,
  nodes: number,
  options: Readonly<Record<string, unknown>>,
): [string, unknown][] {
  const target = targets.find((one) => one.name === name);
  const defaults = target && optional(() => target.options(nodes).parse({}) as Record<string, unknown>);
  return Object.entries(options).filter(
    ([option, value]) => JSON.stringify(defaults?.[option]) !== JSON.stringify(value),
  );
}

const optionWords = ([name, value]: readonly [string, unknown]): string =>
  `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;

function optional<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown, otherwise = ''): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
