import type { LoadedRun } from '../../src/store/load-run.js';
import { quantilesOver } from '../app/quantiles.js';
import { html, type Markup } from '../page/markup.js';
import { formatCount, formatDuration } from '../quantity.js';
import { type ComparedRow, compareTable, letters } from './compared-table.js';

const WINDOWS = 60;
const FEWEST_WINDOWS = 6;
const SHARES = [0.5, 0.95, 0.99] as const;
const WIDTH = 480;
const HEIGHT = 120;

interface Measures {
  /** Nanoseconds that operations took which were acknowledged, sorted. */
  readonly latencies: Float64Array;
  /** Nanoseconds that the run lasted in its own time. */
  readonly endedAt: number;
  readonly counts: Readonly<Record<'ok' | 'fail' | 'info', number>>;
  /** Operations begun per second in each window, by outcome. */
  readonly rates: readonly Readonly<Record<'ok' | 'fail' | 'info', number>>[];
  readonly quantiles: ReturnType<typeof quantilesOver>;
}

/** How fast two runs were and how their operations ended, in figures and over time; both pictures have the same scale. */
export function measuresSection(pair: readonly [LoadedRun, LoadedRun]): Markup {
  const measures = pair.map(measure) as [Measures, Measures];
  return html`<section id="measures">
    <h2>Latency and rate</h2>
    ${compareTable('Latency and rate', 'Of the clients’ operations', rowsOf(measures))}
    <div class="pair">
      ${pictures(measures, 'Latency', latencyPicture, Math.max(...measures.map(longest)))}
    </div>
    <div class="pair">${pictures(measures, 'Rate', ratePicture, Math.max(...measures.map(busiest)))}</div>
  </section>`;
}

function measure({ history }: LoadedRun): Measures {
  const own = history.operations.filter(({ final }) => !final);
  const answered = own.filter(({ type }) => type === 'ok');
  const ns = answered.map(({ invokedAt, completedAt }) => Math.max(1, completedAt - invokedAt));
  const endedAt = Math.max(1, history.endedAt);
  const perSecond = WINDOWS / (endedAt / 1e9);
  const rates = Array.from({ length: WINDOWS }, () => ({ ok: 0, fail: 0, info: 0 }));
  const counts = { ok: 0, fail: 0, info: 0 };
  for (const { invokedAt, type } of own) {
    const window = rates[Math.min(WINDOWS - 1, Math.floor((invokedAt / endedAt) * WINDOWS))];
    if (window) window[type] += perSecond;
    counts[type]++;
  }
  return {
    latencies: Float64Array.from(ns).sort(),
    endedAt,
    counts,
    rates,
    quantiles: quantilesOver(
      { ends: answered.map(({ completedAt }) => completedAt), ns },
      endedAt,
      // Each wants enough answers to have quantiles.
      Math.max(FEWEST_WINDOWS, Math.min(WINDOWS, Math.floor(ns.length / 12))),
      SHARES,
    ),
  };
}

function rowsOf([a, b]: readonly [Measures, Measures]): ComparedRow[] {
  const row = (name: string, of: (measures: Measures) => string): ComparedRow => ({
    name,
    values: [of(a), of(b)],
    // No two runs are as fast as each other.
    differs: false,
  });
  const quantile =
    (share: number) =>
    ({ latencies }: Measures): string =>
      latencies.length === 0
        ? '–'
        : formatDuration(latencies[Math.ceil(share * latencies.length) - 1] as number);
  const count =
    (type: 'ok' | 'fail' | 'info') =>
    ({ counts, endedAt }: Measures): string =>
      `${formatCount(counts[type])} (${(counts[type] / (endedAt / 1e9)).toFixed(1)} per second)`;
  return [
    row('ok', count('ok')),
    row('failed', count('fail')),
    row('unknown', count('info')),
    row('half answered within', quantile(0.5)),
    row('95 % within', quantile(0.95)),
    row('99 % within', quantile(0.99)),
    row('all within', quantile(1)),
    row('lasted', ({ endedAt }) => formatDuration(endedAt)),
  ];
}

const longest = ({ quantiles }: Measures): number =>
  Math.max(1, ...quantiles.map(({ ns }) => ns.at(-1) ?? 1));
const busiest = ({ rates }: Measures): number =>
  Math.max(1, ...rates.map(({ ok, fail, info }) => ok + fail + info));

function pictures(
  measures: readonly Measures[],
  title: string,
  draw: (measures: Measures, most: number) => Markup,
  most: number,
): Markup[] {
  const unit = title === 'Latency' ? formatDuration(most) : `${formatCount(Math.ceil(most))} per second`;
  const what =
    title === 'Latency'
      ? 'below the lines 50, 95 and 99 % of those that were ok'
      : 'operations begun, by how they ended';
  return measures.map(
    (one, at) =>
      html`<figure class="plot">
        <figcaption>
          <span class="letter">${letters[at]}</span> <strong>${title}</strong> ${what}; up to ${unit}
        </figcaption>
        <svg
          viewBox="0 0 ${WIDTH} ${HEIGHT + 16}"
          role="img"
          aria-label="${title} over time of ${letters[at]}"
        >
          <line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT + 0.5}" y2="${HEIGHT + 0.5}" />
          ${draw(one, most)}
          <text x="0" y="${HEIGHT + 13}">0 s</text>
          <text class="last" x="${WIDTH}" y="${HEIGHT + 13}">${formatDuration(one.endedAt)}</text>
        </svg>
      </figure>`,
  );
}

function latencyPicture({ quantiles, endedAt }: Measures, most: number): Markup {
  const least = 1e5;
  const y = (ns: number): string => {
    const part = Math.log(Math.max(ns, least) / least) / Math.log(Math.max(most / least, 10));
    return (HEIGHT - part * (HEIGHT - 4)).toFixed(1);
  };
  const x = (ns: number): string => ((ns / endedAt) * WIDTH).toFixed(1);
  return html`${SHARES.map((_, share) => {
    let path = '';
    let drawnTo = -1;
    for (const { from, to, ns } of quantiles) {
      const height = y(ns[share] as number);
      path += `${from > drawnTo ? 'M' : 'L'}${x(from)} ${height}L${x(to)} ${height}`;
      drawnTo = to;
    }
    return path !== '' && html`<path class="quantile q${share}" d="${path}" />`;
  })}`;
}

function ratePicture({ rates }: Measures, most: number): Markup {
  const width = WIDTH / WINDOWS;
  return html`${rates.map((rate, at) => {
    let base = 0;
    return (['fail', 'info', 'ok'] as const).map((type) => {
      const height = (rate[type] / most) * (HEIGHT - 4);
      if (height === 0) return false;
      base += height;
      return html`<rect
        class="${type}"
        x="${(at * width).toFixed(2)}"
        y="${(HEIGHT - base).toFixed(1)}"
        width="${(width - 1).toFixed(2)}"
        height="${height.toFixed(1)}"
      />`;
    });
  })}`;
}
