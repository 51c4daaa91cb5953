import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { guarantees } from '../checkers/checker.js';
import type { Verdict } from '../checkers/verdict.js';
import { readHistory } from '../history/jsonl.js';
import type { History } from '../history/operation.js';
import type { Plan } from '../plan/plan.js';
import { judgeRun } from '../run/judge-run.js';
import { RunFolder } from '../run/run-folder.js';
import type { RunSummary } from './run-summary.js';

/** A run with all that its folder tells. */
export interface LoadedRun {
  readonly summary: RunSummary;
  readonly plan: Plan;
  readonly history: History;
  readonly verdict: Verdict;
}

/**
 * Reads a run in full; one that nobody has judged is judged now, by what it promises.
 * @throws PlanError, HistoryError or NoRunError when its files are not those of a run
 */
export async function loadRun(store: string, summary: RunSummary): Promise<LoadedRun> {
  const folder = new RunFolder(join(store, summary.path));
  const plan = folder.readPlan();
  const history = existsSync(folder.historyFile)
    ? await readHistory(folder.historyFile)
    : { operations: [], faults: [], endedAt: 0, events: 0 };
  const verdict =
    readVerdict(folder.verdictFile) ?? judgeRun(history, plan, undefined, { promisedOnly: true });
  return { summary, plan, history, verdict };
}

/** As far as a comparison reads it. */
const verdictSchema = z.looseObject({
  valid: z.union([z.boolean(), z.literal('unknown')]),
  judgements: z.array(
    z.looseObject({
      guarantee: z.enum(guarantees),
      holds: z.union([z.boolean(), z.literal('unknown')]),
      promise: z.looseObject({}).optional(),
      anomalies: z.array(z.looseObject({ kind: z.string() })),
      anomalyCount: z.number(),
      evidence: z.looseObject({ chances: z.number() }),
    }),
  ),
  faults: z.array(z.looseObject({ kind: z.string(), injected: z.number(), operations: z.number() })),
});

/** Undefined where there is none, or one that nobody here can read. */
function readVerdict(file: string): Verdict | undefined {
  try {
    return verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) as unknown as Verdict;
  } catch {
    return undefined;
  }
}
