import type { Judgement, Verdict } from '../../src/checkers/verdict.js';
import { anomalyGroups } from '../anomaly-groups.js';
import { explain } from '../explain.js';
import { factsWords } from '../facts-words.js';
import { guaranteeWords } from '../guarantee-words.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { suspendedSentence } from '../suspended-sentence.js';
import { sentenceMarkup } from './anomalies-section.js';
import { icon } from './icon.js';
import { latticePicture } from './lattice-picture.js';
import { type Content, html, type Markup } from './markup.js';

/** The answer: the verdict, why, the run in figures, and how to reproduce it. */
export function verdictSection(run: RunRecord): Markup {
  const { verdict } = run;
  const tone = toneOf(verdict.valid);
  const broken = verdict.judgements.filter(({ promise, holds }) => promise && holds === false);
  const allowed = verdict.judgements.filter(({ promise, holds }) => !promise && holds === false);
  const reasons = [
    ...verdict.reasons
      .filter((reason) => !broken.some(({ guarantee }) => reason.startsWith(`${guarantee} `)))
      .slice(0, MAX_REASONS)
      .map((reason) => showText(reason, 400)),
    ...(allowed.length > 0 ? [allowedViolations(allowed)] : []),
  ];
  return html`<header class="verdict ${tone}">
    <p class="subject">${showText(run.title, 80)}</p>
    <h1>${icon(tone)}<span>${answer(verdict)}</span></h1>
    ${breaches(broken)} ${firstStory(run)}
    ${
      reasons.length > 0 &&
      html`<ul class="reasons">
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>`
    }
    ${run.replay !== undefined && reproduce(run.replay)} ${figures(run)} ${evidence(verdict)}
  </header>`;
}

const MAX_REASONS = 20;

/** Which promises broke, how often, and a way to the operations that show it. */
function breaches(broken: readonly Judgement[]): Markup | false {
  return (
    broken.length > 0 &&
    html`<ul class="breaches">
      ${broken.map(({ guarantee, anomalies, anomalyCount, evidence }) => {
        const { title, meaning } = guaranteeWords[guarantee];
        const target = anomalies[0] ? `anomaly-${anomalies[0].kind}` : `guarantee-${guarantee}`;
        return html`<li>
          <a href="#${target}"><strong>${title}</strong></a> broken ${formatCount(anomalyCount)}×, looked for
          in ${formatCount(evidence.chances)} ${showText(evidence.what, 120)}.
          <span>Promised: ${meaning}</span>
        </li>`;
      })}
    </ul>`
  );
}

/** The smallest proof that a promise was broken, in words. */
function firstStory({ verdict, history }: RunRecord): Markup | false {
  const first = anomalyGroups(verdict).find(({ promised }) => promised);
  if (!first) return false;
  const { headline, sentence } = explain(first.anomaly, history);
  return html`<div class="first-story">
    <h2>${headline}</h2>
    <p>${sentenceMarkup(sentence)}</p>
    <a class="button" href="#anomaly-${first.anomaly.kind}">See the operations</a>
  </div>`;
}

