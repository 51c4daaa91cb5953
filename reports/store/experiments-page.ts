import { basename } from 'node:path';
import type { StoreListing } from '../../src/store/store-index.js';
import { truthTable, truthTableAnswer } from '../experiments/truth-table.js';
import { icon } from '../page/icon.js';
import { html } from '../page/markup.js';
import { showText } from '../show-value.js';
import { fileAddress } from './address.js';
import { storeDocument } from './document.js';
import { momentMarkup } from './moment.js';

/** The truth table as it came out the last time, and how it did before. */
export function experimentsPage({ experiments }: StoreListing, store: string): string {
  const [newest, ...earlier] = experiments;
  return storeDocument({
    title: 'Experiments',
    place: 'Experiments',
    store,
    content: newest
      ? html`${truthTable(newest.table, '/files/')}
        ${
          earlier.length > 0 &&
          html`<section id="earlier">
            <h2>Earlier</h2>
            <ul class="judgements">
              ${earlier.map(({ path, table }) => {
                const tone = table.outcomes.every(({ asSaid }) => asSaid) ? 'kept' : 'broken';
                return html`<li class="campaign ${tone}">
                  ${icon(tone)}
                  <div class="name">
                    <strong><a href="${fileAddress(path)}/index.html">${truthTableAnswer(table)}</a></strong
                    ><span>${showText(basename(path), 80)}</span>
                  </div>
                  <div class="status">
                    <span class="chip">${tone === 'kept' ? 'as said' : 'not so'}</span>
                  </div>
                  <div class="evidence">${showText(table.cluster, 20)}</div>
                  <div class="moment">${momentMarkup(table.startedAt)}</div>
                </li>`;
              })}
            </ul>
          </section>`
        }`
      : html`<header class="verdict">
          <h1>Experiments</h1>
          <p class="lead">There is no truth table here yet: splitbrain experiment --all makes one.</p>
        </header>`,
  });
}
