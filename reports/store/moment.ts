import { html, type Markup } from '../page/markup.js';

/** A moment as people write it, in UTC as in the names of runs: `2026-01-31 13:45`. */
export function momentMarkup(at: number | string): Markup {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html`<span>at an unknown time</span>`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`;
}
