import type { Anomaly } from '../../src/checkers/checker.js';
import type { History } from '../../src/history/operation.js';
import { type AnomalyGroup, anomalyGroups } from '../anomaly-groups.js';
import { describeOperation } from '../describe-operation.js';
import { explain, type Explanation } from '../explain.js';
import type { Part, Sentence } from '../explanations/sentence.js';
import { Telling } from '../explanations/telling.js';
import { meanwhile } from '../faults-during.js';
import { rivalLeaders } from '../rival-leaders.js';
import { saidDuring } from '../said-during.js';
import { guaranteeWords, inSentence } from '../guarantee-words.js';
import { takenBackAmong } from '../taken-back.js';
import { counted, formatCount, timeFormat } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { cyclePicture } from '../figure/cycle-picture.js';
import { figureOf, reasonClass } from '../figure/figure.js';
import { operationClass } from '../figure/bars.js';
import { html, type Markup } from './markup.js';
import { linearizationMarkup } from './linearization.js';
import { PICTURED } from '../figure/pictured-moments.js';
import { replicaSteps } from '../figure/replica-steps.js';
import { type Scene, sceneOf } from '../figure/scene.js';

/** So many anomalies of a kind get at least their sentence. */
const IN_BRIEF = 20;
const MAX_OPERATIONS = 40;
const MAX_SAID = 10;

/** What broke promises, every kind of it with the operations that prove it; nothing where none broke. */
export function brokenSection(run: RunRecord): Markup | false {
  const groups = anomalyGroups(run.verdict).filter(({ promised }) => promised);
  const scene = sceneOf(run);
  return (
    groups.length > 0 &&
    html`<section id="anomalies">
      <h2>What happened</h2>
      ${groups.map((group) => groupMarkup(group, scene))}
    </section>`
  );
}

/** Anomalies that no promise rules out; or that there are none of any kind. */
export function observedSection(run: RunRecord): Markup | false {
  const groups = anomalyGroups(run.verdict);
  const observed = groups.filter(({ promised }) => !promised);
  if (groups.length === 0) {
    return html`<section id="anomalies">
      <h2>Anomalies</h2>
      <p class="empty">No contradiction was found.</p>
    </section>`;
  }
  const scene = sceneOf(run);
  return (
    observed.length > 0 &&
    html`<section id="observed">
      <h2>Also seen</h2>
      <p class="lead">
        What follows contradicts guarantees that were not ${scene.asked ? 'asked for' : 'promised'}.
      </p>
      ${observed.map((group) => groupMarkup(group, scene))}
    </section>`
  );
}

function groupMarkup(group: AnomalyGroup, scene: Scene): Markup {
  const { anomalies, count, promised, guarantees } = group;
  const [first, ...rest] = anomalies;
  const against = guarantees.map((guarantee) => inSentence(guaranteeWords[guarantee].title)).join(' and ');
  const standing = promised ? (scene.asked ? 'Violated' : 'Promise broken') : 'Observed, allowed';
  return html`<section id="anomaly-${group.anomaly.kind}" class="group ${promised ? 'broken' : 'observed'}">
    ${
      first &&
      anomalyMarkup(
        first,
        scene,
        html`<p class="tags">
          <span class="chip">${standing}</span
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
        ${rest.slice(0, PICTURED - 1).map((anomaly) => anomalyMarkup(anomaly, scene))}
        ${
          rest.length >= PICTURED &&
          html`<ul class="brief">
            ${rest.slice(PICTURED - 1, IN_BRIEF).map((anomaly) => briefMarkup(anomaly, scene.history))}
          </ul>`
        }
      </details>`
    }
  </section>`;
}

function anomalyMarkup(anomaly: Anomaly, scene: Scene, tags?: Markup): Markup {
  const { history } = scene;
  const explanation = explain(anomaly, history);
  const telling = new Telling(anomaly, history);
  const figure = figureOf(anomaly, history, scene);
  const during = meanwhile(telling.operations, history);
  const rivals = rivalLeaders(telling.operations, scene.told, history.faults, telling.times.moment);
  const takenBack = takenBackAmong(telling.operations, scene.takenBack, telling.times.moment);
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
    ${during !== undefined && html`<p class="during">${during}</p>`}
    ${rivals !== undefined && html`<p class="during"><strong>${rivals}</strong></p>`}
    ${takenBack !== undefined && html`<p class="during">${takenBack}</p>`}
    ${
      figure &&
      html`<div class="scroll picture" tabindex="0" role="group" aria-label="Picture of the anomaly">
          ${figure.svg}
        </div>
        ${figure.legend}`
    }
    ${saidMarkup(telling, scene)}
    ${explanation.order && html`<p class="order">${sentenceMarkup(explanation.order)}</p>`}
    ${operationsTable(anomaly, history)} ${linearizationMarkup(anomaly, history)}
    ${cyclePicture(anomaly, history)} ${argumentMarkup(explanation)}
  </article>`;
}

/** What the nodes themselves said of that time: often the reason. */
function saidMarkup({ operations }: Telling, { history, logs, truth }: Scene): Markup | false {
  const until = Math.max(0, ...replicaSteps(operations, truth).map(({ at }) => at));
  const { said, left } = saidDuring(operations, logs, { until, most: MAX_SAID });
  if (said.length === 0) return false;
  const times = timeFormat([history.endedAt]);
  return html`<details class="said" open>
    <summary>What the nodes said meanwhile</summary>
    <ol>
      ${said.map(
        ({ node, at, text }) =>
          html`<li>
            <a class="when" href="#timeline" data-time="${at}">${times.moment(at)}</a>
            <b>${showName(node, 20)}</b> <bdi>${showText(text, 200)}</bdi>
          </li>`,
      )}
    </ol>
    ${left > 0 && html`<p class="empty">and ${counted(left, 'more line')} in the logs</p>`}
  </details>`;
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
