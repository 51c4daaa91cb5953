import { icon } from '../page/icon.js';
import { html, type Markup } from '../page/markup.js';

/** What two runs have under one name. */
export interface ComparedRow {
  readonly name: string;
  readonly values: readonly [string, string];
  /** Whether that matters; where nothing is said, it does when the values are not the same. */
  readonly differs?: boolean;
  /** How each is coloured, if it is. */
  readonly tones?: readonly [Tone | undefined, Tone | undefined];
}

type Tone = Parameters<typeof icon>[0];

/** How the two are called. */
export const letters = ['A', 'B'] as const;

/** Whether the two have something else under that name, and it matters. */
export const isDiffering = ({ values: [one, other], differs = one !== other }: ComparedRow): boolean =>
  differs;

/** A row for each name, a column for each run; what differs is marked. */
export function compareTable(label: string, what: string, rows: readonly ComparedRow[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
    <table class="compared">
      <thead>
        <tr>
          <th>${what}</th>
          ${letters.map((letter) => html`<th><span class="letter">${letter}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="${isDiffering(row) ? 'differs' : ''}">
              <th scope="row">
                ${row.name}${isDiffering(row) && html` <span class="mark" title="differs">≠</span>`}
              </th>
              ${row.values.map((value, at) => html`<td class="${row.tones?.[at] ?? ''}">${row.tones?.[at] && icon(row.tones[at])}<bdi>${value}</bdi></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
