import { html, type Markup } from '../page/markup.js';

/** The places that every page of a store leads to. */
const places = [
  { name: 'Runs', address: '/' },
  { name: 'Campaigns', address: '/campaigns' },
  { name: 'Experiments', address: '/experiments' },
] as const;

export interface StorePage {
  readonly title: string;
  /** Which of the places it belongs to. */
  readonly place: (typeof places)[number]['name'];
  readonly content: Markup;
  /** The store's folder, as a person would write it. */
  readonly store: string;
}

/** A page of a store that is being served: script and style are files of the same server. */
export function storeDocument({ title, place, content, store }: StorePage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · splitbrain</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/store.css" />
        <script defer src="/assets/store.js"></script>
      </head>
      <body>
        <nav aria-label="Store">
          <div>
            <a class="brand" href="/"><b>split</b>brain</a
            ><span class="links"
              >${places.map(({ name, address }) => html`<a href="${address}" ${name === place && html`aria-current="page"`}>${name}</a>`)}</span
            >
          </div>
        </nav>
        <main id="top">${content}</main>
        <footer>Served by splitbrain from ${store}, to this machine only.</footer>
      </body>
    </html> `.text;
}
