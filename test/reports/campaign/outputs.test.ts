import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { githubAnnotations } from '../../../reports/campaign/github-annotations.js';
import { renderJunit } from '../../../reports/campaign/junit.js';
import { renderMarkdown } from '../../../reports/campaign/markdown.js';
import { renderCampaignPage } from '../../../reports/campaign/page.js';
import type { CampaignRecord } from '../../../reports/campaign/record.js';
import { cellsOf } from '../../../src/campaign/matrix.js';
import { emptyTally, type Tally, withReport } from '../../../src/campaign/tally.js';
import type { SeedReport } from '../../../src/campaign/seed-task.js';
import { trendOf } from '../../../src/campaign/trend.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { seriousViolations } from '../app/axe.js';
import { chromiumPath, launchChromium } from '../app/chromium.js';
import { hostileStrings } from '../hostile-strings.js';

const artefacts = join(import.meta.dirname, '..', '..', '..', 'artefacts');

const report = (more: Partial<SeedReport>): SeedReport => ({
  number: 0,
  cell: 'w=3, register',
  seed: 's-0',
  valid: true,
  failures: [],
  evidence: { durability: { met: 100, needed: 10 } },
  operations: 500,
  simulatedMs: 10_000,
  wallMs: 20,
  faults: { kill: 2 },
  probes: {},
  ...more,
});

function recordOf(tally: Tally, story?: string): CampaignRecord {
  const kept = Object.values(tally.failures).map((failure) => ({
    failure,
    report: 'failures/seed-1/index.html',
    command: 'npx splitbrain test --seed s-1',
    shrunk: {
      size: { operations: 2, clients: 1, faults: 1, keys: 1, nodes: 3, lengthMs: 100 },
      report: 'failures/seed-1-durability-lost-write/index.html',
      command: 'npx splitbrain replay failures/seed-1-durability-lost-write',
      ...(story !== undefined && { story }),
    },
  }));
  return {
    campaign: { seed: 's', cells: [], swarm: true },
    shard: { index: 1, count: 1 },
    tally,
    kept,
    wallMs: 2_000,
    complete: true,
    startedAt: '2026-01-02T03:04:05.000Z',
  };
}

const failing = { guarantee: 'durability', kind: 'lost-write', shape: '1 write by 1' } as const;
const good = [report({}), report({ number: 1, seed: 's-1' }), report({ number: 2, cell: 'w=1, session' })];
const bad = [...good, report({ number: 3, seed: 's-3', valid: false, failures: [failing] })];
const tallyOf = (reports: readonly SeedReport[]): Tally => reports.reduce(withReport, emptyTally);
const hostile = hostileStrings.map((text, number) =>
  report({
    number,
    seed: text,
    cell: text,
    valid: false,
    ...(number % 2 === 0 ? { failures: [{ ...failing, shape: text }] } : { crash: text }),
  }),
);

/** Each failure has it, so only the names of one are a megabyte long. */
const hostileStory = hostileStrings.map((text) => text.slice(0, 10_000)).join(' ');

describe('junit.xml', () => {
  test('has a test case for each cell, which fails with all that is needed to see it again', () => {
    expect(renderJunit(recordOf(tallyOf(good)))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="splitbrain torture, seeds s-…" tests="2" failures="0" skipped="0" time="2.000">
        <testcase classname="splitbrain torture" name="w=3, register"/>
        <testcase classname="splitbrain torture" name="w=1, session"/>
      </testsuite>
      "
    `);
    expect(renderJunit(recordOf(tallyOf(bad), 'It was lost.'))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="splitbrain torture, seeds s-…" tests="2" failures="1" skipped="0" time="2.000">
        <testcase classname="splitbrain torture" name="w=3, register">
          <failure type="lost-write" message="lost-write (durability)">lost-write (durability) in w=3, register: 1 seed, the smallest s-3.
      It was lost.
      Shrunk to 2 operations by 1 client, 1 fault, 3 nodes: npx splitbrain replay failures/seed-1-durability-lost-write
      npx splitbrain test --seed s-1</failure>
        </testcase>
        <testcase classname="splitbrain torture" name="w=1, session"/>
      </testsuite>
      "
    `);
  });

  test('counts a canary that nobody reported as a failure, and thin evidence as skipped', () => {
    const canary = tallyOf([...good, report({ number: 9, canary: true })]);
    expect(renderJunit(recordOf(canary))).toContain('tests="3" failures="1"');
    const thin = tallyOf([report({ evidence: { durability: { met: 3, needed: 10 } } })]);
    expect(renderJunit(recordOf(thin))).toContain('<skipped message="too little evidence for durability"/>');
  });
});

