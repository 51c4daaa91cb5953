import type { Judgement } from '../../src/checkers/verdict.js';
import { chancesWords } from '../chances-words.js';
import { factsWords } from '../facts-words.js';
import { guaranteeWords } from '../guarantee-words.js';
import { formatCount } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showText } from '../show-value.js';
import { suspendedSentence } from '../suspended-sentence.js';
import { icon } from './icon.js';
import { latticePicture } from './lattice-picture.js';
import { html, type Markup } from './markup.js';
import { toneOf } from './verdict-section.js';

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
      <span>${chancesWords(evidence)}</span
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
