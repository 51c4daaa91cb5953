import { html } from '../page/markup.js';
import { showText } from '../show-value.js';
import { encodePath, fileAddress } from './address.js';
import { storeDocument } from './document.js';

/** The files of a folder of the store. */
export function filesPage(path: string, names: readonly string[], store: string): string {
  const parts = path === '' ? [] : path.split('/');
  const title = parts.at(-1) ?? 'All files';
  return storeDocument({
    title: showText(title, 80),
    place: 'Runs',
    store,
    content: html`<header class="verdict">
        <p class="subject" role="navigation" aria-label="Folders">
          <a href="/files/">store</a
          >${parts.map((part, at) => html` / <a href="${fileAddress(parts.slice(0, at + 1).join('/'))}/">${showText(part, 80)}</a>`)}
        </p>
        <h1>${showText(title, 80)}</h1>
      </header>
      <section aria-label="Files">
        <ul class="judgements files">
          ${names.map((name) => {
            const folder = name.endsWith('/');
            const address = encodePath(folder ? name.slice(0, -1) : name);
            return html`<li>
              <a href="./${address}${folder && '/'}"><code>${showText(name, 120)}</code></a>
            </li>`;
          })}
        </ul>
        ${names.length === 0 && html`<p class="empty">This folder is empty.</p>`}
      </section>`,
  });
}
