import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { type LiveView, renderLive } from '../../reports/store/live-page.js';
import type { CampaignSummary } from '../store/campaign-summary.js';
import type { StoreIndex } from '../store/store-index.js';
import { closedPolicy, commonHeaders } from './respond.js';

/** So often does a page that looks on get news. */
const EVERY_MS = 1_000;
/** The present speed is that of so many of the last looks. */
const RECENT = 10;
/** So many looks are drawn. */
const MOST_SAMPLES = 120;
/** A browser opens six at most; more than this are not people. */
const MOST_LISTENERS = 32;

interface Watch {
  readonly listeners: Set<ServerResponse>;
  readonly samples: { readonly at: number; readonly seeds: number }[];
}

/** Tells pages that look on how campaigns are going, by server-sent events, as long as somebody looks. */
export class LiveCampaigns {
  readonly #index: StoreIndex;
  readonly #watches = new Map<string, Watch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(index: StoreIndex) {
    this.#index = index;
  }

  /** A campaign as it is now; undefined where there is none of this path. */
  view(path: string): LiveView | undefined {
    const summary = this.#index.campaign(path);
    return summary && viewOf(summary, this.#watches.get(path)?.samples ?? []);
  }

  /** Answers with a stream of events that ends with the campaign; false when there is none, or too many listen. */
  listen(path: string, response: ServerResponse): boolean {
    const count = [...this.#watches.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
    if (count >= MOST_LISTENERS || !this.#index.campaign(path)) return false;
    response.writeHead(200, {
      ...commonHeaders,
      'Content-Type': 'text/event-stream',
      'Content-Security-Policy': closedPolicy,
    });
    const watch = this.#watches.get(path) ?? { listeners: new Set(), samples: [] };
    this.#watches.set(path, watch);
    watch.listeners.add(response);
    response.on('close', () => {
      watch.listeners.delete(response);
      if (watch.listeners.size === 0) this.#watches.delete(path);
      if (this.#watches.size === 0) this.close();
    });
    this.#look(path, watch);
    this.#timer ??= setInterval(() => {
      for (const entry of this.#watches) this.#look(...entry);
    }, EVERY_MS);
    return true;
  }

  /** Tells nobody anything any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const { listeners } of this.#watches.values()) for (const response of listeners) response.end();
    this.#watches.clear();
  }

  #look(path: string, { listeners, samples }: Watch): void {
    const summary = this.#index.campaign(path);
    if (summary) {
      samples.push({ at: Date.now(), seeds: summary.blob.tally.seeds });
      if (samples.length > MOST_SAMPLES) samples.shift();
    }
    const view = summary && viewOf(summary, samples);
    const name = view?.running ? 'progress' : 'ended';
    const html = view ? renderLive(view) : '';
    const text = `event: ${name}\ndata: ${JSON.stringify({ html })}\n\n`;
    for (const response of listeners) {
      // Who does not take what is sent would make it pile up here.
      if (response.writableNeedDrain) continue;
      response.write(text);
      if (name === 'ended') response.end();
    }
  }
}

function viewOf(summary: CampaignSummary, samples: Watch['samples']): LiveView {
  const { path, blob, running, hasReport } = summary;
  const rates = samples.slice(1).map((sample, at) => {
    const before = samples[at] as (typeof samples)[number];
    return ((sample.seeds - before.seeds) / Math.max(1, sample.at - before.at)) * 1000;
  });
  const about = { path, name: basename(path), blob, hasReport, rates };
  if (!running) return about;
  const elapsedMs = Math.max(1, Date.now() - Date.parse(running.since));
  const overall = ((blob.tally.seeds - running.doneBefore) / elapsedMs) * 1000;
  const recent = rates.slice(-RECENT);
  const rate = recent.length < 3 ? overall : recent.reduce((sum, one) => sum + one, 0) / recent.length;
  const leftMs = Math.min(
    running.budgetMs === undefined ? Infinity : Math.max(0, running.budgetMs - elapsedMs),
    running.seeds === undefined ? Infinity : (Math.max(0, running.seeds - blob.tally.seeds) / overall) * 1000,
  );
  return { ...about, running, rate, ...(Number.isFinite(leftMs) && { leftMs }) };
}
