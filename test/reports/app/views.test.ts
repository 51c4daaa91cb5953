import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepRun } from '../../../src/cli/stages.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { RunFolder } from '../../../src/run/run-folder.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { chromiumPath, launchChromium } from './chromium.js';

const artefacts = join(import.meta.dirname, '..', '..', '..', 'artefacts', 'views');

/** A stretch of the run in which faults strike. */
const zoomed = '#timeline?from=1900000000&to=2500000000';

const go = (page: Page, fragment: string): Promise<void> =>
  page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);

/** The views of a report, one after the other on one page: how to come to each, and the part of the page that it is. */
const views: readonly {
  readonly name: string;
  readonly come?: (page: Page) => Promise<unknown>;
  readonly part?: string;
}[] = [
  { name: 'answer' },
  { name: 'evidence', part: '#evidence' },
  { name: 'promises', part: '#promises' },
  { name: 'anomaly', part: 'article.anomaly' },
  {
    name: 'anomaly-step',
    come: async (page) => {
      await page.locator('.picture').first().focus();
      await page.keyboard.press('ArrowRight');
    },
    part: 'article.anomaly',
  },
  { name: 'staleness', part: '#staleness' },
  { name: 'timeline', part: '#timeline' },
  { name: 'timeline-near', come: (page) => go(page, zoomed), part: '#timeline' },
  { name: 'timeline-nodes', come: (page) => go(page, `${zoomed}&rows=node`), part: '#timeline' },
  { name: 'timeline-keys', come: (page) => go(page, `${zoomed}&rows=key`), part: '#timeline' },
  {
    name: 'selected',
    come: (page) => page.locator('.story a.value').first().click(),
    part: '#timeline',
  },
  { name: 'search', come: (page) => go(page, `${zoomed}&find=kind:write`), part: '#timeline' },
  {
    name: 'cluster',
    come: async (page) => {
      const box = await page.locator('#explorer canvas').nth(1).boundingBox();
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.27, (box?.y ?? 0) + 150);
    },
    part: '.cluster',
  },
  { name: 'logs', come: (page) => go(page, zoomed), part: '#logs' },
  {
    name: 'logs-together',
    come: async (page) => {
      await page.getByLabel('all nodes in one list').check();
      await go(page, zoomed);
    },
    part: '#logs',
  },
  { name: 'run', part: '#run' },
];

describe.skipIf(chromiumPath === undefined)('the views of a report', { timeout: 240_000 }, () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = mkdtempSync(join(tmpdir(), 'splitbrain-views-'));
    mkdirSync(artefacts, { recursive: true });
    const run = new RunFolder(folder);
    const plan = drawPlan({
      ...defaultSettings,
      nodes: 3,
      // Few operations, and so few anomalies: pages of many take long to be photographed.
      rate: 30,
      concurrency: 4,
      workload: 'session',
      faults: ['partition', 'clock', 'kill'],
      options: { w: 1, r: 1 },
      bugs: ['local-counter'],
      timeLimitMs: 5_000,
      seed: 'views',
    });
    await keepRun(run, plan, 'npx splitbrain replay store/latest');
    url = pathToFileURL(run.reportFile).href;
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('are each there without a complaint, and leave a picture in both schemes', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    await page.waitForSelector('html[data-ready]');
    // It would lie over the parts.
    await page.evaluate("document.querySelector('nav').style.position = 'static'");
    for (const { name, come, part } of views) {
      await come?.(page);
      // Glides end, and pictures come to rest.
      if (come) await page.waitForTimeout(700);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const path = join(artefacts, `${name}-${colorScheme}.png`);
        if (part === undefined) await page.screenshot({ path });
        else await page.locator(part).first().screenshot({ path });
      }
      expect(complaints, name).toEqual([]);
    }
    await page.close();
  });
});
