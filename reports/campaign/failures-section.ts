import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import type { CampaignRecord, KeptFailure } from './record.js';
import { cutOffWords, failuresByFrequency, failureTitle, keptOf, searchWords, sizeWords } from './words.js';

/** Each failure with what proves it, what shrinking left of it, and how to see it again. */
export function failuresSection({ tally, kept }: CampaignRecord): Markup {
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
      ${
        shrunk?.steps &&
        html`<details open>
          <summary>The shrunk plan</summary>
          <ol class="plan-steps">
            ${shrunk.steps.map((step) => html`<li><code>${showText(step, 200)}</code></li>`)}
          </ol>
        </details>`
      }
      ${
        shrunk?.figure &&
        html`<div
            class="scroll picture"
            tabindex="0"
            role="group"
            aria-label="${`Picture of failure ${at + 1}`}"
          >
            ${shrunk.figure.svg}
          </div>
          ${shrunk.figure.legend}`
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
