import { type Content, html, type Markup } from './markup.js';

/** What a figure is called, how much it is, and what that means. */
export type Figure = readonly [name: string, value: Content, meaning?: Content];

/** A few figures in a row, each in a cell of its own. */
export function figuresList(figures: readonly (Figure | false)[]): Markup {
  return html`<dl class="figures">
    ${figures.map((figure) => {
      if (!figure) return false;
      const [name, value, meaning] = figure;
      return html`<div>
        <dt>${name}</dt>
        <dd>${value}${isSomething(meaning) && html`<small>${meaning}</small>`}</dd>
      </div>`;
    })}
  </dl>`;
}

const isSomething = (content: Content): boolean =>
  content !== undefined && content !== false && content !== '';
