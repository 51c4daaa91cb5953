import type { TrendNight } from '../../src/campaign/trend.js';
import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { percent } from './cells-section.js';

/** So many nights are drawn: the last. */
const MOST_NIGHTS = 60;
/** So many kinds of failures have a picture of their own: the most frequent. */
const MOST_KINDS = 12;
const MOST_NAMED = 8;
/** Fewer nights than this leave room for those to come. */
const FEWEST_PLACES = 12;
const WIDTH = 240;
const HEIGHT = 64;

/** How campaigns of the same matrix went night after night, this one the last of them; nothing where there were none before. */
export function trendSection(nights: readonly TrendNight[]): Markup | false {
  return (
    nights.length > 1 &&
    html`<section id="trend">
      <h2>Trend</h2>
      <p class="lead">
        This campaign and ${counted(nights.length - 1, 'earlier one')} of the same cells and settings.
      </p>
      ${trendPanels(nights)}
    </section>`
  );
}

/** The same as small pictures, a night beneath the other in all of them; nothing of a single night. */
export function trendPanels(all: readonly TrendNight[]): Markup | false {
  const nights = all.slice(-MOST_NIGHTS);
  const last = nights.at(-1);
  if (nights.length < 2 || !last) return false;
  const kinds = kindsIn(nights);
  const rates = nights.map(({ rate }) => rate ?? 0);
  return html`<div class="trend">
    <ul class="panels">
      ${panel('Pass rate', percentOf(passRate(last)), passRatePicture(nights))}
      ${panel(
        'Seeds per second',
        last.rate === undefined ? '–' : last.rate.toFixed(1),
        columns(nights, rates, 'rate', (rate) => `${rate.toFixed(1)} per second`),
      )}
      ${panel('New and gone failures', last.appeared ? `${last.appeared.length} new, ${last.vanished?.length ?? 0} gone` : '–', comings(nights))}
      ${kinds.map((kind) =>
        panel(
          showText(kind, 40),
          `${formatCount(ofKind(last, kind))} of ${formatCount(last.seeds)}`,
          columns(
            nights,
            nights.map((night) => ofKind(night, kind) / Math.max(1, night.seeds)),
            'kind',
            (share) => `${percent(share)} of its seeds`,
          ),
        ),
      )}
    </ul>
    ${changes(last)} ${table(nights)}
  </div>`;
}

function kindsIn(nights: readonly TrendNight[]): string[] {
  const sums = new Map<string, number>();
  for (const { kinds } of nights)
    for (const [kind, seeds] of Object.entries(kinds)) sums.set(kind, (sums.get(kind) ?? 0) + seeds);
  return [...sums]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_KINDS)
    .map(([kind]) => kind);
}

const ofKind = ({ kinds }: TrendNight, kind: string): number =>
  Object.hasOwn(kinds, kind) ? (kinds[kind] as number) : 0;

function passRate({ valid, seeds }: TrendNight): number | undefined {
  return seeds === 0 ? undefined : valid / seeds;
}

const percentOf = (share: number | undefined): string => (share === undefined ? '–' : percent(share));

function panel(title: string, now: string, picture: Markup): Markup {
  return html`<li>
    <h3>${title}</h3>
    <p class="now">${now}</p>
    ${picture}
  </li>`;
}

const day = ({ startedAt }: TrendNight): string => showText(startedAt.slice(0, 16).replace('T', ' '), 20);
const placeWidth = (nights: readonly TrendNight[]): number => WIDTH / Math.max(FEWEST_PLACES, nights.length);

