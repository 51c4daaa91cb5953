import { html, type Markup } from './markup.js';

/** What may stand in a picture and does not explain itself. */
export type Sign = 'message' | 'lost' | 'taken-in' | 'back' | 'leads';

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
  'taken-in': [html`<g class="holding"><circle cx="12" cy="7" r="4.5" /></g>`, 'a replica takes in a write'],
  back: [
    html`<g class="holding back"><circle cx="12" cy="7" r="4.5" /></g>`,
    'a replica shows again what it had shown before',
  ],
  leads: [html`<g class="turn"><path d="M8,13 v-11 l9,4 l-9,4" /></g>`, 'a replica begins or ceases to lead'],
};

/** Says what the signs of a picture mean; nothing where there are none. */
export function figureLegend(shown: readonly Sign[]): Markup | false {
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
    </ul>`
  );
}
