import type { Tally } from '../../src/campaign/tally.js';
import { html, type Markup } from '../page/markup.js';
import { formatCount } from '../quantity.js';
import { showText } from '../show-value.js';

/** The cells of a campaign's matrix, one by one: how many seeds kept every promise in each. */
export function cellsTable({ cells }: Tally): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Cells">
    <table>
      <thead>
        <tr>
          <th>Cell</th>
          <th>Kept</th>
          <th>Failed</th>
          <th>Unknown</th>
          <th>Pass rate</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(cells).map(([name, { valid, invalid, unknown }]) => {
          const all = valid + invalid + unknown;
          return html`<tr>
            <td>${showText(name, 80)}</td>
            <td>${formatCount(valid)}</td>
            <td>${formatCount(invalid)}</td>
            <td>${formatCount(unknown)}</td>
            <td>${all === 0 ? '' : percent(valid / all)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** A share as people read it: `99.7 %`, and never `100 %` of what is not all. */
export function percent(share: number): string {
  if (share === 1 || share === 0) return `${share * 100} %`;
  const rounded = Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
  return `${rounded.toFixed(1)} %`;
}
