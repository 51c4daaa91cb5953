import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../checkers/verdict.js';
import { readOutcome, type RunOutcome } from './read-outcome.js';

/** In a run's folder, beside its verdict: what lists show of it, so that they need not read hundreds of kilobytes for each run. */
export const OUTCOME_FILE = 'outcome.json';

/** Written after the verdict, of which it keeps the size: if that is another one, or newer, the outcome is not its own. */
interface KeptOutcome {
  readonly verdictBytes: number;
  readonly outcome: RunOutcome;
}

/** Keeps the outcome of the verdict that has just been written to a run's folder. */
export function keepOutcome(folder: string, verdict: Pick<Verdict, 'valid'>): void {
  const { size } = statSync(join(folder, 'verdict.json'));
  const outcome = readOutcome(Buffer.from(JSON.stringify(verdict)));
  if (!outcome) return;
  const kept: KeptOutcome = { verdictBytes: size, outcome };
  writeFileSync(join(folder, OUTCOME_FILE), `${JSON.stringify(kept)}\n`);
}

/**
 * The outcome that was kept of a run's verdict; undefined when there is none, or the verdict is another one since.
 * @throws SyntaxError when the file is not JSON
 */
export function keptOutcome(folder: string): RunOutcome | undefined {
  const file = join(folder, OUTCOME_FILE);
  const [own, verdict] = [statSync(file), statSync(join(folder, 'verdict.json'))];
  if (own.size > LARGEST || verdict.mtimeMs > own.mtimeMs) return undefined;
  const { verdictBytes, outcome } = JSON.parse(readFileSync(file, 'utf8')) as Partial<KeptOutcome>;
  return verdictBytes === verdict.size && isOutcome(outcome) ? outcome : undefined;
}

const LARGEST = 65_536;

/** Anybody may have written the file. */
function isOutcome(value: unknown): value is RunOutcome {
  if (typeof value !== 'object' || value === null) return false;
  const { valid, broken, allowed, operations, faults } = value as Partial<Record<string, unknown>>;
  const isTexts = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one) => typeof one === 'string');
  const counts = (operations ?? {}) as Partial<Record<string, unknown>>;
  return (
    (typeof valid === 'boolean' || valid === 'unknown') &&
    [broken, allowed, faults].every(isTexts) &&
    ['ok', 'fail', 'info'].every((type) => Number.isFinite(counts[type]))
  );
}
