import { type Tally, campaignVerdict } from '../../src/campaign/tally.js';
import { pageAssets, policyHash } from '../page/assets.js';
import { icon } from '../page/icon.js';
import { html, Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import { evidenceSection } from './evidence-section.js';
import type { CampaignRecord, KeptFailure } from './record.js';
import {
  campaignAnswer,
  runPlace,
  searchWords,
  cutOffWords,
  failuresByFrequency,
  failureTitle,
  keptOf,
  ruleOfThree,
  sizeWords,
} from './words.js';

/**
 * A campaign as one HTML file that loads nothing; only its links lead to the reports beside it.
 * @throws Error when the page's own code has not been built
 */
export function renderCampaignPage(record: CampaignRecord): string {
  const { script, style } = pageAssets();
  const policy = [
    `default-src 'none'`,
    `script-src ${policyHash(script)}`,
    `style-src ${policyHash(style)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const answer = campaignAnswer(record);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${answer} · splitbrain</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          ${answerSection(record, answer)} ${cellsSection(record)} ${failuresSection(record)}
          ${evidenceSection(record)} ${probesSection(record)}
        </main>
        <footer>Written by splitbrain. This page is one file and loads nothing.</footer>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function answerSection(record: CampaignRecord, answer: string) {
  const { campaign, shard, tally, wallMs, complete, startedAt } = record;
  const valid = campaignVerdict(record);
  const place = runPlace(campaign);
  const tone = toneOf(valid);
  const { seeds, operations, simulatedMs, canaries } = tally;
  const rate = wallMs > 0 ? `${(seeds / (wallMs / 1000)).toFixed(1)} per second` : '';
  const figures: readonly (readonly [string, string, string] | false)[] = [
    ['Seeds', formatCount(seeds), rate],
    [
      'Operations',
      formatCount(operations),
      wallMs > 0 ? `${formatCount(Math.round(operations / (wallMs / 1000)))} per second` : '',
    ],
    [
      place.charAt(0).toUpperCase() + place.slice(1),
      formatDuration(simulatedMs * 1e6),
      `in ${formatDuration(wallMs * 1e6)}`,
    ],
    ['Seeds named', `${showText(campaign.seed, 30)}-…`, startedAt.slice(0, 16).replace('T', ' ')],
    canaries.planted > 0 && [
      'Canaries',
      `${canaries.reported} of ${canaries.planted}`,
      'planted bugs reported',
    ],
    shard.count > 1 && ['Shard', `${shard.index} of ${shard.count}`, ''],
  ];
  return html`<header class="verdict ${tone}">
    <p class="subject">Campaign</p>
    <h1>${icon(tone)}<span>${answer}</span></h1>
    ${kindsList(tally)}
    ${
      !complete &&
      html`<ul class="reasons">
        <li>It was cut off before its end.</li>
      </ul>`
    }
    ${valid === true && seeds >= 3 && html`<p class="lead">What that is worth: ${ruleOfThree(seeds)}.</p>`}
    <dl class="figures">
      ${figures.map(
        (cell) =>
          cell &&
          html`<div>
            <dt>${cell[0]}</dt>
            <dd>${cell[1]}<small>${cell[2]}</small></dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

/** Failures by kind, each with a way to its first. */
function kindsList(tally: Tally): Markup | false {
  const failures = failuresByFrequency(tally);
  const kinds = new Map<string, { first: number; seeds: number; cells: Set<string> }>();
  for (const [at, { failure, seeds, cell }] of failures.entries()) {
    const kind = failure?.kind ?? 'crash';
    const known = kinds.get(kind) ?? { first: at, seeds: 0, cells: new Set() };
    kinds.set(kind, { ...known, seeds: known.seeds + seeds, cells: known.cells.add(cell) });
  }
  return (
    kinds.size > 0 &&
    html`<ul class="breaches">
      ${[...kinds].map(
        ([kind, { first, seeds, cells }]) =>
          html`<li>
            <a href="#failure-${first}"><strong>${kind}</strong></a> ${formatCount(seeds)}×
            <span>in ${counted(cells.size, 'cell')}</span>
          </li>`,
      )}
    </ul>`
  );
}

function failuresSection({ tally, kept }: CampaignRecord): Markup {
  const failures = failuresByFrequency(tally);
  return html`<section id="failures">
    <h2>Failures</h2>
    ${
      failures.length === 0
        ? html`<p class="empty">None.</p>`
        : failures.map((failure, at) => failureArticle(keptOf(failure, kept) ?? { failure, command: '' }, at))
    }
  </section>`;
}

function failureArticle(kept: KeptFailure, at: number): Markup {
  const { failure, report, command, shrunk } = kept;
  const search = searchWords(kept);
  const { cell, seeds, first, smallest } = failure;
  return html`<div class="group broken" id="failure-${at}">
    <article class="anomaly">
      <h3>${showText(failureTitle(failure), 200)}</h3>
      ${shrunk?.story && html`<p class="story">${showText(shrunk.story, 2000)}</p>`}
      <p class="lead">
        ${showText(cell, 80)} · ${counted(seeds, 'seed')}, first number ${formatCount(first)} · smallest
        ${showText(smallest.seed, 60)}, ${counted(smallest.operations, 'operation')}
        ${failure.failure && html` · shape: ${showText(failure.failure.shape, 120)}`}
      </p>
      ${search && html`<p>${search}</p>`}
      ${
        shrunk &&
        html`<p>
          <a href="${encodeURI(shrunk.report)}">Report of the shrunk run</a>:
          ${sizeWords(shrunk.size)}${cutOffWords(shrunk)}.
        </p>`
      }
      ${report && html`<p><a href="${encodeURI(report)}">Report of the ${search ? 'run on the cluster' : 'smallest seed'}</a></p>`}
      ${[shrunk?.command, command].map(
        (text, which) =>
          text &&
          html`<div class="reproduce">
            <span class="label">${which === 0 ? 'Replay' : 'Reproduce'}</span
            ><code id="command-${at}-${which}">${showText(text, 2000)}</code
            ><button type="button" class="copy" data-copy="command-${at}-${which}">Copy</button>
          </div>`,
      )}
    </article>
  </div>`;
}

function cellsSection({ tally: { cells } }: CampaignRecord): Markup {
  return html`<section id="cells">
    <h2>Cells</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Cell</th>
            <th>Kept</th>
            <th>Failed</th>
            <th>Unknown</th>
            <th>Pass rate</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(cells).map(([name, { valid, invalid, unknown }]) => {
            const all = valid + invalid + unknown;
            return html`<tr>
              <td>${showText(name, 80)}</td>
              <td>${formatCount(valid)}</td>
              <td>${formatCount(invalid)}</td>
              <td>${formatCount(unknown)}</td>
              <td>${all === 0 ? '' : `${((100 * valid) / all).toFixed(1)} %`}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

function probesSection({ tally: { probes } }: CampaignRecord): Markup | false {
  const entries = Object.entries(probes).sort(([, a], [, b]) => a - b);
  if (entries.length === 0) return false;
  return html`<section id="probes">
    <h2>Probes</h2>
    <ul class="judgements">
      ${entries.map(([name, count]) => {
        const tone = count > 0 ? 'kept' : 'unknown';
        return html`<li class="${tone}">
          ${icon(tone)}
          <div class="name"><strong>${showText(name, 120)}</strong></div>
          <div class="status">
            <span class="chip">${count > 0 ? `${formatCount(count)}×` : 'never seen'}</span>
          </div>
        </li>`;
      })}
    </ul>
  </section>`;
}
