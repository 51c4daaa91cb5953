import { html } from '../page/markup.js';
import { showText } from '../show-value.js';
import { storeDocument } from './document.js';

/** A page that only says something, such as that there is no such page. */
export function messagePage(title: string, text: string, store: string): string {
  return storeDocument({
    title,
    place: 'Runs',
    store,
    content: html`<header class="verdict">
      <h1>${title}</h1>
      <p class="lead">${showText(text, 1000)}</p>
      <p class="onward"><a class="button" href="/">All runs</a></p>
    </header>`,
  });
}
