import { nightOf, trendOf } from '../../src/campaign/trend.js';
import type { CampaignSummary } from '../../src/store/campaign-summary.js';
import type { StoreListing } from '../../src/store/store-index.js';
import { trendPanels } from '../campaign/trend-section.js';
import { groupBy } from '../group-by.js';
import { html, type Markup } from '../page/markup.js';
import { counted } from '../quantity.js';
import { campaignRow, cellWords } from './campaign-row.js';
import { storeDocument } from './document.js';

/** So many campaigns of a matrix are listed. */
const MOST_LISTED = 60;

/** All campaigns of a store: those of one matrix together, with how they went night after night. */
export function campaignsPage({ campaigns }: StoreListing, store: string): string {
  const groups = [...groupBy(campaigns, ({ matrix }) => matrix).values()];
  return storeDocument({
    title: 'Campaigns',
    place: 'Campaigns',
    store,
    content: html`<header class="verdict">
        <h1>Campaigns</h1>
        <p class="lead">
          ${campaigns.length === 0 ? 'There is none here yet: splitbrain torture makes one.' : `${counted(campaigns.length, 'campaign')} of ${counted(groups.length, 'matrix', 'matrices')}, newest first.`}
        </p>
      </header>
      ${groups.map(matrixSection)}`,
  });
}

function matrixSection(campaigns: readonly CampaignSummary[], at: number): Markup {
  const [newest] = campaigns;
  const whole = campaigns.filter(({ running, blob }) => !running && blob.shard.count === 1);
  const nights = trendOf(whole.map(({ blob }) => nightOf(blob)));
  const title = newest ? cellWords(newest.blob.campaign.cells.map(({ name }) => name)) : '';
  return html`<section aria-labelledby="matrix-${at}">
    <h2 id="matrix-${at}">${title}</h2>
    ${trendPanels(nights)}
    <ul class="judgements campaigns">
      ${campaigns.slice(0, MOST_LISTED).map(campaignRow)}
    </ul>
    ${campaigns.length > MOST_LISTED && html`<p class="empty">and ${counted(campaigns.length - MOST_LISTED, 'older campaign')}</p>`}
  </section>`;
}
