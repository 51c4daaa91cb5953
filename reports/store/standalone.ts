import { html, type Markup } from '../page/markup.js';
import { standalonePage } from '../page/standalone.js';
import { storeAssets } from './assets.js';

/**
 * A page about many runs as one HTML file that loads nothing.
 * @throws Error when the pages' own code has not been built
 */
export function aboutManyRuns(title: string, content: Markup): string {
  return standalonePage({
    title,
    content: html`<main id="top">${content}</main>`,
    assets: storeAssets(),
  });
}
