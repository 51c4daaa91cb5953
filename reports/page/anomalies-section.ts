import type { Anomaly } from '../../src/checkers/checker.js';
import type { History } from '../../src/history/operation.js';
import { type AnomalyGroup, anomalyGroups } from '../anomaly-groups.js';
import { describeOperation } from '../describe-operation.js';
import { explain, type Explanation } from '../explain.js';
import type { Part, Sentence } from '../explanations/sentence.js';
import { Telling } from '../explanations/telling.js';
import { meanwhile } from '../faults-during.js';
import { guaranteeWords } from '../guarantee-words.js';
import { formatCount } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { cyclePicture } from './cycle-picture.js';
import { figureOf, operationClass, reasonClass } from './figure.js';
import { html, type Markup } from './markup.js';
import { linearizationMarkup } from './linearization.js';
import { type TruthByKey, truthByKey } from './replica-steps.js';

/** So many anomalies of a kind get their picture, and so many more their sentence. */
const IN_FULL = 5;
const IN_BRIEF = 20;
const MAX_OPERATIONS = 40;

/** Every kind of anomaly with the operations that prove it. */
export function anomaliesSection({ verdict, history, truth }: RunRecord): Markup {
  const groups = anomalyGroups(verdict);
  const known = truthByKey(truth);
  return html`<section id="anomalies">
    <h2>Anomalies</h2>
    ${groups.length === 0 && html`<p class="empty">No contradiction was found.</p>`}
    ${groups.map((group) => groupMarkup(group, history, known))}
  </section>`;
}

function groupMarkup(group: AnomalyGroup, history: History, truth: TruthByKey): Markup {
  const { anomalies, count, promised, guarantees } = group;
  const [first, ...rest] = anomalies;
  const against = guarantees.map((guarantee) => guaranteeWords[guarantee].title.toLowerCase()).join(' and ');
  return html`<section id="anomaly-${group.anomaly.kind}" class="group ${promised ? 'broken' : 'observed'}">
    ${
      first &&
      anomalyMarkup(
        first,
        history,
        truth,
        html`<p class="tags">
          <span class="chip">${promised ? 'Promise broken' : 'Observed, allowed'}</span
          ><span>against ${against}</span
          >${count > 1 && html`<span>the smallest of ${formatCount(count)}</span>`}
        </p>`,
      )
    }
    ${
      rest.length > 0 &&
      html`<details class="more">
        <summary>
          ${rest.length === count - 1 ? `The other ${formatCount(rest.length)}` : `${formatCount(Math.min(rest.length, IN_BRIEF))} more of ${formatCount(count)}`}
        </summary>
        ${rest.slice(0, IN_FULL - 1).map((anomaly) => anomalyMarkup(anomaly, history, truth))}
        ${
          rest.length >= IN_FULL &&
          html`<ul class="brief">
            ${rest.slice(IN_FULL - 1, IN_BRIEF).map((anomaly) => briefMarkup(anomaly, history))}
          </ul>`
        }
      </details>`
    }
  </section>`;
}

function anomalyMarkup(anomaly: Anomaly, history: History, truth: TruthByKey, tags?: Markup): Markup {
  const explanation = explain(anomaly, history);
  const figure = figureOf(anomaly, history, truth);
  const during = meanwhile(new Telling(anomaly, history).operations, history);
  const indexes = anomaly.operations.join(' ');
  return html`<article class="anomaly">
    <div class="top">
      <div>
        <h3>${explanation.headline}</h3>
        ${tags}
      </div>
      <a class="button show" href="#timeline" data-operations="${indexes}">Show in timeline</a>
    </div>
    <p class="story">${sentenceMarkup(explanation.sentence)}</p>
    ${explanation.order && html`<p class="order">${sentenceMarkup(explanation.order)}</p>`}
    ${figure && html`<div class="scroll picture" tabindex="0" role="group" aria-label="Picture of the anomaly">${figure}</div>`}
    ${during !== undefined && html`<p class="order">${during}</p>`} ${operationsTable(anomaly, history)}
    ${linearizationMarkup(anomaly, history)} ${cyclePicture(anomaly, history)} ${argumentMarkup(explanation)}
  </article>`;
}

function briefMarkup(anomaly: Anomaly, history: History): Markup {
  const { headline, sentence } = explain(anomaly, history);
  return html`<li>
    <strong>${headline}.</strong> ${sentenceMarkup(sentence)}
    <a class="show" href="#timeline" data-operations="${anomaly.operations.join(' ')}">Show in timeline</a>
  </li>`;
}

function argumentMarkup({ relations }: Explanation): Markup | false {
  return (
    relations.length > 0 &&
    html`<details class="argument" open>
      <summary>The argument, step by step</summary>
      <ol>
        ${relations.map(
          ({ relation, reason }) =>
            html`<li class="${reasonClass(relation.reason)}">
              <span class="reason">${relation.reason}</span><span>${sentenceMarkup(reason)}</span>
            </li>`,
        )}
      </ol>
    </details>`
  );
}

function operationsTable(anomaly: Anomaly, history: History): Markup {
  const { operations, times } = new Telling(anomaly, history);
  const sorted = [...operations].sort((a, b) => a.index - b.index);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Operations of the anomaly">
    <table class="operations">
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>Operation</th>
          <th>Outcome</th>
          <th>Node</th>
        </tr>
      </thead>
      <tbody>
        ${sorted.slice(0, MAX_OPERATIONS).map((operation) => {
          const { who, what, outcome, when, where } = describeOperation(operation, times);
          const name = operation.type === 'ok' ? operationClass(operation.f) : operation.type;
          return html`<tr data-operation-row="${operation.index}">
            <td class="when">${when}</td>
            <td>${who}</td>
            <td>
              <a class="op ${name}" href="#timeline" data-operation="${operation.index}"
                ><bdi>${what}</bdi></a
              >
            </td>
            <td class="outcome ${operation.type}">${outcome}</td>
            <td>${where}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${sorted.length > MAX_OPERATIONS && html`<p class="empty">and ${sorted.length - MAX_OPERATIONS} more</p>`}
  </div>`;
}

/** A sentence whose operations lead to the timeline. */
export function sentenceMarkup(sentence: Sentence): Markup[] {
  return sentence.map(partMarkup);
}

function partMarkup({ text, operation, tone }: Part): Markup {
  if (operation !== undefined) {
    return html`<a class="value" href="#timeline" data-operation="${operation}"><bdi>${text}</bdi></a>`;
  }
  if (tone === 'value') return html`<bdi class="value">${text}</bdi>`;
  // A number and its unit stay on one line.
  const words = text.replace(/(\d) (?=(?:h|min|s|ms|µs|ns)\b)/g, '$1\u00a0');
  return tone === 'strong' ? html`<strong>${words}</strong>` : html`${words}`;
}