function frame(label: string, content: Markup): Markup {
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${content}</svg>`;
}

/** Each night a place, whole nights filled. */
function passRatePicture(nights: readonly TrendNight[]): Markup {
  const shares = nights.map(passRate);
  const known = shares.filter((share) => share !== undefined);
  const least = Math.min(...known, 1);
  // What matters is near 100 %: the scale begins just below the worst night.
  const bottom = least === 1 ? 0.9 : Math.max(0, least - (1 - least) * 0.15);
  const y = (share: number): number => 6 + (1 - (share - bottom) / (1 - bottom)) * (HEIGHT - 12);
  const places = shares.flatMap((share, at) =>
    share === undefined ? [] : [{ at, x: (at + 0.5) * placeWidth(nights), y: y(share), share }],
  );
  return frame(
    `Pass rate of ${nights.length} nights, from ${percentOf(shares[0])} to ${percentOf(shares.at(-1))}`,
    html`<line class="axis" x1="0" x2="${WIDTH}" y1="6" y2="6" />
      <polyline
        class="pass"
        points="${places.map((place) => `${place.x.toFixed(1)},${place.y.toFixed(1)}`).join(' ')}"
      />
      ${places.map(
        ({ at, x, y: height, share }) =>
          html`<circle
            class="${share === 1 ? 'kept' : 'broken'}"
            cx="${x.toFixed(1)}"
            cy="${height.toFixed(1)}"
            r="${nights.length > 30 ? 2 : 3}"
          >
            <title>${day(nights[at] as TrendNight)}: ${percent(share)}</title>
          </circle>`,
      )}`,
  );
}

function columns(
  nights: readonly TrendNight[],
  figures: readonly number[],
  name: string,
  words: (figure: number) => string,
): Markup {
  const most = Math.max(...figures, 1e-9);
  const width = placeWidth(nights);
  return frame(
    `${nights.length} nights, the last ${words(figures.at(-1) ?? 0)}, at most ${words(most < 1e-8 ? 0 : most)}`,
    html`<line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}" /> ${figures.map(
        (figure, at) => {
          const height = (figure / most) * (HEIGHT - 6);
          return html`<rect
            class="${name}"
            x="${(at * width + Math.min(2, width * 0.15)).toFixed(1)}"
            y="${(HEIGHT - height).toFixed(1)}"
            width="${Math.max(1, width - Math.min(4, width * 0.3)).toFixed(1)}"
            height="${height.toFixed(1)}"
          >
            <title>${day(nights[at] as TrendNight)}: ${words(figure)}</title>
          </rect>`;
        },
      )}`,
  );
}

/** New failures above a line, those that are gone below. */
function comings(nights: readonly TrendNight[]): Markup {
  const counts = nights.map(
    ({ appeared = [], vanished = [] }) => [appeared.length, vanished.length] as const,
  );
  const most = Math.max(1, ...counts.flat());
  const width = placeWidth(nights);
  const middle = HEIGHT / 2;
  const bar = (at: number, count: number, name: string, up: boolean): Markup | false => {
    const height = (count / most) * (middle - 3);
    return (
      count > 0 &&
      html`<rect
        class="${name}"
        x="${(at * width + Math.min(2, width * 0.15)).toFixed(1)}"
        y="${(up ? middle - height : middle).toFixed(1)}"
        width="${Math.max(1, width - Math.min(4, width * 0.3)).toFixed(1)}"
        height="${height.toFixed(1)}"
      >
        <title>${day(nights[at] as TrendNight)}: ${formatCount(count)} ${name}</title>
      </rect>`
    );
  };
  return frame(
    `New and gone failures of ${nights.length} nights`,
    html`${counts.map(([fresh, gone], at) => [bar(at, fresh, 'new', true), bar(at, gone, 'gone', false)])}
      <line class="axis" x1="0" x2="${WIDTH}" y1="${middle}" y2="${middle}" />`,
  );
}

/** What the last night brought, by name. */
function changes({ appeared = [], vanished = [] }: TrendNight): Markup | false {
  const list = (title: string, tone: string, names: readonly string[]): Markup | false =>
    names.length > 0 &&
    html`<div class="${tone}">
      <dt>${title}</dt>
      <dd>
        ${names.slice(0, MOST_NAMED).map((name) => html`<span>${showText(name, 160)}</span> `)}
        ${names.length > MOST_NAMED && html`<span>and ${formatCount(names.length - MOST_NAMED)} more</span>`}
      </dd>
    </div>`;
  return (
    appeared.length + vanished.length > 0 &&
    html`<dl class="rests changes">
      ${list('New in the last night', 'broken', appeared)}
      ${list('Gone since the night before', 'kept', vanished)}
    </dl>`
  );
}

function table(nights: readonly TrendNight[]): Markup {
  return html`<details>
    <summary>${counted(nights.length, 'night')} as a table</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="Nights">
      <table>
        <thead>
          <tr>
            <th>Begun</th>
            <th>Commit</th>
            <th>Seeds</th>
            <th>Pass rate</th>
            <th>Failed</th>
            <th>Unknown</th>
            <th>New</th>
            <th>Gone</th>
            <th>Seeds per second</th>
          </tr>
        </thead>
        <tbody>
          ${[...nights].reverse().map(
            (night) =>
              html`<tr>
                <td>${day(night)}</td>
                <td>
                  ${night.commit === undefined ? '' : html`<code>${showText(night.commit.slice(0, 12), 20)}</code>`}
                </td>
                <td>${formatCount(night.seeds)}${!night.complete && ', cut off'}</td>
                <td>${percentOf(passRate(night))}</td>
                <td>${formatCount(night.invalid)}</td>
                <td>${formatCount(night.unknown)}</td>
                <td>${night.appeared?.length ?? ''}</td>
                <td>${night.vanished?.length ?? ''}</td>
                <td>${night.rate === undefined ? '' : night.rate.toFixed(1)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
