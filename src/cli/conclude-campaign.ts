import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pc from 'picocolors';
import { taskNumber } from '../campaign/campaign.js';
import type { Blob, CampaignFolder } from '../campaign/campaign-folder.js';
import type { Origin } from '../campaign/origin.js';
import type { FailureKind } from '../campaign/reproduce.js';
import { searchSimulation } from '../campaign/search-simulation.js';
import type { SeedPool } from '../campaign/seed-pool.js';
import { type CutOff, shrink } from '../campaign/shrink.js';
import { campaignVerdict, type FailureTally } from '../campaign/tally.js';
import { type Night, nightOf, trendOf } from '../campaign/trend.js';
import { readHistory } from '../history/jsonl.js';
import type { Plan } from '../plan/plan.js';
import { planSize } from '../plan/shrinking/plan-size.js';
import { drawPlan } from '../run/draw-plan.js';
import { RunFolder } from '../run/run-folder.js';
import { githubAnnotations } from '../../reports/campaign/github-annotations.js';
import { renderJunit } from '../../reports/campaign/junit.js';
import { renderMarkdown } from '../../reports/campaign/markdown.js';
import { planSteps } from '../../reports/campaign/plan-steps.js';
import { renderCampaignPage } from '../../reports/campaign/page.js';
import type { CampaignRecord, KeptFailure, ShrunkFailure } from '../../reports/campaign/record.js';
import { failuresByFrequency } from '../../reports/campaign/words.js';
import { explain } from '../../reports/explain.js';
import { plainText } from '../../reports/explanations/sentence.js';
import { figureOf } from '../../reports/figure/figure.js';
import { momentsOf } from '../../reports/figure/pictured-moments.js';
import { sceneOf } from '../../reports/figure/scene.js';
import { renderCampaign } from '../../reports/terminal/campaign.js';
import { ClusterReruns } from './cluster-reruns.js';
import { interruptible } from './interrupt.js';
import { printing } from './printing.js';
import { commandLine } from './settings-options.js';
import { keepRun, messagesAround, recordOf, shortPath, storedVerdict, withFindings } from './stages.js';
import { shellWord } from '../../reports/shell-word.js';

/** Seeds that are kept with their reports: those of the most frequent failures. */
const MOST_KEPT = 10;
/** Runs to shrink a failure with, whatever time there is: more of them hardly ever come further. */
const MOST_SHRINKING_RUNS = 30_000;
/** Simulations of a real cluster's plan, to see the same failure there. */
const MOST_SCHEDULES = 5_000;

export interface Conclusion {
  readonly folder: CampaignFolder;
  readonly blob: Blob;
  readonly pool: SeedPool;
  /** So long may it take to shrink a failure; 0 leaves failures as they are. */
  readonly shrinkBudgetMs: number;
  /** What failed on a real cluster is run there so often again. */
  readonly reruns: number;
  /** What earlier campaigns of the same matrix came to. */
  readonly earlier: readonly Night[];
}

/**
 * What is left to do when the seeds have ended: writes the blob, keeps and shrinks failures, writes the reports
 * (`index.html`, `junit.xml`, `summary.md`), tells GitHub where it is there, and prints what it came to.
 * @returns the campaign's verdict
 */
export async function concludeCampaign(conclusion: Conclusion): Promise<boolean | 'unknown'> {
  const { folder, blob, earlier } = conclusion;
  folder.writeBlob(blob);
  const { tally, campaign, shard, wallMs, complete, startedAt } = blob;
  const kept = await keepFailures(conclusion);
  const record: CampaignRecord = {
    campaign,
    shard,
    tally,
    kept,
    wallMs,
    complete,
    startedAt,
    ...(earlier.length > 0 && { trend: trendOf([...earlier, nightOf(blob)]) }),
  };
  writeFileSync(join(folder.path, 'junit.xml'), renderJunit(record));
  const markdown = renderMarkdown(record);
  writeFileSync(join(folder.path, 'summary.md'), markdown);
  writeFileSync(join(folder.path, 'index.html'), renderCampaignPage(record));
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, markdown);
  const path = shortPath(folder.path);
  process.stdout.write(`${renderCampaign(record, path, printing)}\n\n${pc.dim(`  ${path}/index.html`)}\n`);
  if (GITHUB_ACTIONS === 'true')
    for (const line of githubAnnotations(record)) process.stdout.write(`${line}\n`);
  return campaignVerdict(blob);
}

/** Keeps the smallest seeds of the most frequent failures. Ctrl-C leaves the rest unshrunk. */
async function keepFailures(conclusion: Conclusion): Promise<readonly KeptFailure[]> {
  const failures = failuresByFrequency(conclusion.blob.tally).slice(0, MOST_KEPT);
  if (failures.length === 0) return [];
  return interruptible(async (signal) => {
    const kept: KeptFailure[] = [];
    const reruns = new ClusterReruns(conclusion.reruns, signal);
    for (const failure of failures) {
      const { command, report } = await keepSmallest(conclusion, failure, signal);
      const shrunk = signal.aborted ? undefined : await shrinkSmallest(conclusion, failure, reruns, signal);
      kept.push({ failure, command, ...(report !== undefined && { report }), ...shrunk });
    }
    return kept;
  });
}

