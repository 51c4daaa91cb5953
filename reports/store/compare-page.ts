import { NOT_LOOKED_FOR } from '../../src/checkers/judge.js';
import type { Judgement } from '../../src/checkers/verdict.js';
import type { LoadedRun } from '../../src/store/load-run.js';
import { guaranteeWords } from '../guarantee-words.js';
import { icon } from '../page/icon.js';
import { html, type Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { fileAddress } from './address.js';
import { comparedSettings } from './compared-settings.js';
import { type ComparedRow, compareTable, isDiffering, letters } from './compared-table.js';
import { storeDocument } from './document.js';
import { momentMarkup } from './moment.js';
import { measuresSection } from './measures-section.js';

/** Two runs side by side. */
export type Pair = readonly [LoadedRun, LoadedRun];

/** Two runs side by side: what they were given, what struck them, what held, and how fast they were. */
export function comparePage(pair: Pair, store: string): string {
  return storeDocument({
    title: 'Two runs',
    place: 'Runs',
    store,
    content: html`<header class="verdict">
        <h1>Two runs side by side</h1>
        <div class="pair">${pair.map(runCard)}</div>
      </header>
      ${settingsSection(pair)} ${guaranteesSection(pair)} ${anomaliesSection(pair)} ${faultsSection(pair)}
      ${measuresSection(pair)}`,
  });
}

function runCard({ summary, verdict }: LoadedRun, at: number): Markup {
  const { path, target, workload, seed, hasReport, startedAt } = summary;
  const tone = toneOf(verdict.valid);
  const broken = verdict.judgements.filter(({ promise, holds }) => promise && holds === false).length;
  return html`<article class="card ${tone}">
    <h2><span class="letter">${letters[at]}</span> ${showText(target, 40)} · ${showText(workload, 40)}</h2>
    <p class="answer">
      ${icon(tone)}
      ${tone === 'kept' ? 'Every promise held' : tone === 'unknown' ? 'Unknown' : `${counted(broken, 'promise was', 'promises were')} broken`}
    </p>
    <p class="lead">seed <code>${showText(seed, 60)}</code> · ${momentMarkup(startedAt)}</p>
    <p class="onward">
      ${hasReport && html`<a class="button" href="${fileAddress(path)}/index.html">Report</a>`}
      <a class="button" href="${fileAddress(path)}/">Files</a>
    </p>
  </article>`;
}

function settingsSection(pair: Pair): Markup {
  const rows = comparedSettings(pair);
  const differing = rows.filter(isDiffering);
  const equal = rows.filter((row) => !isDiffering(row));
  return html`<section id="options">
    <h2>Options</h2>
    <p class="lead">
      ${differing.length === 0 ? 'All are the same.' : `${counted(differing.length, 'differs', 'differ')}, ${formatCount(equal.length)} are the same.`}
    </p>
    ${differing.length > 0 && compareTable('Options that differ', 'Option', differing)}
    ${
      equal.length > 0 &&
      html`<details>
        <summary>${counted(equal.length, 'option')} that both have</summary>
        ${compareTable('Options that both have', 'Option', equal)}
      </details>`
    }
  </section>`;
}

function guaranteesSection([a, b]: Pair): Markup {
  const names = [
    ...new Set([...a.verdict.judgements, ...b.verdict.judgements].map(({ guarantee }) => guarantee)),
  ];
  const rows = names.map((name): ComparedRow => {
    const judged = [a, b].map(({ verdict }) =>
      verdict.judgements.find(({ guarantee }) => guarantee === name),
    );
    return {
      name: Object.hasOwn(guaranteeWords, name) ? guaranteeWords[name].title : showText(name, 60),
      values: [judgedWords(judged[0]), judgedWords(judged[1])],
      tones: [toneOfJudgement(judged[0]), toneOfJudgement(judged[1])],
      // How many chances there were is never the same.
      differs: outcomeOf(judged[0]) !== outcomeOf(judged[1]),
    };
  });
  return html`<section id="guarantees">
    <h2>Guarantees</h2>
    ${rows.length === 0 ? html`<p class="empty">None was judged.</p>` : compareTable('Guarantees', 'Guarantee', rows)}
  </section>`;
}

function toneOfJudgement(judgement: Judgement | undefined) {
  if (!judgement) return undefined;
  return judgement.holds === false && !judgement.promise ? 'observed' : toneOf(judgement.holds);
}

const outcomeOf = (judgement: Judgement | undefined): string =>
  judgement ? `${judgement.holds} ${judgement.promise !== undefined}` : '';

function judgedWords(judgement: Judgement | undefined): string {
  if (!judgement || judgement.evidence.what === NOT_LOOKED_FOR) return NOT_LOOKED_FOR;
  const { holds, promise, anomalyCount, evidence } = judgement;
  const chances = counted(evidence.chances, 'chance');
  if (holds === 'unknown') return `unknown, ${chances}`;
  if (holds) return `${promise ? 'kept' : 'held, not promised'}, ${chances}`;
  return `${promise ? 'broken' : 'violated, not promised'}: ${formatCount(anomalyCount)} of ${chances}`;
}

function anomaliesSection([a, b]: Pair): Markup {
  const count = ({ verdict }: LoadedRun): Map<string, number> => {
    const kinds = new Map<string, number>();
    for (const { anomalies, anomalyCount } of verdict.judgements) {
      const own = new Set(anomalies.map(({ kind }) => kind));
      // Where a guarantee has anomalies of one kind only, its count is theirs.
      for (const kind of own) {
        const found = own.size === 1 ? anomalyCount : anomalies.filter((one) => one.kind === kind).length;
        kinds.set(kind, Math.max(kinds.get(kind) ?? 0, found));
      }
    }
    return kinds;
  };
  const [inA, inB] = [count(a), count(b)];
  const rows = [...new Set([...inA.keys(), ...inB.keys()])].sort().map((kind): ComparedRow => {
    const words = (found: number | undefined): string =>
      found === undefined ? 'none' : `${formatCount(found)}×`;
    return { name: showText(kind, 60), values: [words(inA.get(kind)), words(inB.get(kind))] };
  });
  return html`<section id="anomalies">
    <h2>Anomalies</h2>
    ${rows.length === 0 ? html`<p class="empty">Neither has any.</p>` : compareTable('Anomalies', 'Kind', rows)}
  </section>`;
}

const NONE = 'none';

function faultsSection([a, b]: Pair): Markup {
  const kinds = [...new Set([...a.verdict.faults, ...b.verdict.faults].map(({ kind }) => kind))].sort();
  const words = ({ verdict }: LoadedRun, kind: string): string => {
    const fault = verdict.faults.find((one) => one.kind === kind);
    if (!fault || fault.injected === 0) return NONE;
    return `${formatCount(fault.injected)}×, met by ${counted(fault.operations, 'operation')}`;
  };
  return html`<section id="faults">
    <h2>Faults</h2>
    ${
      kinds.length === 0
        ? html`<p class="empty">Neither had any.</p>`
        : compareTable(
            'Faults',
            'Fault',
            kinds.map((kind): ComparedRow => {
              const values = [words(a, kind), words(b, kind)] as const;
              return {
                name: showText(kind, 40),
                values,
                differs: values.filter((one) => one === NONE).length === 1,
              };
            }),
          )
    }
  </section>`;
}
