import { basename } from 'node:path';
import { campaignVerdict } from '../../src/campaign/tally.js';
import type { CampaignSummary } from '../../src/store/campaign-summary.js';
import { campaignAnswer, kindsByFrequency } from '../campaign/words.js';
import { icon } from '../page/icon.js';
import { html, type Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import { fileAddress, liveAddress } from './address.js';
import { momentMarkup } from './moment.js';

const MOST_CELLS = 4;
const MOST_KINDS = 6;

/** A campaign as a row of a list. */
export function campaignRow(campaign: CampaignSummary): Markup {
  const { path, blob, running, hasReport } = campaign;
  const { tally, wallMs, commit, shard, startedAt } = blob;
  const tone =
    running && Object.keys(tally.failures).length === 0 ? 'unknown' : toneOf(campaignVerdict(blob));
  const kinds = kindsByFrequency(tally);
  const address = running || !hasReport ? liveAddress(path) : `${fileAddress(path)}/index.html`;
  const about = [
    cellWords(blob.campaign.cells.map(({ name }) => name)),
    shard.count > 1 && `shard ${shard.index} of ${shard.count}`,
    commit !== undefined && `commit ${showText(commit.slice(0, 12), 20)}`,
  ].filter((part) => part !== false);
  return html`<li class="campaign ${tone}">
    ${icon(tone)}
    <div class="name">
      <strong
        ><a href="${address}"
          >${running ? 'Under way: ' : ''}${running ? counted(tally.seeds, 'seed') : campaignAnswer(blob)}</a
        ></strong
      >
      <span>${showText(basename(path), 80)}</span>
      <span>${about.join(' · ')}</span>
    </div>
    <div class="status"><span class="chip">${running ? 'running' : String(campaignVerdict(blob))}</span></div>
    <div class="evidence">
      ${kinds.length > 0 && html`<span class="kinds">${kinds.slice(0, MOST_KINDS).map(({ kind, seeds }) => html`<b>${showText(kind, 40)} ${formatCount(seeds)}×</b> `)}</span>`}
      <span
        >${counted(tally.seeds, 'seed')}${wallMs > 0 && tally.seeds > 0 && `, ${(tally.seeds / (wallMs / 1000)).toFixed(1)} per second`}</span
      >
      <span
        >${counted(tally.operations, 'operation')}, ${formatDuration(tally.simulatedMs * 1e6)} of runs</span
      >
    </div>
    <div class="moment">${momentMarkup(startedAt)}</div>
  </li>`;
}

/** A campaign's cells by name, the first few of many. */
export function cellWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_CELLS).map((name) => showText(name, 60));
  return [...shown, ...(names.length > MOST_CELLS ? [`${names.length - MOST_CELLS} more cells`] : [])].join(
    '; ',
  );
}
