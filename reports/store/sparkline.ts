import { html, type Markup } from '../page/markup.js';

const WIDTH = 120;
const HEIGHT = 18;

/** Figures as a small line, from 0 to the greatest; nothing where there are too few. */
export function sparkline(figures: readonly number[]): Markup {
  if (figures.length < 3) return html``;
  const most = Math.max(...figures, 1e-9);
  const points = figures.map((figure, at) => {
    const x = (at / (figures.length - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - 1 - (figure / most) * (HEIGHT - 2)).toFixed(1)}`;
  });
  return html`<svg
    class="sparkline"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <polyline points="${points.join(' ')}" />
  </svg>`;
}
