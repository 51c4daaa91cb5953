import type { Anomaly, AnomalyKind } from '../../src/checkers/checker.js';
import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, pair, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { longestOrder } from '../longest-order.js';
import { cutText } from '../show-value.js';
import { linearizationPicture } from '../figure/linearization-picture.js';
import { html, type Markup } from './markup.js';

const kinds: ReadonlySet<AnomalyKind> = new Set(['stale-read', 'new-old-inversion', 'non-linearizable']);

/** For what is not linearizable: how far one order of the operations can go, and where it gets stuck. */
export function linearizationMarkup(anomaly: Anomaly, history: History): Markup | false {
  if (!kinds.has(anomaly.kind)) return false;
  const telling = new Telling(anomaly, history);
  const longest = longestOrder(telling.operations.map((operation) => ofOneKey(operation, anomaly.key)));
  if (!longest) return false;
  const { order, holds, stuck } = longest;
  const now = pair(anomaly.key, holds, 24);
  return html`<div class="linearization">
    <h4>As far as one order can go</h4>
    <div class="scroll" tabindex="0" role="group" aria-label="Picture of the longest order">
      ${linearizationPicture(longest, telling.times)}
    </div>
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

/** What a read of several keys read of this one. */
function ofOneKey(operation: Operation, key: string | undefined): Operation {
  const { f, output } = operation;
  if (f !== 'multi-read' || key === undefined) return operation;
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return operation;
  const values = output as { readonly [name: string]: Value };
  return { ...operation, f: 'read', key, output: values[key] ?? null };
}

function operationLink(operation: Operation): Markup {
  return html`${actorOf(operation)}
    <a class="value" href="#timeline" data-operation="${operation.index}"
      ><bdi>${cutText(whatOf(operation, { length: 24 }), 60)}</bdi></a
    >`;
}
