import { type Tally, campaignVerdict } from '../../src/campaign/tally.js';
import { icon } from '../page/icon.js';
import { figuresList } from '../page/figures-list.js';
import { html, type Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import { aboutManyRuns } from '../store/standalone.js';
import { coverageSection } from './coverage-section.js';
import { evidenceSection } from './evidence-section.js';
import { failuresSection } from './failures-section.js';
import { matrixSection } from './matrix-section.js';
import { plantedBugsSection } from './planted-bugs-section.js';
import { trendSection } from './trend-section.js';
import type { CampaignRecord } from './record.js';
import { campaignAnswer, failuresByFrequency, kindsByFrequency, ruleOfThree, runPlace } from './words.js';

/**
 * A campaign as one HTML file that loads nothing; only its links lead to the reports beside it.
 * @throws Error when the page's own code has not been built
 */
export function renderCampaignPage(record: CampaignRecord): string {
  const answer = campaignAnswer(record);
  return aboutManyRuns(
    answer,
    html`${answerSection(record, answer)} ${matrixSection(record)} ${trendSection(record.trend ?? [])}
    ${failuresSection(record)} ${plantedBugsSection(record)} ${coverageSection(record)}
    ${evidenceSection(record)} ${probesSection(record)}`,
  );
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
    ${figuresList(figures)}
  </header>`;
}

/** Failures by kind, each with a way to its first. */
function kindsList(tally: Tally): Markup | false {
  const kinds = kindsByFrequency(tally);
  const places = new Map(failuresByFrequency(tally).map((failure, at) => [failure, at]));
  return (
    kinds.length > 0 &&
    html`<ul class="breaches">
      ${kinds.map(({ kind, seeds, failures }) => {
        const [first] = failures;
        return html`<li>
          <a href="#failure-${first && places.get(first)}"><strong>${kind}</strong></a> ${formatCount(seeds)}×
          <span>in ${counted(new Set(failures.map(({ cell }) => cell)).size, 'cell')}</span>
        </li>`;
      })}
    </ul>`
  );
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
