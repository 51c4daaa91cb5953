import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../../reports/html.js';
import { chromiumPath, launchChromium } from '../app/chromium.js';
import { preparedFailures } from './failures.js';

const root = join(import.meta.dirname, '..', '..', '..');
const artefacts = join(root, 'artefacts', 'prepared');
const words = readFileSync(join(root, 'docs', 'report.md'), 'utf8').replace(/\s+(> )?/g, ' ');

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true },
};

describe.skipIf(chromiumPath === undefined)(
  'five failures, told by their reports alone',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      browser = await launchChromium();
      folder = mkdtempSync(join(tmpdir(), 'splitbrain-prepared-'));
      mkdirSync(artefacts, { recursive: true });
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    test.each(preparedFailures.map((failure) => [failure.name, failure] as const))(
      '%s',
      async (name, { make }) => {
        const file = join(folder, `${name}.html`);
        writeFileSync(file, renderReport(await make(join(folder, name))));
        for (const [look, options] of Object.entries(looks)) {
          const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
          const page = await context.newPage();
          await page.goto(pathToFileURL(file).href);
          await page.waitForSelector('html[data-ready]');
          expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(
            page.viewportSize()?.width,
          );
          await page.screenshot({ path: join(artefacts, `${name}-${look}.png`) });
          if (look === 'light') {
            const first = page.locator('article.anomaly').first();
            // All that somebody needs stands on the first screen, in this order, and as the documentation says.
            const told = [
              'header h1',
              'header .breaches p',
              '#anomalies h3',
              '#anomalies .story',
              '#anomalies .during',
            ];
            const tops: number[] = [];
            for (const selector of told) {
              const element = page.locator(selector).first();
              tops.push((await element.boundingBox())?.y ?? NaN);
              const text = (await element.innerText())
                .replace(/\s+/g, ' ')
                .replace(/ ([:.,])/g, '$1')
                .trim();
              // Of many faults the documentation says nothing.
              if (text.length < 300) expect(words, selector).toContain(text);
            }
            expect(tops).toEqual([...tops].sort((a, b) => a - b));
            const picture = await first.locator('.picture').boundingBox();
            expect(picture?.y).toBeLessThan(900);
            expect(await first.locator('.bar').count()).toBeGreaterThan(1);
            // A partition stopped what would have prevented it.
            expect(await first.locator('.message.lost').count()).toBeGreaterThan(0);
            expect(await first.locator('.message:not(.lost)').count()).toBeGreaterThan(1);
            expect(await page.locator('#replay').innerText()).toMatch(/^npx splitbrain /);
            await first.screenshot({ path: join(artefacts, `${name}-proof.png`) });
          }
          await context.close();
        }
      },
    );
  },
);