/** On what the answer rests: what faults met, and how often each promise could have been seen to fail. */
function evidence({ faults, judgements }: Verdict): Markup | false {
  const met = faults.filter(({ injected }) => injected > 0);
  const chances = judgements.filter(({ promise }) => promise);
  const rows: (readonly [string, readonly string[]])[] = [
    [
      'Operations under faults',
      met.map(({ kind, operations }) => `${showText(kind, 30)} ${formatCount(operations)}`),
    ],
    [
      'Could have been seen to fail',
      chances.map(
        ({ guarantee, evidence: { chances: count, what } }) =>
          `${guaranteeWords[guarantee].title}: ${formatCount(count)} ${showText(what, 120)}`,
      ),
    ],
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

function allowedViolations(judgements: readonly Judgement[]): string {
  const titles = judgements.map(({ guarantee }) => guaranteeWords[guarantee].title.toLowerCase());
  return `Not promised under these options, and seen violated: ${titles.join(', ')}.`;
}

/** `kept`, `broken` or `unknown`: how a verdict or judgement is coloured. */
export function toneOf(valid: boolean | 'unknown'): 'kept' | 'broken' | 'unknown' {
  if (valid === 'unknown') return 'unknown';
  return valid ? 'kept' : 'broken';
}

/** The verdict in a sentence. */
export function answer({ valid, judgements }: Verdict): string {
  const broken = judgements.filter(({ promise, holds }) => promise && holds === false).length;
  if (valid === true) return 'Every promise held';
  if (valid === 'unknown') return 'Not enough evidence to tell';
  return broken === 1 ? 'A promise was broken' : `${broken} promises were broken`;
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
      [clusterKind, plan && counted(plan.clients.length, 'client')].filter(Boolean).join(', '),
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
  return html`<dl class="figures">
    ${cells.map(
      (cell) =>
        cell &&
        html`<div>
          <dt>${cell[0]}</dt>
          <dd>${cell[1]}<small>${cell[2]}</small></dd>
        </div>`,
    )}
  </dl>`;
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

function reproduce(command: string): Markup {
  return html`<div class="reproduce">
    <span class="label">Reproduce</span><code id="replay">${showText(command, 2000)}</code
    ><button type="button" class="copy" data-copy="replay">Copy</button>
  </div>`;
}

/** What was promised, and what else was looked for: kept or not, and on what evidence. */
export function promisesSection({ verdict }: RunRecord): Markup {
  const promised = verdict.judgements.filter(({ promise }) => promise);
  const others = verdict.judgements.filter(({ promise }) => !promise);
  return html`<section id="promises">
    <h2>Promises</h2>
    ${
      promised.length > 0
        ? html`<ul class="judgements">
            ${promised.map(judgementRow)}
          </ul>`
        : html`<p class="empty">Nothing was promised under these options.</p>`
    }
    ${(verdict.suspended ?? []).map((one) => html`<p class="suspended">${suspendedSentence(one)}</p>`)}
    ${latticePicture(verdict.judgements)}
    ${
      others.length > 0 &&
      html`<h3>Not promised, but looked for</h3>
        <ul class="judgements quiet">
          ${others.map(judgementRow)}
        </ul>`
    }
  </section>`;
}

function judgementRow(judgement: Judgement): Markup {
  const { guarantee, holds, evidence, why, impliedBy, promise } = judgement;
  const { title, meaning } = guaranteeWords[guarantee];
  const tone = promise || holds !== false ? toneOf(holds) : 'observed';
  return html`<li id="guarantee-${guarantee}" class="${tone}">
    ${icon(tone)}
    <div class="name"><strong>${title}</strong><span>${meaning}</span></div>
    <div class="status"><span class="chip">${statusOf(judgement)}</span></div>
    <div class="evidence">
      <span>${formatCount(evidence.chances)} ${showText(evidence.what, 120)}</span
      >${why !== undefined && html`<span>${showText(why, 300)}</span>`}${impliedBy && html`<span>As ${guaranteeWords[impliedBy].title} ${holds === true ? 'holds' : 'is violated'}.</span>`}${promise && html`<span class="because">Promised because ${showText(promise.because, 400)}.</span>`}${factsList(judgement)}
    </div>
  </li>`;
}

function factsList(judgement: Judgement): Markup | false {
  const facts = factsWords(judgement);
  return (
    facts.length > 0 &&
    html`<dl class="facts">
      ${facts.map(
        ({ name, value }) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`
  );
}

function statusOf({ holds, promise, anomalyCount }: Judgement): string {
  if (holds === 'unknown') return 'unknown';
  if (holds) return promise ? 'kept' : 'held';
  return `${promise ? 'broken' : 'violated'} ${formatCount(anomalyCount)}×`;
}
