import { policyHash } from '../page/assets.js';
import { html, Markup } from '../page/markup.js';
import { storeAssets } from './assets.js';

/**
 * A page about many runs as one HTML file that loads nothing.
 * @throws Error when the pages' own code has not been built
 */
export function aboutManyRuns(title: string, content: Markup): string {
  const { script, style } = storeAssets();
  const policy = [
    `default-src 'none'`,
    `script-src ${policyHash(script)}`,
    `style-src ${policyHash(style)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · splitbrain</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <main id="top">${content}</main>
        <footer>Written by splitbrain. This page is one file and loads nothing.</footer>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}
