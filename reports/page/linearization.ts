import type { Anomaly, AnomalyKind } from '../../src/checkers/checker.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, pair, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { longestOrder } from '../longest-order.js';
import { cutText } from '../show-value.js';
import { html, type Markup } from './markup.js';

const kinds: ReadonlySet<AnomalyKind> = new Set(['stale-read', 'new-old-inversion', 'non-linearizable']);

/** For what is not linearizable: how far one order of the operations can go, and where it gets stuck. */
export function linearizationMarkup(anomaly: Anomaly, history: History): Markup | false {
  if (!kinds.has(anomaly.kind)) return false;
  const longest = longestOrder(new Telling(anomaly, history).operations);
  if (!longest) return false;
  const { order, holds, stuck } = longest;
  const now = pair(anomaly.key, holds, 24);
  return html`<div class="linearization">
    <h4>As far as one order can go</h4>
    <ol>
      ${order.map((operation) => html`<li>${operationLink(operation)}</li>`)}
      ${stuck.map(
        (operation) =>
          html`<li class="stuck">
            ${operationLink(operation)} cannot come next: the register holds <bdi class="value">${now}</bdi>
          </li>`,
      )}
    </ol>
  </div>`;
}

function operationLink(operation: Operation): Markup {
  return html`${actorOf(operation)}
    <a class="value" href="#timeline" data-operation="${operation.index}"
      ><bdi>${cutText(whatOf(operation, { length: 24 }), 60)}</bdi></a
    >`;
}