/** Runs a failure's smallest seed once more, with all its files and its report; a crash has none. */
async function keepSmallest(
  { folder, blob: { campaign } }: Conclusion,
  { failure, smallest }: FailureTally,
  signal: AbortSignal,
): Promise<{ readonly command: string; readonly report?: string }> {
  const { settings } = taskNumber(campaign, smallest.number);
  const command = commandLine('test', settings);
  if (!failure) return { command };
  // One seed may be the smallest of several failures.
  const run = new RunFolder(folder.keptSeed(smallest.number));
  if (!existsSync(run.reportFile)) {
    // What ran on a real cluster cannot be made again.
    if (settings.cluster !== 'simulation') return { command };
    await keepRun(run, drawPlan(settings), command, signal);
  }
  return { command, report: relative(folder.path, run.reportFile) };
}

/** Shrinks a failure's smallest seed, looked for in simulation if it ran on a real cluster, and keeps what is left of it beside the seed itself. */
async function shrinkSmallest(
  { folder, blob: { campaign }, pool, shrinkBudgetMs }: Conclusion,
  { failure, smallest }: FailureTally,
  reruns: ClusterReruns,
  signal: AbortSignal,
): Promise<Pick<KeptFailure, 'again' | 'search' | 'shrunk'> | undefined> {
  if (!failure || shrinkBudgetMs === 0) return undefined;
  const run = new RunFolder(folder.keptSeed(smallest.number, failure));
  const command = `npx splitbrain replay ${shellWord(shortPath(run.path))}`;
  let search: KeptFailure['search'];
  let again: KeptFailure['again'];
  if (!existsSync(run.failureFile)) {
    const { settings } = taskNumber(campaign, smallest.number);
    let plan = drawPlan(settings);
    if (settings.cluster !== 'simulation') {
      showProgress(`running the plan of ${failure.kind} again: ${reruns.runs} times`);
      const failed = new RunFolder(folder.keptSeed(smallest.number));
      again = await reruns.count(plan, settings.cluster, failure, failed);
      const found = await searchSimulation({
        plan,
        failure,
        runner: pool,
        maxRuns: MOST_SCHEDULES,
        budgetMs: shrinkBudgetMs,
        signal,
        onProgress: (runs) => showProgress(`looking for ${failure.kind} in simulation: ${runs} schedules`),
      });
      showProgress('');
      search = { schedules: found.runs, found: found.plan !== undefined };
      if (!found.plan) return { search, ...(again && { again }) };
      ({ plan } = found);
    }
    const shrunk = await shrink({
      plan,
      failure,
      runner: pool,
      maxRuns: MOST_SHRINKING_RUNS,
      budgetMs: shrinkBudgetMs,
      signal,
      onProgress({ plan, runs }) {
        const { operations, faults } = planSize(plan);
        showProgress(
          `shrinking ${failure.kind}: ${operations} operations, ${faults} faults after ${runs} runs`,
        );
      },
    });
    showProgress('');
    if (!shrunk) return { ...(search && { search }), ...(again && { again }) };
    await keepRun(run, shrunk.plan, command, signal);
    const { cells, swarm } = campaign;
    // Whoever keeps it as a regression can draw others like it.
    const cell = cells[smallest.number % cells.length];
    run.write(run.failureFile, {
      ...failure,
      cutOffBy: shrunk.cutOffBy,
      search,
      again,
      ...(cell && { origin: { settings: cell.settings, swarm } satisfies Origin }),
    });
  }
  const known = run.readFailure() as FailureKind &
    Pick<KeptFailure, 'again' | 'search'> & { cutOffBy?: CutOff };
  const { cutOffBy } = known;
  const plan = run.readPlan();
  const report = relative(folder.path, run.reportFile);
  const proof = await proofOf(run, plan, failure, report, signal);
  const steps = planSteps(plan);
  const shrunk: ShrunkFailure = {
    size: planSize(plan),
    ...(steps && { steps }),
    ...(cutOffBy && { cutOffBy }),
    report,
    command,
    ...proof,
  };
  return {
    shrunk,
    ...(known.search && { search: known.search }),
    ...(known.again && { again: known.again }),
  };
}

/** What is under way, on a line that the next one replaces; nothing where nobody looks. */
function showProgress(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${pc.dim(words)}`);
}

/**
 * What proves a failure, in the words of a run's report, and its picture.
 * @param report where that report is, from the campaign's page
 */
async function proofOf(
  run: RunFolder,
  plan: Plan,
  { guarantee, kind }: FailureKind,
  report: string,
  signal: AbortSignal,
): Promise<Pick<ShrunkFailure, 'story' | 'figure'>> {
  const verdict = storedVerdict(run);
  const judgement = verdict?.judgements.find((one) => one.guarantee === guarantee);
  const anomaly = judgement?.anomalies.find((one) => one.kind === kind);
  if (!verdict || !anomaly) return {};
  const history = await readHistory(run.historyFile);
  const record = withFindings(run, recordOf(run, plan, history, verdict, run.readEnvironment()));
  const messages = await messagesAround(run, record, momentsOf([anomaly], record), signal);
  const scene = sceneOf({ ...record, messages });
  const figure = figureOf(anomaly, history, { ...scene, report: encodeURI(report) });
  return { story: plainText(explain(anomaly, history).sentence), ...(figure && { figure }) };
}
