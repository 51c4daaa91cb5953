import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import type { CampaignRecord } from './record.js';
import { sizeWords } from './words.js';

/** What became of a planted bug in one cell. */
export interface PlantedBugRow {
  readonly bugs: readonly string[];
  readonly cell: string;
  /** Seeds of the cell that ended. */
  readonly seeds: number;
  readonly failed: number;
  /** How many seeds of the cell it took to find it; undefined where none found it. */
  readonly needed?: number;
  /** By what it was found, the most frequent first. */
  readonly kinds: readonly string[];
  /** The smallest that shrinking made of it, in words. */
  readonly shrunk?: string;
}

/** The planted bugs of a campaign, cell by cell, and how many seeds it took to find each. */
export function plantedBugRows({ campaign, tally, kept }: CampaignRecord): PlantedBugRow[] {
  return campaign.cells.flatMap(({ name, settings }): PlantedBugRow[] => {
    const outcomes = Object.hasOwn(tally.cells, name) ? tally.cells[name] : undefined;
    if (settings.bugs.length === 0 || !outcomes) return [];
    const { valid, invalid, unknown } = outcomes;
    const failures = Object.values(tally.failures)
      .filter(({ cell, failure }) => cell === name && failure)
      .sort((a, b) => b.seeds - a.seeds);
    const first = Math.min(...failures.map((one) => one.first));
    const [smallest] = kept
      .filter(({ failure }) => failures.includes(failure))
      .flatMap(({ shrunk }) => shrunk?.size ?? [])
      .sort((a, b) => a.operations + a.faults - b.operations - b.faults);
    return [
      {
        bugs: settings.bugs,
        cell: name,
        seeds: valid + invalid + unknown,
        failed: invalid,
        // Each round has one seed for each cell.
        ...(failures.length > 0 && { needed: Math.floor(first / campaign.cells.length) + 1 }),
        kinds: [...new Set(failures.flatMap(({ failure }) => failure?.kind ?? []))],
        ...(smallest && { shrunk: sizeWords(smallest) }),
      },
    ];
  });
}

/** Seeds needed per planted bug; nothing in a campaign without any. */
export function plantedBugsSection(record: CampaignRecord): Markup | false {
  const rows = plantedBugRows(record);
  const found = rows.filter(({ needed }) => needed !== undefined).length;
  return (
    rows.length > 0 &&
    html`<section id="planted-bugs">
      <h2>Planted bugs</h2>
      <p class="lead">${formatCount(found)} of ${counted(rows.length, 'was', 'were')} found.</p>
      <div class="scroll" tabindex="0" role="group" aria-label="Planted bugs">
        <table>
          <thead>
            <tr>
              <th>Bug</th>
              <th>Seeds to find it</th>
              <th>Seeds that failed</th>
              <th>Found by</th>
              <th>Shrunk to</th>
              <th>Cell</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ bugs, cell, seeds, failed, needed, kinds, shrunk }) =>
                html`<tr>
                  <td>${bugs.map((bug) => showText(bug, 60)).join(' + ')}</td>
                  <td>
                    ${needed === undefined ? html`<strong class="wrong">not found</strong>` : formatCount(needed)}
                  </td>
                  <td>${formatCount(failed)} of ${formatCount(seeds)}</td>
                  <td>${kinds.map((kind) => showText(kind, 40)).join(', ')}</td>
                  <td>${shrunk ?? ''}</td>
                  <td>${showText(cell, 80)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`
  );
}
