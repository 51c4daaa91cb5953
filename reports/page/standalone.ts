import { type PageAssets, policyHash } from './assets.js';
import { html, Markup } from './markup.js';

/** What a page says, and what it is made with. */
export interface StandalonePage {
  readonly title: string;
  /** What stands before the footer. */
  readonly content: Markup;
  /** What the script reads: anything without a `<`. */
  readonly data?: string;
  readonly assets: PageAssets;
}

/**
 * A page as one HTML file that loads nothing: no network, no other file. Its policy lets only its own script and style act, which
 * it knows by their hashes.
 */
export function standalonePage({ title, content, data, assets: { script, style } }: StandalonePage): string {
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
        ${element('style', style)}
      </head>
      <body>
        ${content}
        <footer>Written by splitbrain. This page is one file and loads nothing.</footer>
        ${data !== undefined && element('script', data, 'type="application/octet-stream" id="run-data"')}
        ${element('script', script)}
      </body>
    </html> `.text;
}

/** An element whose text is not HTML, exactly as it is: the policy knows it by its hash. */
function element(name: 'script' | 'style', text: string, attributes = ''): Markup {
  return new Markup(`<${name}${attributes && ` ${attributes}`}>${text}</${name}>`);
}
