import type { Blob } from '../../src/campaign/campaign-folder.js';
import type { Running } from '../../src/campaign/running.js';
import { campaignVerdict } from '../../src/campaign/tally.js';
import { cellsTable } from '../campaign/cells-section.js';
import { campaignAnswer, failuresByFrequency, failureTitle, kindsByFrequency } from '../campaign/words.js';
import { icon } from '../page/icon.js';
import { figuresList } from '../page/figures-list.js';
import { html, type Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import { encodePath, fileAddress } from './address.js';
import { storeDocument } from './document.js';
import { momentMarkup } from './moment.js';
import { sparkline } from './sparkline.js';

/** A campaign as somebody sees it who looks on. */
export interface LiveView {
  /** Relative to the store. */
  readonly path: string;
  readonly name: string;
  readonly blob: Blob;
  readonly running?: Running;
  /** Seeds per second, now; absent when nobody works on it. */
  readonly rate?: number;
  /** Seeds per second over the last minutes, a figure for each look. */
  readonly rates: readonly number[];
  /** Milliseconds until its seeds have ended, as far as can be told. */
  readonly leftMs?: number;
  readonly hasReport: boolean;
}

const MOST_FAILURES = 30;
const MOST_PROBES = 60;

/** The page of a campaign that is under way, or was cut off; what is in it comes anew while somebody looks. */
export function livePage(view: LiveView, store: string): string {
  return storeDocument({
    title: view.running ? 'Under way' : 'Campaign',
    place: 'Campaigns',
    store,
    content: html`<div id="live" ${view.running && html`data-events="/events/${encodePath(view.path)}"`}>
      ${liveContent(view)}
    </div>`,
  });
}

/** What changes on that page, as HTML. */
export function renderLive(view: LiveView): string {
  return liveContent(view).text;
}

function liveContent(view: LiveView): Markup {
  return html`${heading(view)} ${failuresSection(view)} ${cellsSection(view)} ${probesSection(view)}`;
}

function heading({ path, name, blob, running, rate, rates, leftMs, hasReport }: LiveView): Markup {
  const { tally, startedAt } = blob;
  const kinds = kindsByFrequency(tally);
  const tone = kinds.length > 0 ? 'broken' : running ? 'unknown' : toneOf(campaignVerdict(blob));
  const share = progress(blob, running);
  const figures: readonly (readonly [string, string, string | Markup])[] = [
    [
      'Seeds',
      formatCount(tally.seeds),
      running?.seeds === undefined ? '' : `of ${formatCount(running.seeds)}`,
    ],
    ['Seeds per second', rate === undefined ? '–' : rate.toFixed(1), sparkline(rates)],
    [
      'Left',
      running?.phase === 'failures' ? 'soon' : leftMs === undefined ? '–' : formatDuration(leftMs * 1e6),
      running?.phase === 'failures' ? 'failures are being shrunk' : '',
    ],
    ['Runs lasted', formatDuration(tally.simulatedMs * 1e6), counted(tally.operations, 'operation')],
    ['Begun', momentMarkup(startedAt).text === '' ? '' : startedAt.slice(11, 16), startedAt.slice(0, 10)],
  ];
  return html`<header class="verdict ${tone}">
    <p class="subject">${showText(name, 100)}</p>
    <h1>${icon(tone)}<span role="status">${answer(blob, running)}</span></h1>
    ${share !== undefined && progressBar(share)}
    ${
      kinds.length > 0 &&
      html`<ul class="breaches">
        ${kinds.map(({ kind, seeds, failures }) => html`<li><strong>${showText(kind, 60)}</strong> ${formatCount(seeds)}× <span>in ${counted(new Set(failures.map(({ cell }) => cell)).size, 'cell')}</span></li>`)}
      </ul>`
    }
    ${figuresList(figures)}
    ${!running && hasReport && html`<p class="onward"><a class="button" href="${fileAddress(path)}/index.html">See the campaign’s report</a></p>`}
    ${!running && !blob.complete && html`<p class="lead">It was cut off. The same command goes on with it.</p>`}
  </header>`;
}

function answer(blob: Blob, running: Running | undefined): string {
  if (!running) return campaignAnswer(blob);
  if (running.phase === 'failures') return 'All seeds have ended';
  const failures = Object.keys(blob.tally.failures).length;
  return failures === 0 ? 'Under way, no failure yet' : `Under way, ${counted(failures, 'failure')}`;
}

/** How far it has come, from 0 to 1. */
function progress({ tally }: Blob, running: Running | undefined): number | undefined {
  if (!running) return undefined;
  if (running.phase === 'failures') return 1;
  const bySeeds = running.seeds === undefined ? 0 : tally.seeds / running.seeds;
  const byTime =
    running.budgetMs === undefined ? 0 : (Date.now() - Date.parse(running.since)) / running.budgetMs;
  return Math.min(1, Math.max(bySeeds, byTime));
}

function progressBar(share: number): Markup {
  const percent = Math.round(share * 100);
  return html`<svg
    class="progress"
    viewBox="0 0 100 2"
    preserveAspectRatio="none"
    role="img"
    aria-label="${percent} % done"
  >
    <rect width="${(share * 100).toFixed(2)}" height="2" />
  </svg>`;
}

function failuresSection({ path, blob: { tally } }: LiveView): Markup {
  const failures = failuresByFrequency(tally);
  return html`<section id="failures">
    <h2>Failures</h2>
    ${
      failures.length === 0
        ? html`<p class="empty">None yet.</p>`
        : html`<ul class="judgements">
            ${failures.slice(0, MOST_FAILURES).map(
              (failure) =>
                html`<li class="broken">
                  ${icon('broken')}
                  <div class="name">
                    <strong>${showText(failureTitle(failure), 120)}</strong
                    ><span>${showText(failure.cell, 80)}</span>
                  </div>
                  <div class="status"><span class="chip">${counted(failure.seeds, 'seed')}</span></div>
                  <div class="evidence">
                    <span>first number ${formatCount(failure.first)}</span
                    ><span
                      >smallest <code>${showText(failure.smallest.seed, 60)}</code>,
                      ${counted(failure.smallest.operations, 'operation')}</span
                    >
                  </div>
                </li>`,
            )}
          </ul>`
    }
    ${failures.length > MOST_FAILURES && html`<p class="empty">and ${formatCount(failures.length - MOST_FAILURES)} more</p>`}
    <p class="onward"><a class="button" href="${fileAddress(path)}/">Files of the campaign</a></p>
  </section>`;
}

function cellsSection({ blob: { tally } }: LiveView): Markup {
  return html`<section id="cells">
    <h2>Cells</h2>
    ${cellsTable(tally)}
  </section>`;
}

function probesSection({ blob: { tally } }: LiveView): Markup | false {
  const entries = Object.entries(tally.probes);
  const unseen = entries.filter(([, count]) => count === 0);
  return (
    entries.length > 0 &&
    html`<section id="probes">
      <h2>Probes not yet seen</h2>
      <p class="lead">
        ${formatCount(entries.length - unseen.length)} of ${counted(entries.length, 'probe')} seen.
      </p>
      ${
        unseen.length > 0 &&
        html`<ul class="judgements quiet">
          ${unseen.slice(0, MOST_PROBES).map(
            ([name]) =>
              html`<li class="unknown">
                ${icon('unknown')}
                <div class="name"><strong>${showText(name, 120)}</strong></div>
                <div class="status"><span class="chip">not yet</span></div>
              </li>`,
          )}
        </ul>`
      }
    </section>`
  );
}
