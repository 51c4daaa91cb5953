import type { KeyStaleness, Staleness } from '../../src/checkers/staleness/measure-staleness.js';
import { formatCount, formatDuration } from '../quantity.js';
import { showName } from '../show-value.js';
import {
  boundsText,
  feltStaleness,
  isFresh,
  percent,
  predictionWords,
  type StaleShare,
  stalenessFigures,
  staleShares,
} from '../staleness-words.js';
import { figuresList } from './figures-list.js';
import { html, type Markup } from './markup.js';

const WIDTH = 720;
const HEIGHT = 200;
const FRAME = { left: 44, right: 708, top: 12, bottom: 156 };

/** How stale reads were: figures, how it was felt, and what theory expects; nothing for histories without it. */
export function stalenessSection(staleness: Staleness | undefined): Markup | false {
  if (!staleness) return false;
  return html`<section id="staleness">
    <h2>Staleness</h2>
    ${figuresList(stalenessFigures(staleness).map(({ name, value, meaning }) => [name, value, meaning] as const))}
    <p class="lead">${feltStaleness(staleness).join(' ')}</p>
    ${!isFresh(staleness) && [picture(staleness), keysTable(staleness)]}
    ${staleness.prediction && html`<p class="lead">${predictionWords(staleness)}</p>`}
  </section>`;
}

/**
 * A bar for each stretch of time since the newest write had been acknowledged, and a dot where it was predicted to
 * end.
 */
function picture(staleness: Staleness): Markup | false {
  const shares = staleShares(staleness);
  if (!shares.some(({ stale }) => stale > 0)) return false;
  const most = Math.max(...shares.flatMap(({ observed, predicted = 0 }) => [observed, predicted]));
  const top = [0.1, 0.25, 0.5].find((share) => share >= most) ?? 1;
  const y = (share: number): number => FRAME.bottom - (share / top) * (FRAME.bottom - FRAME.top);
  const step = (FRAME.right - FRAME.left) / shares.length;
  const isPredicted = staleness.prediction !== undefined;
  return html`<figure class="staleness">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="Share of stale reads by the time since the newest write had been acknowledged"
    >
      ${[0, top / 2, top].map(
        (share) =>
          html`<line x1="${FRAME.left}" x2="${FRAME.right}" y1="${y(share)}" y2="${y(share)}" />
            <text class="height" x="${FRAME.left - 6}" y="${y(share) + 4}">${percent(share)}</text>`,
      )}
      ${shares.map((share, at) => bar(share, FRAME.left + at * step, step, y))}
    </svg>
    <figcaption>
      Share of stale reads, by how long before them the newest write had been
      acknowledged${isPredicted && ': bars as observed, dots as predicted from latencies and quorums'}.
    </figcaption>
  </figure>`;
}

function bar(
  { after, reads, stale, observed, predicted }: StaleShare,
  x: number,
  step: number,
  y: (share: number) => number,
): Markup {
  const middle = x + step / 2;
  const words = `${after}: ${formatCount(stale)} of ${formatCount(reads)} reads stale (${percent(observed)})${predicted === undefined ? '' : `, predicted ${percent(predicted)}`}`;
  return html`<g>
    <title>${words}</title>
    <rect class="reach" x="${x}" y="${FRAME.top}" width="${step}" height="${FRAME.bottom - FRAME.top}" />
    <rect
      class="observed"
      x="${x + step * 0.15}"
      y="${y(observed)}"
      width="${step * 0.7}"
      height="${FRAME.bottom - y(observed)}"
    />
    ${predicted !== undefined && html`<circle class="predicted" cx="${middle}" cy="${y(predicted)}" r="4" />`}
    <text x="${middle}" y="${FRAME.bottom + 16}">${after}</text>
    <text class="reads" x="${middle}" y="${FRAME.bottom + 32}">${formatCount(reads)}</text>
  </g>`;
}

function keysTable({ keys, staleKeys }: Staleness): Markup | false {
  if (!keys.some(({ key }) => key !== undefined)) return false;
  return html`<h3>
      Stale keys${staleKeys > keys.length && `, the ${keys.length} worst of ${formatCount(staleKeys)}`}
    </h3>
    <div class="scroll" tabindex="0" role="group" aria-label="Stale keys">
      <table>
        <thead>
          <tr>
            <th>Key</th>
            <th>k</th>
            <th>Δ</th>
            <th>Γ</th>
          </tr>
        </thead>
        <tbody>
          ${keys.map(keyRow)}
        </tbody>
      </table>
    </div>`;
}

function keyRow({ key = '', k, deltaMs, gammaMs }: KeyStaleness): Markup {
  const duration = (ms: number): string => formatDuration(ms * 1e6);
  return html`<tr>
    <td>${showName(key)}</td>
    <td>${boundsText(k)}</td>
    <td>${duration(deltaMs)}</td>
    <td>${duration(gammaMs)}</td>
  </tr>`;
}
