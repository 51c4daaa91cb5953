import { html, type Markup } from './markup.js';

const paths = {
  kept: 'M4.6 8.3l2.3 2.3 4.6-5',
  broken: 'M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2',
  unknown: 'M6.1 6.3a1.9 1.9 0 1 1 2.8 1.6c-.6.4-.9.8-.9 1.5M8 11.5v.1',
  observed: 'M8 4.8v4M8 11.2v.1',
} as const;

/** A small round sign: kept, broken, unknown, or observed but allowed. */
export function icon(tone: keyof typeof paths): Markup {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7.5" />
    <path d="${paths[tone]}" />
  </svg>`;
}
