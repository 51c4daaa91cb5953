import { NOT_LOOKED_FOR } from '../../src/checkers/judge.js';
import type { Judgement } from '../../src/checkers/verdict.js';
import { countProbes } from '../../src/replica/probe-log.js';
import { chancesWords } from '../chances-words.js';
import { guaranteeWords } from '../guarantee-words.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { figuresList } from './figures-list.js';
import { type Content, html, type Markup } from './markup.js';
import { brokenIn, reasonsList } from './verdict-section.js';

const MAX_STATES = 30;
/** So many promises have their chances said in words. */
const MOST_IN_FULL = 4;

/** On what the answer rests: the run in figures, what faults met, and how often each promise could have been seen to fail. */
export function evidenceSection(run: RunRecord): Markup {
  return html`<section id="evidence">
    <h2>What this rests on</h2>
    ${figures(run)} ${chances(run)} ${brokenIn(run.verdict).length > 0 && reasonsList(run.verdict)}
  </section>`;
}

function chances({ verdict: { faults, judgements }, ...run }: RunRecord): Markup | false {
  const { reached, never } = rareStates(run);
  const met = faults.filter(({ injected }) => injected > 0);
  const promised = judgements.filter(({ promise }) => promise);
  const rows: (readonly [string, readonly string[]])[] = [
    [
      'Operations under faults',
      met.map(({ kind, operations }) => `${showText(kind, 30)} ${formatCount(operations)}`),
    ],
    ['Could have been seen to fail', couldHaveFailed(promised)],
    ['Rare states reached', reached],
    ['Rare states never reached', never],
  ];
  const told = rows.filter(([, parts]) => parts.length > 0);
  return (
    told.length > 0 &&
    html`<dl class="rests">
      ${told.map(
        ([name, parts]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${parts.map((part) => html`<span>${part}</span> `)}</dd>
          </div>`,
      )}
    </dl>`
  );
}

/** Each promise with its chances, thinnest first: in full where they are few, because each stands below with its own. */
function couldHaveFailed(promised: readonly Judgement[]): string[] {
  const few = promised.length <= MOST_IN_FULL;
  return [...promised]
    .sort((a, b) => a.evidence.chances - b.evidence.chances)
    .map(({ guarantee, evidence }) => {
      const { title } = guaranteeWords[guarantee];
      if (few || evidence.what === NOT_LOOKED_FOR) return `${title}: ${chancesWords(evidence)}`;
      return `${title} ${formatCount(evidence.chances)}`;
    });
}

/** What the replicas marked, by their logs, and what they never did. */
function rareStates({ probes = [], logs = [] }: Omit<RunRecord, 'verdict'>): {
  readonly reached: readonly string[];
  readonly never: readonly string[];
} {
  const counts = countProbes(logs.map(({ text }) => text));
  const seen = Object.entries(counts).sort(([, a], [, b]) => a - b);
  return {
    reached: seen
      .slice(0, MAX_STATES)
      .map(([name, count]) => `${showText(name, 80)} (at least ${formatCount(count)}×)`),
    never: probes.filter((name) => counts[name] === undefined).map((name) => showText(name, 80)),
  };
}

function figures({ verdict, plan, clusterKind, history }: RunRecord): Markup {
  const { ok, fail, info } = verdict.operations;
  const met = verdict.faults.reduce((sum, { injected }) => sum + injected, 0);
  const cells: (readonly [string, Content, Content?] | false)[] = [
    ['Operations', formatCount(ok + fail + info), outcomeBar(ok, fail, info)],
    ['Faults', met, verdict.faults.map(({ kind }) => showText(kind, 20)).join(', ') || 'none'],
    [
      'Cluster',
      plan ? counted(plan.nodes.length, 'node') : 'unknown',
      [clusterKind && showText(clusterKind, 30), plan && counted(plan.clients.length, 'client')]
        .filter(Boolean)
        .join(', '),
    ],
    [
      'Duration',
      formatDuration(history.endedAt),
      plan && `${formatDuration(plan.timeLimitMs * 1e6)} under faults`,
    ],
    plan !== undefined && [
      'Seed',
      html`<code>${showName(plan.seed, 24)}</code>`,
      plan.bugs.length > 0 && counted(plan.bugs.length, 'planted bug'),
    ],
  ];
  return figuresList(cells);
}

function outcomeBar(ok: number, fail: number, info: number): Markup {
  const parts = [
    { name: 'ok', count: ok },
    { name: 'fail', count: fail },
    { name: 'info', count: info },
  ];
  const words = `${formatCount(ok)} ok, ${formatCount(fail)} failed, ${formatCount(info)} unknown`;
  const total = Math.max(1, ok + fail + info);
  let x = 0;
  const bars = parts.map(({ name, count }) => {
    const width = (count / total) * 100;
    const bar = html`<rect class="${name}" x="${x}" y="0" width="${width}" height="4" />`;
    x += width;
    return bar;
  });
  return html`<svg class="outcomes" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      ${bars}</svg
    >${words}`;
}
