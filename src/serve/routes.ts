import { campaignsPage } from '../../reports/store/campaigns-page.js';
import { comparePage } from '../../reports/store/compare-page.js';
import { experimentsPage } from '../../reports/store/experiments-page.js';
import { filesPage } from '../../reports/store/files-page.js';
import { livePage } from '../../reports/store/live-page.js';
import { messagePage } from '../../reports/store/message-page.js';
import { runsPage } from '../../reports/store/runs-page.js';
import { storeAssets } from '../../reports/store/assets.js';
import { loadRun } from '../store/load-run.js';
import { noFilter, type RunFilter } from '../store/filter-runs.js';
import type { StoreIndex } from '../store/store-index.js';
import type { LiveCampaigns } from './live-campaigns.js';
import type { Asked } from './request-path.js';
import { type Answer, plain } from './respond.js';
import { namesIn } from './stored-file.js';

export interface Served {
  readonly index: StoreIndex;
  readonly live: LiveCampaigns;
  /** How the browser calls this server: `http://127.0.0.1:4711`. */
  readonly origin: string;
  /** The store's folder, as a person would write it. */
  readonly storeName: string;
}

/** The page or the asset that is asked for; a page that says so where there is none. */
export async function answerTo({ parts, query }: Asked, served: Served): Promise<Answer> {
  const { index, live, storeName } = served;
  const [first = '', ...rest] = parts;
  const path = rest.join('/');
  switch (first) {
    case '':
      return rest.length === 0
        ? page(served, runsPage(index.list(), { filter: filterOf(query), page: pageOf(query) }, storeName))
        : notFound(served);
    case 'campaigns':
      return rest.length === 0 ? page(served, campaignsPage(index.list(), storeName)) : notFound(served);
    case 'experiments':
      return rest.length === 0 ? page(served, experimentsPage(index.list(), storeName)) : notFound(served);
    case 'live': {
      const view = live.view(path);
      return view ? page(served, livePage(view, storeName)) : notFound(served);
    }
    case 'compare':
      return rest.length === 0 ? compare(query.getAll('run'), served) : notFound(served);
    case 'files': {
      const folder = path.replace(/\/$/, '');
      // Names are told beside the folder, so its address must end as one.
      const names = rest.at(-1) === '' ? namesIn(index.store, folder) : undefined;
      return names ? page(served, filesPage(folder, names, storeName)) : notFound(served);
    }
    case 'assets':
      return asset(path) ?? notFound(served);
    case 'events':
      return plain(503, 'There is no such campaign, or too many pages look on.');
    default:
      return notFound(served);
  }
}

async function compare(paths: readonly string[], served: Served): Promise<Answer> {
  const [a, b, ...more] = paths.map((path) => served.index.run(decoded(path)));
  if (paths.length !== 2 || more.length > 0) {
    return message(served, 400, 'Choose two runs', 'Tick two runs in the list, and compare them.');
  }
  if (!a || !b) return notFound(served);
  try {
    const pair = [await loadRun(served.index.store, a), await loadRun(served.index.store, b)] as const;
    return page(served, comparePage(pair, served.storeName));
  } catch (error) {
    return message(served, 422, 'These cannot be compared', (error as Error).message);
  }
}

/** Forms do not keep all characters of a path as they are, so they send it as addresses have it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

function filterOf(query: URLSearchParams): RunFilter {
  const given = Object.keys(noFilter).map((name) => [name, query.get(name)?.trim() ?? ''] as const);
  return { ...noFilter, ...Object.fromEntries(given) };
}

function pageOf(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page - 1 : 0;
}

function asset(name: string): Answer | undefined {
  const { script, style, icon } = storeAssets();
  const known = new Map([
    ['store.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['store.css', { type: 'text/css; charset=utf-8', body: style }],
    ['icon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
  const found = known.get(name);
  return found && { ...plain(200, ''), ...found };
}

const notFound = (served: Served): Answer =>
  message(served, 404, 'There is no such page', 'It may have been removed from the store.');

function message(served: Served, status: number, title: string, text: string): Answer {
  return { ...page(served, messagePage(title, text, served.storeName)), status };
}

/** Its own script and style alone, by their full addresses: nothing else of this server may act in a page. */
function page({ origin }: Served, body: string): Answer {
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    policy: [
      "default-src 'none'",
      `script-src ${origin}/assets/store.js`,
      `style-src ${origin}/assets/store.css`,
      `img-src ${origin}/assets/icon.svg`,
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    body,
  };
}
