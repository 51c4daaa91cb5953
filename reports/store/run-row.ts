import type { RunSummary } from '../../src/store/run-summary.js';
import { icon } from '../page/icon.js';
import { html, type Markup } from '../page/markup.js';
import { toneOf } from '../page/verdict-section.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { encodePath, fileAddress } from './address.js';
import { momentMarkup } from './moment.js';

const MOST_OPTIONS = 8;
const MOST_KINDS = 6;

/** A run as a row of a list, with a box to choose it for comparison. */
export function runRow(run: RunSummary): Markup {
  const { path, target, workload, seed, verdict, hasReport, campaign } = run;
  const tone = verdict ? toneOf(verdict.valid) : 'unknown';
  const title = `${showText(target, 40)} · ${showText(workload, 40)}`;
  const address = hasReport ? `${fileAddress(path)}/index.html` : `${fileAddress(path)}/`;
  return html`<li class="run ${tone}">
    ${icon(tone)}
    <div class="name">
      <strong><a href="${address}">${title}</a></strong>
      <span><code>${showText(seed, 40)}</code> · ${optionWords(run)}</span>
      ${campaign !== undefined && html`<span>kept by the campaign ${showText(campaign.split('/').at(-1) ?? '', 60)}</span>`}
    </div>
    <div class="status"><span class="chip">${verdict ? verdictWords[tone] : 'not judged'}</span></div>
    <div class="evidence">${outcome(run)}</div>
    <div class="moment">
      ${momentMarkup(run.startedAt)}
      <label
        ><input
          type="checkbox"
          name="run"
          value="${encodePath(path)}"
          aria-label="Compare ${title}, seed ${showText(seed, 40)}"
        />
        compare</label
      >
    </div>
  </li>`;
}

const verdictWords = { kept: 'true', broken: 'false', unknown: 'unknown' } as const;

/** Where it ran, and what it was given beside the defaults: `5 nodes, simulation · w=1 · r=1`. */
export function optionWords({ nodes, cluster, chosen, bugs }: RunSummary): string {
  const place = `${counted(nodes, 'node')}${cluster === 'unknown' ? '' : `, ${showText(cluster, 20)}`}`;
  const more = chosen.length - MOST_OPTIONS;
  return [
    place,
    ...chosen.slice(0, MOST_OPTIONS).map((option) => showText(option, 40)),
    ...(more > 0 ? [`and ${counted(more, 'option')} more`] : []),
    ...bugs.map((bug) => `bug ${showText(bug, 40)}`),
  ].join(' · ');
}

function outcome({ verdict }: RunSummary): Markup {
  if (!verdict) return html`<span>Nobody has judged it.</span>`;
  const { operations, broken, allowed, faults } = verdict;
  const all = operations.ok + operations.fail + operations.info;
  const kinds = broken.slice(0, MOST_KINDS).map((kind) => html`<b>${showText(kind, 40)}</b> `);
  return html`${broken.length > 0 && html`<span class="kinds">${kinds}${andMore(broken.length - MOST_KINDS)}</span>`}
    <span
      >${counted(all, 'operation')}${operations.fail > 0 && `, ${formatCount(operations.fail)} failed`}${operations.info > 0 && `, ${formatCount(operations.info)} unknown`}</span
    >
    ${faults.length > 0 && html`<span>under ${listed(faults)}</span>`}
    ${allowed.length > 0 && html`<span>allowed: ${listed(allowed)}</span>`}`;
}

/** The first few, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_KINDS).map((name) => showText(name, 40));
  return `${shown.join(', ')}${andMore(names.length - MOST_KINDS)}`;
}

const andMore = (count: number): string => (count > 0 ? ` and ${formatCount(count)} more` : '');