describe('summary.md', () => {
  test('says what it came to, and how to see it again', () => {
    expect(renderMarkdown(recordOf(tallyOf(bad), 'It was *lost*.'))).toMatchInlineSnapshot(`
      "## ❌ 1 of 4 seeds failed.

      4 seeds · 2,000 operations · 40 s simulated · 2.0 seeds per second; seeds <code>s-…</code>

      ### lost-write (durability)

      w=3, register: 1 seed, the smallest <code>s-3</code>.

      Shrunk to 2 operations by 1 client, 1 fault, 3 nodes. It was &#42;lost&#42;.

      \`\`\`
      npx splitbrain replay failures/seed-1-durability-lost-write
      npx splitbrain test --seed s-1
      \`\`\`

      | cell | kept | failed | unknown |
      | --- | ---: | ---: | ---: |
      | w=3, register | 2 | 1 | 0 |
      | w=1, session | 1 | 0 | 0 |

      Faults: kill 8×.

      | promise | could have been seen to fail | least in a cell | needed in each |
      | --- | ---: | ---: | ---: |
      | durability | 400 | 100 | 10 |
      "
    `);
  });

  test('is as many tables and headings as it should be, whatever is in it', () => {
    const lines = renderMarkdown(recordOf(tallyOf(hostile), hostileStrings.join(' '))).split('\n');
    expect(lines.filter((line) => line.startsWith('| '))).toHaveLength(
      2 + new Set(hostileStrings).size + 2 + 1,
    );
    expect(lines.join('\n')).not.toMatch(/<(?!\/?code>)/);
  });
});

describe('annotations', () => {
  test('are a line each, and nothing else', () => {
    expect(githubAnnotations(recordOf(tallyOf(good)))).toEqual([]);
    expect(githubAnnotations(recordOf(tallyOf(bad), 'It was\nlost: 100%.'))).toMatchInlineSnapshot(`
      [
        "::error title=lost-write (durability)::lost-write (durability) in w=3, register: 1 seed, the smallest s-3.%0AIt was%0Alost: 100%25.%0AShrunk to 2 operations by 1 client, 1 fault, 3 nodes: npx splitbrain replay failures/seed-1-durability-lost-write%0Anpx splitbrain test --seed s-1",
      ]
    `);
    for (const line of githubAnnotations(recordOf(tallyOf(hostile)))) {
      expect(line).toMatch(/^::error title=[^\r\n:,]*::[^\r\n]*$/);
    }
  });
});

