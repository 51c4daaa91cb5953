import { groupBy } from '../group-by.js';
import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { cellsTable, percent } from './cells-section.js';
import type { CampaignRecord } from './record.js';
import { kindsByFrequency } from './words.js';

const MOST_KINDS = 3;

/** Targets by workloads with their pass rates, and the cells one by one where several make up a field. */
export function matrixSection({ campaign, tally }: CampaignRecord): Markup {
  const known = campaign.cells.filter(({ name }) => Object.hasOwn(tally.cells, name));
  const unique = [...new Map(known.map((cell) => [cell.name, cell])).values()];
  const targets = [...groupBy(unique, ({ settings }) => settings.target)];
  const workloads = [...new Set(unique.map(({ settings }) => settings.workload))];
  const fields = targets.length * workloads.length;
  return html`<section id="cells">
    <h2>${fields > 1 ? 'Targets and workloads' : 'Cells'}</h2>
    ${
      fields > 1 &&
      html`<div class="scroll" tabindex="0" role="group" aria-label="Targets and workloads">
        <table class="matrix">
          <thead>
            <tr>
              <th>Target</th>
              ${workloads.map((workload) => html`<th>${showText(workload, 60)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${targets.map(
              ([target, cells]) =>
                html`<tr>
                  <th scope="row">${showText(target, 60)}</th>
                  ${workloads.map((workload) => {
                    const names = cells.filter(({ settings }) => settings.workload === workload);
                    return matrixField(
                      names.map(({ name }) => name),
                      tally,
                    );
                  })}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
    }
    ${
      fields > 1 && fields < Object.keys(tally.cells).length
        ? html`<h3>Cell by cell</h3>
            ${cellsTable(tally)}`
        : fields <= 1 && cellsTable(tally)
    }
  </section>`;
}

function matrixField(names: readonly string[], tally: CampaignRecord['tally']): Markup {
  const outcomes = names.flatMap((name) => tally.cells[name] ?? []);
  const [valid, invalid, unknown] = (['valid', 'invalid', 'unknown'] as const).map((outcome) =>
    outcomes.reduce((sum, one) => sum + one[outcome], 0),
  ) as [number, number, number];
  const all = valid + invalid + unknown;
  if (all === 0) return html`<td class="none"><span>no seed</span></td>`;
  const own = new Set(names);
  const failures = Object.entries(tally.failures).filter(([, { cell }]) => own.has(cell));
  const kinds = kindsByFrequency({ ...tally, failures: Object.fromEntries(failures) });
  const tone = invalid > 0 ? 'broken' : unknown > 0 ? 'unknown' : 'kept';
  return html`<td class="${tone}">
    <strong>${percent(valid / all)}</strong>
    <span>of ${counted(all, 'seed')}${names.length > 1 && ` in ${counted(names.length, 'cell')}`}</span>
    ${unknown > 0 && html`<span>${formatCount(unknown)} unknown</span>`}
    ${kinds.slice(0, MOST_KINDS).map(({ kind, seeds }) => html`<span>${showText(kind, 40)} ${formatCount(seeds)}×</span>`)}
    ${kinds.length > MOST_KINDS && html`<span>and ${counted(kinds.length - MOST_KINDS, 'more kind')}</span>`}
  </td>`;
}
