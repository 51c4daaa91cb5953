import type { PagePoints } from './page-columns.js';

/** More points than this would only hide each other, and make the page large. */
const MAX_POINTS = 20_000;

/** Points in columns; of very many only every so manieth. */
export function thinned(points: readonly (readonly [at: number, ns: number, of: number])[]): PagePoints {
  const every = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  const kept = points.filter((_, number) => number % every === 0);
  return {
    at: kept.map(([at]) => at),
    ns: kept.map(([, ns]) => ns),
    of: kept.map(([, , of]) => of),
    every,
  };
}
