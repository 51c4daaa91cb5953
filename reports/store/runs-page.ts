import type { CampaignSummary } from '../../src/store/campaign-summary.js';
import { anomaliesOf, filterRuns, type RunFilter, verdictName } from '../../src/store/filter-runs.js';
import type { RunSummary } from '../../src/store/run-summary.js';
import type { StoreListing } from '../../src/store/store-index.js';
import { figuresList } from '../page/figures-list.js';
import { html, type Markup } from '../page/markup.js';
import { counted, formatCount } from '../quantity.js';
import { showText } from '../show-value.js';
import { campaignRow } from './campaign-row.js';
import { storeDocument } from './document.js';
import { runRow } from './run-row.js';

/** So many runs are on a page. */
const PER_PAGE = 100;
/** A choice of more seeds or kinds than this is no choice. */
const MOST_CHOICES = 200;

/** What is asked of the list of runs. */
export interface RunsQuery {
  readonly filter: RunFilter;
  /** From 0. */
  readonly page: number;
}

/** All runs of a store, newest first, with what narrows them down; campaigns under way stand above them. */
export function runsPage(listing: StoreListing, { filter, page }: RunsQuery, store: string): string {
  const { runs, campaigns, damaged } = listing;
  const found = filterRuns(runs, filter);
  const underWay = campaigns.filter(({ running }) => running);
  return storeDocument({
    title: 'Runs',
    place: 'Runs',
    store,
    content: html`${heading(runs, campaigns)}
      ${
        underWay.length > 0 &&
        html`<section id="running">
          <h2>Under way</h2>
          <ul class="judgements">
            ${underWay.map(campaignRow)}
          </ul>
        </section>`
      }
      <section id="runs" aria-label="Runs">
        ${filterForm(runs, filter)}
        <div id="results">${results(found, runs.length, { filter, page })}</div>
      </section>
      ${
        damaged.length > 0 &&
        html`<section id="damaged">
          <h2>Could not be read</h2>
          <ul class="reasons">
            ${damaged.slice(0, 50).map(({ path, why }) => html`<li><code>${showText(path, 120)}</code>: ${showText(why, 300)}</li>`)}
          </ul>
        </section>`
      }`,
  });
}

function heading(runs: readonly RunSummary[], campaigns: readonly CampaignSummary[]): Markup {
  const count = (verdict: string): string =>
    formatCount(runs.filter((run) => verdictName(run) === verdict).length);
  const figures = [
    ['Runs', formatCount(runs.length), ''],
    ['Every promise held', count('true'), ''],
    ['A promise was broken', count('false'), ''],
    ['Unknown', count('unknown'), ''],
    ['Campaigns', formatCount(campaigns.length), ''],
  ] as const;
  return html`<header class="verdict">
    <h1>Runs</h1>
    ${figuresList(figures)}
  </header>`;
}

function filterForm(runs: readonly RunSummary[], filter: RunFilter): Markup {
  const values = (of: (run: RunSummary) => readonly string[]): string[] =>
    [...new Set(runs.flatMap(of))].sort().slice(0, MOST_CHOICES);
  return html`<form id="filter" class="filter" role="search" method="get" action="/">
    <label class="words"
      >Search
      <input
        type="search"
        name="words"
        value="${filter.words}"
        placeholder="seed, option, fault, anomaly, folder …"
        autocomplete="off"
        spellcheck="false"
    /></label>
    ${choice(
      'target',
      'Target',
      filter.target,
      values(({ target }) => [target]),
    )}
    ${choice(
      'workload',
      'Workload',
      filter.workload,
      values(({ workload }) => [workload]),
    )}
    ${choice('verdict', 'Verdict', filter.verdict, ['true', 'false', 'unknown', 'none'], { none: 'not judged' })}
    ${choice('anomaly', 'Anomaly', filter.anomaly, values(anomaliesOf))}
    ${choice(
      'cluster',
      'Cluster',
      filter.cluster,
      values(({ cluster }) => [cluster]),
    )}
    ${choice('origin', 'Made by', filter.origin, ['alone', 'kept'], { alone: 'test, replay, experiment', kept: 'a campaign' })}
    <label
      >Seed
      <input type="text" name="seed" value="${filter.seed}" size="10" autocomplete="off" spellcheck="false"
    /></label>
    <label>From <input type="date" name="from" value="${filter.from}" /></label>
    <label>To <input type="date" name="to" value="${filter.to}" /></label>
    <span class="buttons"><button type="submit">Show</button><a class="button" href="/">Clear</a></span>
  </form>`;
}

function choice(
  name: keyof RunFilter,
  label: string,
  chosen: string,
  values: readonly string[],
  words: Readonly<Record<string, string>> = {},
): Markup {
  const all = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">any</option>
      ${all.map(
        (value) =>
          html`<option value="${value}" ${value === chosen && html`selected`}>
            ${Object.hasOwn(words, value) ? words[value] : showText(value, 40)}
          </option>`,
      )}
    </select></label
  >`;
}

function results(found: readonly RunSummary[], all: number, { filter, page }: RunsQuery): Markup {
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const at = Math.min(page, pages - 1);
  const shown = found.slice(at * PER_PAGE, (at + 1) * PER_PAGE);
  const count =
    found.length === all ? counted(all, 'run') : `${formatCount(found.length)} of ${counted(all, 'run')}`;
  return html`<p class="found" role="status">
      ${count}${pages > 1 && `, page ${formatCount(at + 1)} of ${formatCount(pages)}`}
    </p>
    ${
      shown.length === 0
        ? html`<p class="empty">
            ${all === 0 ? 'There is no run here yet: splitbrain test makes one.' : 'None fits what is asked for.'}
          </p>`
        : html`<form id="chosen" method="get" action="/compare">
            <ul class="judgements runs">
              ${shown.map(runRow)}
            </ul>
            <p class="compare" role="group" aria-label="Compare">
              <button type="submit">Compare the two that are ticked</button>
            </p>
          </form>`
    }
    ${pages > 1 && pager(filter, at, pages)}`;
}

function pager(filter: RunFilter, at: number, pages: number): Markup {
  const address = (page: number): string => {
    const fields = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
    fields.set('page', String(page + 1));
    return `/?${fields.toString()}`;
  };
  return html`<p class="pager">
    ${at > 0 && html`<a class="button" href="${address(at - 1)}">Newer</a>`}
    ${at < pages - 1 && html`<a class="button" href="${address(at + 1)}">Older</a>`}
  </p>`;
}
