import type { Guarantee } from '../../src/checkers/checker.js';
import { followsAtOnce } from '../../src/checkers/lattice.js';
import type { Judgement } from '../../src/checkers/verdict.js';
import { guaranteeWords } from '../guarantee-words.js';
import { html, type Markup } from './markup.js';

/** Where each guarantee stands: column and row, the strongest on top. */
const places: Readonly<Partial<Record<Guarantee, readonly [column: number, row: number]>>> = {
  linearizability: [2.6, 0],
  'sequential-consistency': [1.3, 1],
  'regular-register': [4, 1],
  'causal-convergence': [0.6, 2],
  'causal-memory': [2, 2],
  'user-read-your-writes': [3.9, 2.5],
  pram: [0, 3],
  'causal-consistency': [1.3, 3],
  'monotonic-writes': [0.6, 4],
  'writes-follow-reads': [1.7, 4],
  'monotonic-reads': [2.8, 4],
  'read-your-writes': [3.9, 4],
  'safe-register': [5, 4],
};

/** Left out where it was not looked for: it is about histories with users. */
const OPTIONAL: Guarantee = 'user-read-your-writes';

const COLUMN = 160;
const ROW = 68;
const BOX = { width: 150, height: 36 };
const PAD = 8;
const LINE = 14;
const MOST_LETTERS = 24;

/** How a guarantee fared, as it is coloured and called. */
const standings = {
  kept: 'held, as promised',
  held: 'held, not promised',
  broken: 'broken',
  allowed: 'violated, not promised',
  unknown: 'unknown',
  absent: 'not looked for',
} as const;

/**
 * The guarantees of registers as a picture: a line leads from each to what follows from it, and a click to the
 * operations that break it or to its evidence. Nothing where fewer than two of them were judged.
 */
export function latticePicture(judgements: readonly Judgement[]): Markup | false {
  const judged = new Map(judgements.map((judgement) => [judgement.guarantee, judgement]));
  const left = judged.has(OPTIONAL) ? undefined : OPTIONAL;
  const names = (Object.keys(places) as Guarantee[]).filter((name) => name !== left);
  const below = (name: Guarantee): readonly Guarantee[] =>
    followsAtOnce(name).flatMap((weaker) => (weaker === left ? followsAtOnce(weaker) : [weaker]));
  if (names.filter((name) => judged.has(name)).length < 2) return false;
  const shown = new Set<string>();
  const boxes = names.map((name) => {
    const judgement = judged.get(name);
    const standing = standingOf(judgement);
    shown.add(standing);
    return box(name, standing, judgement);
  });
  const [width, height] = [COLUMN * 5 + BOX.width + 2 * PAD, ROW * 4 + BOX.height + 2 * PAD];
  return html`<h3>From strong to weak</h3>
    <div class="scroll" tabindex="0" role="group" aria-label="Which guarantees follow from which">
      <svg class="lattice" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
        ${names.flatMap((name) => below(name).map((weaker) => edge(name, weaker)))} ${boxes}
      </svg>
    </div>
    <ul class="legend standings">
      ${Object.entries(standings)
        .filter(([standing]) => shown.has(standing))
        .map(([standing, words]) => html`<li><i class="${standing}"></i>${words}</li>`)}
    </ul>`;
}

function standingOf(judgement: Judgement | undefined): keyof typeof standings {
  if (!judgement) return 'absent';
  const { holds, promise } = judgement;
  if (holds === 'unknown') return 'unknown';
  if (holds) return promise ? 'kept' : 'held';
  return promise ? 'broken' : 'allowed';
}

function corner(name: Guarantee): { readonly x: number; readonly y: number } | undefined {
  const place = places[name];
  return place && { x: PAD + place[0] * COLUMN, y: PAD + place[1] * ROW };
}

function edge(stronger: Guarantee, weaker: Guarantee): Markup | false {
  const [from, to] = [corner(stronger), corner(weaker)];
  if (!from || !to) return false;
  const half = BOX.width / 2;
  return html`<line x1="${from.x + half}" y1="${from.y + BOX.height}" x2="${to.x + half}" y2="${to.y}" />`;
}

function box(name: Guarantee, standing: keyof typeof standings, judgement: Judgement | undefined): Markup {
  const { x, y } = corner(name) ?? { x: 0, y: 0 };
  const { title, meaning } = guaranteeWords[name];
  const lines = linesOf(title);
  const top = y + BOX.height / 2 + 4 - ((lines.length - 1) * LINE) / 2;
  const inside = html`<title>${`${title}: ${standings[standing]}. ${meaning}`}</title
    ><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8" /><text y="${top}"
      >${lines.map((line, number) => html`<tspan x="${x + BOX.width / 2}" dy="${number && LINE}">${line}</tspan>`)}</text
    >`;
  if (!judgement) return html`<g class="guarantee ${standing}">${inside}</g>`;
  const witness = judgement.anomalies[0];
  const target = witness ? `anomaly-${witness.kind}` : `guarantee-${name}`;
  return html`<a class="guarantee ${standing}" href="#${target}">${inside}</a>`;
}

/** A title that is too long for its box stands in two lines, as equal as its words allow. */
function linesOf(title: string): readonly string[] {
  if (title.length <= MOST_LETTERS) return [title];
  const spaces = [...title.matchAll(/ /g)].map(({ index }) => index);
  const middle = (at: number): number => Math.abs(at - title.length / 2);
  const cut = spaces.sort((a, b) => middle(a) - middle(b))[0] ?? title.length;
  return [title.slice(0, cut), title.slice(cut + 1)];
}
