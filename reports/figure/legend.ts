import { counted } from '../quantity.js';
import type { ShownMessage } from './messages.js';
import type { LeaderTurn } from './leader-turns.js';
import { html, type Markup } from '../page/markup.js';
import type { ReplicaStep } from './replica-steps.js';

/** What may stand in a picture and does not explain itself. */
type Sign = 'message' | 'lost' | 'waits' | 'taken-in' | 'later' | 'back' | 'leads';

/** The signs that a picture has. */
export function signsOf(
  sent: readonly ShownMessage[],
  steps: readonly ReplicaStep[],
  turns: readonly LeaderTurn[],
): Sign[] {
  const shown: { readonly [sign in Sign]: boolean } = {
    message: sent.some(({ message: { lost } }) => lost === undefined),
    lost: sent.some(({ message: { lost } }) => lost !== undefined),
    waits: sent.some(({ message: { lost, arrivedAt } }) => lost === undefined && arrivedAt === undefined),
    'taken-in': steps.some(({ back }) => !back),
    later: sent.some(({ message: { brought, arrivedAt } }) =>
      brought.some((at) => arrivedAt !== undefined && at > arrivedAt),
    ),
    back: steps.some(({ back }) => back),
    leads: turns.length > 0,
  };
  return (Object.keys(shown) as Sign[]).filter((sign) => shown[sign]);
}

const signs: { readonly [sign in Sign]: readonly [drawing: Markup, words: string] } = {
  message: [
    html`<g class="message"><path d="M1,3 L20,10" /><polygon points="22,11 14.5,10.8 16.6,5.7" /></g>`,
    'a message',
  ],
  lost: [
    html`<g class="message lost"
      ><path d="M1,2 L18,8" /><path class="cross" d="M14,4 l8,8 m0,-8 l-8,8"
    /></g>`,
    'a message that was lost',
  ],
  waits: [
    html`<g class="message waits"><path d="M1,3 L20,10" /></g>`,
    'a message that was not heard for long',
  ],
  'taken-in': [html`<g class="holding"><circle cx="12" cy="7" r="4.5" /></g>`, 'a replica takes in a write'],
  later: [
    html`<g class="message"><path class="wait" d="M1,7 H22" /></g>`,
    'what a message brought is taken in only later, as when a disk has synced',
  ],
  back: [
    html`<g class="holding back"><circle cx="12" cy="7" r="4.5" /></g>`,
    'a replica shows again what it had shown before',
  ],
  leads: [html`<g class="turn"><path d="M8,13 v-11 l9,4 l-9,4" /></g>`, 'a replica begins or ceases to lead'],
};

/**
 * Says what the signs of a picture mean; nothing where there are none.
 * @param unsaid how many messages are left out
 */
export function figureLegend(shown: readonly Sign[], unsaid: number): Markup | false {
  return (
    shown.length > 0 &&
    html`<ul class="signs">
      ${shown.map((sign) => {
        const [drawing, words] = signs[sign];
        return html`<li>
          <svg class="figure" viewBox="0 0 24 14" width="24" height="14" aria-hidden="true">${drawing}</svg>
          ${words}
        </li>`;
      })}
      ${unsaid > 0 && html`<li>${counted(unsaid, 'more message')} left out</li>`}
    </ul>`
  );
}
