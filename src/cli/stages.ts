import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pc from 'picocolors';
import { targetNamed } from '../../targets/registry.js';
import type { TracedMessage } from '../cluster/simulation/message-trace.js';
import type { Verdict } from '../checkers/verdict.js';
import type { ClusterKind } from '../cluster/cluster.js';
import { readHistory } from '../history/jsonl.js';
import type { History } from '../history/operation.js';
import { readTruth } from '../history/revelation.js';
import type { Plan } from '../plan/plan.js';
import { executeRun } from '../run/execute-run.js';
import { judgeRun } from '../run/judge-run.js';
import { readNodeLogs } from '../run/read-node-logs.js';
import { type TracedMoments, traceMessages } from '../run/trace-messages.js';
import { RunFolder, type RunEnvironment } from '../run/run-folder.js';
import { picturedMoments } from '../../reports/figure/pictured-moments.js';
import { renderReport } from '../../reports/html.js';
import { renderRunJunit } from '../../reports/run-junit.js';
import { renderRunMarkdown } from '../../reports/run-markdown.js';
import type { RunRecord } from '../../reports/run-record.js';
import { ProgressLine } from './progress-line.js';
import { shellWord } from '../../reports/shell-word.js';

/** A path as a person in this directory would write it. */
export function shortPath(path: string): string {
  const short = relative('.', path);
  return short.startsWith('..') ? path : short || '.';
}

/** Plan → history, with progress on stderr. */
export async function runStage(
  plan: Plan,
  cluster: ClusterKind,
  store: string,
  signal: AbortSignal,
): Promise<{ folder: RunFolder; environment: RunEnvironment }> {
  const folder = RunFolder.create(store, plan, new Date());
  const line = new ProgressLine(plan.timeLimitMs + plan.quietMs);
  try {
    const environment = await executeRun({
      plan,
      cluster,
      folder,
      signal,
      onProgress: (progress) => line.show(progress),
      onNote: (text) => process.stderr.write(pc.dim(`${text}\n`)),
      onReady: (ms) => {
        if (cluster !== 'simulation') {
          process.stderr.write(
            pc.dim(`${plan.nodes.length} nodes ready after ${(ms / 1000).toFixed(1)} s\n`),
          );
        }
      },
    });
    return { folder, environment };
  } catch (error) {
    line.clear();
    if (statSync(folder.historyFile, { throwIfNoEntry: false })?.size) {
      process.stderr.write(
        `The run ended early; what was recorded is kept. Judge it with: npx splitbrain check ${shellWord(shortPath(folder.path))}\n`,
      );
    }
    throw error;
  } finally {
    line.clear();
  }
}

/** History → verdict, stored beside it. */
export async function checkStage(
  folder: RunFolder,
  plan: Plan,
): Promise<{ history: History; verdict: Verdict }> {
  const history = await readHistory(folder.historyFile);
  const verdict = judgeRun(history, plan, readTruth(folder.truthFile));
  folder.writeVerdict(verdict);
  return { history, verdict };
}

/** What a report is made of. */
export function recordOf(
  folder: RunFolder,
  plan: Plan,
  history: History,
  verdict: Verdict,
  environment: RunEnvironment | undefined,
): RunRecord {
  // For programs; a reader has the hash.
  const { checkpoints: _checkpoints, ...shown } = environment ?? {};
  const { probes } = targetNamed(plan.target);
  return {
    title: `${plan.target} · ${plan.workload}`,
    ...(probes && { probes }),
    plan,
    history,
    verdict,
    replay: `npx splitbrain replay ${shellWord(shortPath(folder.path))}`,
    runPath: shortPath(folder.path),
    ...(environment && {
      clusterKind: environment.cluster as ClusterKind,
      historyHash: environment.historyHash,
      environment: shown,
    }),
  };
}

/**
 * Verdict → report, for people, and for CI systems beside it. A simulated run is made again as far as it takes to see the
 * messages around its anomalies, unless that is called off. Resolves with the report's path.
 */
export async function reportStage(
  folder: RunFolder,
  record: RunRecord,
  signal?: AbortSignal,
): Promise<string> {
  const known = withFindings(folder, record);
  const messages = await messagesAround(folder, known, picturedMoments(known), signal);
  writeFileSync(folder.reportFile, renderReport({ ...known, messages }));
  writeFileSync(join(folder.path, 'junit.xml'), renderRunJunit(record));
  writeFileSync(join(folder.path, 'summary.md'), renderRunMarkdown(record));
  return folder.reportFile;
}

/** A record with what else the run's folder knows. */
export function withFindings(folder: RunFolder, record: RunRecord): RunRecord {
  const truth = readTruth(folder.truthFile);
  return { ...record, ...(truth && { truth }), logs: readNodeLogs(folder.logs) };
}

/** The messages of a simulated run around some moments; none where they cannot be known any more. */
export async function messagesAround(
  folder: RunFolder,
  { plan }: RunRecord,
  moments: TracedMoments,
  signal?: AbortSignal,
): Promise<readonly TracedMessage[]> {
  const environment = folder.readEnvironment();
  if (!plan || !Array.isArray(environment?.checkpoints)) return [];
  try {
    return await traceMessages(plan, moments, environment, signal);
  } catch {
    // What this version of the code cannot run any more it can still report.
    return [];
  }
}

/** Makes a simulated run with all its files and its report, without a word. */
export async function keepRun(
  folder: RunFolder,
  plan: Plan,
  replay: string,
  signal?: AbortSignal,
): Promise<void> {
  mkdirSync(folder.path, { recursive: true });
  const environment = await executeRun({ plan, cluster: 'simulation', folder });
  const { history, verdict } = await checkStage(folder, plan);
  await reportStage(folder, { ...recordOf(folder, plan, history, verdict, environment), replay }, signal);
}

/** The verdict as the check stage left it, or undefined. */
export function storedVerdict(folder: RunFolder): Verdict | undefined {
  try {
    return JSON.parse(readFileSync(folder.verdictFile, 'utf8')) as Verdict;
  } catch {
    return undefined;
  }
}
