import { html, type Markup } from '../page/markup.js';
import { formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { evidenceRows, faultRows } from './evidence-rows.js';
import type { CampaignRecord } from './record.js';

/** A cell's name, a fault's: a table of more is read by nobody. */
const MOST_CELLS = 12;
const SHADES = 5;

/** How much of what could happen did: probes, kinds of faults, promises, and which faults were met in which cell. */
export function coverageSection(record: CampaignRecord): Markup | false {
  const { tally } = record;
  const probes = Object.values(tally.probes);
  const faults = faultRows(tally);
  const promises = evidenceRows(tally);
  const shares = [
    ['Probes seen', probes.filter((count) => count > 0).length, probes.length],
    ['Kinds of faults that struck', faults.filter(({ struck }) => struck > 0).length, faults.length],
    [
      'Promises with enough evidence in each cell',
      promises.filter(({ least }) => least.met >= least.needed).length,
      promises.length,
    ],
  ] as const;
  const known = shares.filter(([, , all]) => all > 0);
  return (
    known.length > 0 &&
    html`<section id="coverage">
      <h2>Coverage</h2>
      <ul class="shares">
        ${known.map(
          ([name, some, all]) =>
            html`<li>
              <span>${name}</span>
              <strong>${formatCount(some)} of ${formatCount(all)}</strong>
              <svg class="progress" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  class="${some === all ? 'all' : ''}"
                  width="${((some / all) * 100).toFixed(1)}"
                  height="2"
                />
              </svg>
            </li>`,
        )}
      </ul>
      ${faultsByCell(record)}
    </section>`
  );
}

/** Operations under each kind of fault in each cell, the more the darker. */
function faultsByCell({ tally: { cells, faults } }: CampaignRecord): Markup | false {
  const names = Object.keys(cells);
  const kinds = Object.keys(faults).sort();
  if (names.length < 2 || names.length > MOST_CELLS || kinds.length === 0) return false;
  const count = (cell: string, kind: string): number =>
    cells[cell]?.evidence[`operations under ${kind}`]?.met ?? 0;
  const most = Math.max(1, ...names.flatMap((cell) => kinds.map((kind) => count(cell, kind))));
  const shade = (met: number): number =>
    met === 0 ? 0 : Math.max(1, Math.round((Math.log1p(met) / Math.log1p(most)) * SHADES));
  return html`<h3>Operations under each fault</h3>
    <div class="scroll" tabindex="0" role="group" aria-label="Operations under each fault">
      <table class="heat">
        <thead>
          <tr>
            <th>Cell</th>
            ${kinds.map((kind) => html`<th>${showText(kind, 30)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(
            (cell) =>
              html`<tr>
                <th scope="row">${showText(cell, 60)}</th>
                ${kinds.map((kind) => html`<td class="shade-${shade(count(cell, kind))}">${formatCount(count(cell, kind))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
