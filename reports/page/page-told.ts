import type { Revelation } from '../../src/history/revelation.js';
import { showName } from '../show-value.js';
import { type Told, toldByPart } from '../told.js';
import { behindByPositions, behindByTruth } from './behind.js';
import type { PageBehind, PageTold } from './page-columns.js';

type NumberOf = (name: string) => number | undefined;

/** More moments than this would make the page large; of those close to each other only the last is kept. */
const MAX_MOMENTS = 20_000;
const MAX_NAMES = 50;

/** What nodes told, for the page. Names of figures beyond the first fifty are left out. */
export function pageTold(told: readonly Told[], numberOf: NumberOf): PageTold {
  const names = [...new Set(told.map(({ name }) => name))].slice(0, MAX_NAMES);
  const known = told.flatMap(({ node, name, at, figure }) => {
    const [number, place] = [numberOf(node), names.indexOf(name)];
    return number === undefined || place === -1 ? [] : [{ at, figure, node: number, name: place }];
  });
  const kept = lastOfEach(known, ({ node, name }) => `${node} ${name}`);
  return {
    names: names.map((name) => showName(name, 24)),
    at: kept.map(({ at }) => at),
    node: kept.map(({ node }) => node),
    name: kept.map(({ name }) => name),
    figure: kept.map(({ figure }) => figure),
  };
}

/** How far nodes are behind, for the page: by their positions in a log if they tell any, or else by what they revealed. */
export function pageBehind(
  told: readonly Told[],
  truth: readonly Revelation[],
  numberOf: NumberOf,
): PageBehind {
  const hasLog = toldByPart(told, 'position').size > 0;
  const all = (hasLog ? behindByPositions(told) : behindByTruth(truth)).flatMap(({ node, ...rest }) => {
    const number = numberOf(node);
    return number === undefined ? [] : [{ ...rest, node: number }];
  });
  const kept = lastOfEach(all, ({ node }) => `${node}`);
  return {
    unit: hasLog ? 'entry' : 'key',
    at: kept.map(({ at }) => at),
    node: kept.map(({ node }) => node),
    count: kept.map(({ count }) => count),
    since: kept.map(({ since }) => since),
  };
}

/** Of too many moments only the last of each kind within some stretch of time, so that what holds later is right. */
function lastOfEach<T extends { readonly at: number }>(all: readonly T[], kindOf: (one: T) => string): T[] {
  const end = all.at(-1)?.at ?? 0;
  const kinds = Math.max(1, new Set(all.map(kindOf)).size);
  const stretch = all.length <= MAX_MOMENTS ? 0 : (end * kinds) / MAX_MOMENTS;
  if (stretch === 0) return [...all];
  const kept = new Map<string, T>();
  for (const one of all) kept.set(`${kindOf(one)} ${Math.floor(one.at / stretch)}`, one);
  return [...kept.values()].sort((a, b) => a.at - b.at);
}