/** A campaign of two targets and two workloads with a planted bug, and the nights before it. */
function fullRecord(): CampaignRecord {
  const settings = { ...defaultSettings, faults: [], seed: 's' };
  const cells = cellsOf(settings, {
    targets: ['leaderless', 'single-leader'],
    workloads: ['register', 'session'],
    bugs: [[], ['amnesia']],
  });
  const reports = Array.from({ length: 80 }, (_, number) => {
    const { name } = cells[number % cells.length] as (typeof cells)[number];
    const fails = name.includes('amnesia') && number % 3 === 0;
    const probes = {
      'leaderless: two writes have the same counter': number,
      'leaderless: a torn write is cut off': 0,
    };
    const evidence = {
      durability: { met: number, needed: 10 },
      'operations under kill': { met: 7 * number, needed: 1 },
    };
    return report({
      number,
      cell: name,
      seed: `s-${number}`,
      valid: !fails,
      failures: fails ? [failing] : [],
      probes,
      evidence,
    });
  });
  const record = recordOf(tallyOf(reports), 'It was lost.');
  const trend = trendOf(
    Array.from({ length: 9 }, (_, at) => ({
      startedAt: `2026-01-0${at + 1}T03:00:00.000Z`,
      seeds: 80,
      valid: 60 + ((at * 7) % 20),
      invalid: 20 - ((at * 7) % 20),
      unknown: 0,
      kinds: at % 3 === 0 ? { 'lost-write': 12 } : { 'lost-write': at, 'stale-read': 3 },
      failures: at % 3 === 0 ? ['lost-write'] : ['lost-write', 'stale-read'],
      rate: 10 + at,
      complete: true,
    })),
  );
  return { ...record, campaign: { seed: 's', cells, swarm: true }, trend };
}

describe.skipIf(chromiumPath === undefined)('in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launchChromium();
    mkdirSync(artefacts, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'splitbrain-campaign-page-'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('a campaign of several cells has its matrix, planted bugs, coverage and trend, and axe finds nothing serious', async () => {
    const file = join(folder, 'full.html');
    writeFileSync(file, renderCampaignPage(fullRecord()));
    const page = await browser.newPage({ bypassCSP: true });
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.goto(`file://${file}`);
    expect(await page.locator('.matrix td').count()).toBe(4);
    expect(await page.locator('#planted-bugs tbody tr').count()).toBe(4);
    expect(await page.locator('.heat tbody tr').count()).toBe(8);
    expect(await page.locator('#trend .panels svg').count()).toBe(5);
    expect(await page.locator('#trend tbody tr').count()).toBe(9);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(artefacts, `campaign-full-${colorScheme}.png`), fullPage: true });
      expect(await seriousViolations(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.screenshot({ path: join(artefacts, 'campaign-full-phone.png'), fullPage: true });
    expect(wrong).toEqual([]);
    await page.close();
  });

  test.each([
    ['good', tallyOf(good)],
    ['bad', tallyOf(bad)],
    ['hostile', tallyOf(hostile)],
  ])(
    'the page of a %s campaign is text and nothing more, and its XML is well-formed',
    async (name, tally) => {
      const record = recordOf(tally, name === 'hostile' ? hostileStory : 'It was lost.');
      const file = join(folder, `${name}.html`);
      writeFileSync(file, renderCampaignPage(record));
      const page = await browser.newPage();
      const wrong: string[] = [];
      page.on('console', (message) => wrong.push(message.text()));
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('request', (request) => request.url().startsWith('file://') || wrong.push(request.url()));
      page.on('dialog', (dialog) => {
        wrong.push('a dialog');
        void dialog.dismiss();
      });
      await page.goto(`file://${file}`);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(artefacts, `campaign-${name}-${colorScheme}.png`) });
      }
      const xml = JSON.stringify(renderJunit(record));
      const parsed = `new DOMParser().parseFromString(${xml}, 'application/xml')`;
      const seen = {
        failures: await page.locator('#failures article').count(),
        cells: await page.locator('#cells tbody tr').count(),
        evidence: await page.locator('#evidence tbody tr').count(),
        foreign: await page.locator('main script, main img, main iframe').count(),
        // The text is long, so it goes there once.
        xml: await page.evaluate(
          `((xml) => ['parsererror', 'testcase'].map((name) => xml.querySelectorAll(name).length))(${parsed})`,
        ),
      };
      expect(wrong).toEqual([]);
      expect(seen).toEqual({
        failures: Object.keys(tally.failures).length,
        cells: Object.keys(tally.cells).length,
        evidence: 2,
        foreign: 0,
        xml: [0, Object.keys(tally.cells).length],
      });
      await page.close();
    },
  );
});
