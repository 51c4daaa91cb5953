// Takes the picture of a report that README.md and docs/report.md show. Needs a build and a Chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(import.meta.dirname, '..');
const browser = await chromium.launch({
  executablePath: process.env.SPLITBRAIN_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const store = mkdtempSync(join(tmpdir(), 'splitbrain-picture-'));
try {
  const command = ['experiment', 'SL1', '--exact', '--seeds', '0', '--store', store];
  execFileSync(process.execPath, [join(root, 'bin', 'splitbrain.js'), ...command]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(realpathSync(join(store, 'latest')), 'index.html')).href);
  await page.waitForSelector('html[data-ready]');
  await page.screenshot({
    path: join(root, 'docs', 'report.png'),
    fullPage: true,
    clip: { x: 0, y: 0, width: 1280, height: 1260 },
  });
} finally {
  await browser.close();
  rmSync(store, { recursive: true });
}
