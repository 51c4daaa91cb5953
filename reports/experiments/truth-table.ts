import type { ExperimentOutcome, TruthTable } from '../../src/store/experiment-outcomes.js';
import { icon } from '../page/icon.js';
import { figuresList } from '../page/figures-list.js';
import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { encodePath } from '../store/address.js';
import { momentMarkup } from '../store/moment.js';

/** Whether all is as the table says, in a sentence. */
export function truthTableAnswer({ outcomes, asked }: TruthTable): string {
  const wrong = outcomes.filter(({ asSaid }) => !asSaid).length;
  const rows = counted(outcomes.length, 'row');
  if (wrong > 0) return `${formatCount(wrong)} of ${rows} did not come out as the table says.`;
  if (outcomes.length < asked)
    return `${formatCount(outcomes.length)} of ${counted(asked, 'row')} so far, all as the table says.`;
  return `All ${rows} came out as the table says.`;
}

/**
 * The truth table: for each design what must be seen of it and what must never be, and whether it was.
 * @param base what comes before a path of the store in a link
 */
export function truthTable(table: TruthTable, base: string): Markup {
  const { outcomes, startedAt, seed, cluster, commit, asked } = table;
  const isFine = outcomes.every(({ asSaid }) => asSaid);
  const tone = !isFine ? 'broken' : outcomes.length < asked ? 'unknown' : 'kept';
  const plans = outcomes.reduce((sum, { random }) => sum + (random?.seeds ?? 0), 0);
  const figures: readonly (readonly [string, string | Markup, string | Markup])[] = [
    ['Rows', formatCount(outcomes.length), outcomes.length < asked ? `of ${formatCount(asked)}` : ''],
    ['As the table says', formatCount(outcomes.filter(({ asSaid }) => asSaid).length), ''],
    ['Random plans', formatCount(plans), `seeds ${showText(seed, 30)}-…`],
    ['Run', showText(cluster, 20), momentMarkup(startedAt)],
    ...(commit === undefined
      ? []
      : [
          [
            'Commit',
            html`<code>${showText(commit.slice(0, 8), 12)}</code>`,
            commit.endsWith('-dirty') ? 'with changes' : '',
          ] as const,
        ]),
  ];
  return html`<header class="verdict ${tone}">
      <p class="subject">Truth table</p>
      <h1>${icon(tone)}<span>${truthTableAnswer(table)}</span></h1>
      ${figuresList(figures)}
    </header>
    <section id="rows" aria-label="Rows">
      <ul class="judgements truth">
        ${[...outcomes].sort((a, b) => Number(a.asSaid) - Number(b.asSaid)).map((outcome) => row(outcome, base))}
      </ul>
    </section>`;
}

function row(outcome: ExperimentOutcome, base: string): Markup {
  const { id, design, story, asSaid, witness } = outcome;
  const tone = asSaid ? 'kept' : 'broken';
  return html`<li class="${tone}">
    ${icon(tone)}
    <div class="name">
      <strong><span class="row-id">${showText(id, 20)}</span> ${showText(design, 200)}</strong
      ><span>${showText(story, 600)}</span>
      ${witness && html`<span><a class="onto" href="${base}${encodePath(witness.report)}">Report of the directed schedule</a></span>`}
    </div>
    <div class="status"><span class="chip">${asSaid ? 'as said' : 'not so'}</span></div>
    <div class="evidence">${mustBeSeen(outcome)} ${mustNeverBe(outcome)}</div>
  </li>`;
}

function mustBeSeen({ shows, witness, random }: ExperimentOutcome): Markup {
  if (shows === undefined) return html`<span>Sound: nothing to be seen.</span>`;
  const directed = witness && (witness.shown ? 'seen at once' : 'not seen in the directed schedule');
  const drawn =
    random &&
    (random.first === undefined
      ? `by none of ${counted(random.seeds, 'random plan')}`
      : `by ${formatCount(random.shown)} of ${counted(random.seeds, 'random plan')}, the first number ${formatCount(random.first)}`);
  return html`<span class="claim">Must show: ${showText(shows, 200)}</span
    ><span>${[directed, drawn].filter((part) => part !== undefined).join('; ')}</span>`;
}

function mustNeverBe({ never, witness, random }: ExperimentOutcome): Markup | false {
  if (never.length === 0) return false;
  const broken = [...new Set([...(witness?.broken ?? []), ...(random?.broken?.what ?? [])])];
  const plans = random ? ` by any of ${counted(random.seeds, 'random plan')}` : '';
  return html`<span class="claim"
      >Must never break: ${never.map((name) => showText(name, 80)).join(', ')}</span
    ><span
      >${broken.length === 0 ? `not broken${plans}` : html`<b class="wrong">broken: ${broken.map((name) => showText(name, 80)).join(', ')}</b>${random?.broken && ` (seed ${showText(random.broken.seed, 60)})`}`}</span
    >`;
}
