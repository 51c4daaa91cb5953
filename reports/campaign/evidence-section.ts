import type { Guarantee } from '../../src/checkers/checker.js';
import { guaranteeWords } from '../guarantee-words.js';
import { html, type Markup } from '../page/markup.js';
import { formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { evidenceRows, faultRows } from './evidence-rows.js';
import type { CampaignRecord } from './record.js';

/** What a campaign's verdict rests on: how often each promise could have been seen to fail, and how often faults struck. */
export function evidenceSection({ tally }: CampaignRecord): Markup | false {
  const promises = evidenceRows(tally);
  const faults = faultRows(tally);
  if (promises.length === 0 && faults.length === 0) return false;
  return html`<section id="evidence">
    <h2>Evidence</h2>
    ${
      promises.length > 0 &&
      html`<div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Promise</th>
              <th>Could have been seen to fail</th>
              <th>Least in a cell</th>
              <th>Needed in each</th>
            </tr>
          </thead>
          <tbody>
            ${promises.map(
              ({ name, all, least }) =>
                html`<tr>
                  <td>${titleOf(name)}</td>
                  <td>${formatCount(all)}×</td>
                  <td>
                    ${formatCount(least.met)}× in
                    ${showText(least.cell, 80)}${least.met < least.needed && html` <strong>(too little)</strong>`}
                  </td>
                  <td>${formatCount(least.needed)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
    }
    ${
      faults.length > 0 &&
      html`<h3>Faults</h3>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>Fault</th>
                <th>Struck</th>
                <th>Operations under it</th>
              </tr>
            </thead>
            <tbody>
              ${faults.map(
                ({ kind, struck, operations }) =>
                  html`<tr>
                    <td>${showText(kind, 60)}</td>
                    <td>${struck > 0 ? `${formatCount(struck)}×` : html`<strong>never</strong>`}</td>
                    <td>${formatCount(operations)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
  </section>`;
}

const titleOf = (name: string): string =>
  Object.hasOwn(guaranteeWords, name) ? guaranteeWords[name as Guarantee].title : showText(name, 60);
