import type { Staleness } from '../../src/checkers/staleness/measure-staleness.js';
import { counted } from '../quantity.js';
import {
  feltStaleness,
  isFresh,
  percent,
  predictionWords,
  stalenessFigures,
  staleShares,
} from '../staleness-words.js';
import { alignColumns, indent, type Palette, wrap } from './text.js';

const BAR_WIDTH = 20;

/** How stale reads were; two lines when none was. */
export function stalenessLines(staleness: Staleness, palette: Palette, width: number): string[] {
  const lines = [palette.bold('Staleness')];
  const prose = (text: string): string[] => indent(wrap(text, width - 4), '  ');
  if (isFresh(staleness)) {
    lines.push(...prose('k = 1, Δ = 0, Γ = 0: every read returned the latest value.'));
    return [...lines, ...feltStaleness(staleness).slice(1).flatMap(prose)];
  }
  const figures = stalenessFigures(staleness).map(({ name, value, meaning }) => [
    palette.bold(`${name} = ${value}`),
    palette.dim(meaning),
  ]);
  lines.push(...alignColumns(figures, { indent: '  ', width }));
  for (const sentence of feltStaleness(staleness)) lines.push(...prose(sentence));
  return [...lines, ...shareLines(staleness, palette, width), ...predictionLines(staleness, palette, prose)];
}

function shareLines(staleness: Staleness, palette: Palette, width: number): string[] {
  const shares = staleShares(staleness);
  if (!shares.some(({ stale }) => stale > 0)) return [];
  const rows = shares.map(({ after, reads, observed, predicted }) => [
    after,
    bar(observed),
    percent(observed),
    palette.dim(`of ${counted(reads, 'read')}`),
    predicted === undefined ? '' : palette.dim(`predicted ${percent(predicted)}`),
  ]);
  return [
    palette.dim('  Stale reads, by how long before them the newest write had been acknowledged:'),
    ...alignColumns(rows, { indent: '    ', width }),
  ];
}

/** A bar as long as its share; any share at all shows. */
function bar(share: number): string {
  const full = share === 0 ? 0 : Math.max(1, Math.round(share * BAR_WIDTH));
  return '█'.repeat(full) + '·'.repeat(BAR_WIDTH - full);
}

function predictionLines(
  staleness: Staleness,
  palette: Palette,
  prose: (text: string) => string[],
): string[] {
  const words = predictionWords(staleness);
  return words === undefined ? [] : prose(words).map(palette.dim);
}
