import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitbrain } from '../cli/splitbrain.js';
import { seriousViolations } from '../reports/app/axe.js';
import { chromiumPath, launchChromium } from '../reports/app/chromium.js';
import { hostileStrings } from '../reports/hostile-strings.js';
import { serveStore, type ServedStore } from '../../src/serve/serve-store.js';
import { type SampleStore, sampleStore, writeInto } from './sample-store.js';

const artefacts = join(import.meta.dirname, '..', '..', 'artefacts');

// A browser on a machine that has other things to do takes its time.
describe.skipIf(chromiumPath === undefined)('the pages of a store in a browser', { timeout: 300_000 }, () => {
  let browser: Browser;
  let root: string;
  let store: SampleStore;
  let served: ServedStore;
  const errors: unknown[] = [];

  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    root = mkdtempSync(join(tmpdir(), 'splitbrain-pages-'));
    store = await sampleStore(join(root, 'store'));
    const torture = ['torture', '--workload', 'session', '--bug', 'local-counter', '--time-limit', '500ms'];
    for (const seed of ['one', 'two']) {
      const few = ['--seeds', '4', '--seed', seed, '--shrink-budget', '1s', '--store', 'store'];
      await splitbrain([...torture, ...few], { cwd: root });
    }
    await splitbrain(['experiment', 'SL10', '--seeds', '1', '--store', 'store'], { cwd: root });
    served = await serve(store.path);
    browser = await launchChromium();
  }, 600_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    rmSync(root, { recursive: true });
    expect(errors).toEqual([]);
  });

  const serve = (path: string): Promise<ServedStore> =>
    serveStore({ store: path, storeName: 'store', port: 0, onError: (error) => errors.push(error) });

  /** Opens a page, and hears everything that should not be heard. */
  async function open(path: string, from = served) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(from.url)) complaints.push(`request: ${request.url().slice(0, 200)}`);
    });
    await page.addInitScript(
      `document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));`,
    );
    await page.goto(new URL(path, from.url).href);
    await page.waitForSelector('html[data-ready]');
    return { page, complaints, close: () => context.close() };
  }

  /** Where the list of campaigns leads, the newest first. */
  const campaigns = async (): Promise<string[]> => {
    const text = await (await fetch(`${served.url}campaigns`)).text();
    return [...text.matchAll(/href="(\/(?:live|files)\/campaigns[^"]*)"/g)].map(
      ([, address = '']) => address,
    );
  };

  const views = async () =>
    [
      ['runs', '/'],
      ['campaigns', '/campaigns'],
      ['compare', `/compare?run=${store.kept}&run=${store.broken}`],
      ['experiments', '/experiments'],
      ['files', `/files/${store.kept}/`],
      ['live', (await campaigns())[0]?.replace('/files/', '/live/').replace('/index.html', '') ?? ''],
    ] as const;

  it('look as they should in both schemes and on a phone, without a complaint, and axe finds nothing serious', async () => {
    for (const [name, path] of await views()) {
      const { page, complaints, close } = await open(path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(artefacts, `store-${name}-${colorScheme}.png`), fullPage: true });
        expect(await seriousViolations(page), `${name} ${colorScheme}`).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 800 });
      await page.screenshot({ path: join(artefacts, `store-${name}-phone.png`), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(390);
      expect(complaints, name).toEqual([]);
      await close();
    }
  });

  const found = (page: Page): Promise<string> => page.locator('.found').innerText();

  it('show what is found while one types, and keep it in the address', async () => {
    const { page, complaints, close } = await open('/');
    const all = await page.locator('.run').count();
    expect(all).toBeGreaterThan(3);
    await page.getByLabel('Search').fill('kept');
    await expect.poll(() => found(page)).toBe(`1 of ${all} runs`);
    expect(page.url()).toContain('?words=kept');
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Target').selectOption('leaderless');
    await page.getByLabel('Verdict').selectOption('true');
    await expect.poll(() => page.url()).toContain('verdict=true');
    expect(await found(page)).toBe(`1 of ${all} runs`);
    await page.reload();
    expect(await found(page)).toBe(`1 of ${all} runs`);
    expect(await page.getByLabel('Verdict').inputValue()).toBe('true');
    expect(complaints).toEqual([]);
    await close();
  });

  it('can be used without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(served.url);
    await page.getByLabel('Search').fill('kept');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await found(page)).toMatch(/^1 of /);
    await context.close();
  });

  it('put the two that are ticked side by side', async () => {
    const { page, complaints, close } = await open('/?origin=alone&target=leaderless');
    const boxes = page.getByRole('checkbox');
    expect(await page.getByRole('button', { name: /^Compare/ }).isVisible()).toBe(false);
    await boxes.nth(0).focus();
    await page.keyboard.press('Space');
    await boxes.nth(1).check();
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.waitForSelector('#measures');
    const differing = await page.locator('#options tr.differs th').allInnerTexts();
    expect(differing.map((name) => name.replace(/\s*≠$/, ''))).toEqual(
      expect.arrayContaining(['workload', 'seed', 'planted bugs', 'option w']),
    );
    expect(await page.locator('#guarantees td.broken').count()).toBeGreaterThan(0);
    expect(await page.locator('#measures svg .quantile').count()).toBe(6);
    expect(complaints).toEqual([]);
    await close();
  });

  it('lead to reports that work there, in a sandbox', async () => {
    const { page, complaints, close } = await open('/?words=kept');
    await page.locator('.run .name a').first().click();
    await page.waitForSelector('html[data-ready]');
    expect(await page.locator('#explorer canvas').count()).toBeGreaterThan(2);
    expect(await page.evaluate('origin')).toBe('null');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(() => page.url()).toContain('#timeline?from=');
    expect(complaints).toEqual([]);
    await close();
  });

  it('let a hostile report do nothing', async () => {
    const script = 'top.pwned = 1; fetch("/").then((r) => r.text()).then(alert)';
    writeInto(store.path, 'evil/plan.json', readFileSync(join(store.path, store.kept, 'plan.json'), 'utf8'));
    writeInto(
      store.path,
      'evil/index.html',
      `<!doctype html><html data-ready><script>${script}</script><img src="/x" onerror="alert(1)"><form action="/"></form></html>`,
    );
    const context = await browser.newContext();
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('dialog', (dialog) => heard.push(dialog.message()));
    page.on('requestfinished', (request) => heard.push(new URL(request.url()).pathname));
    await page.goto(`${served.url}files/evil/index.html`);
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(heard).toEqual(['/files/evil/index.html']);
    await context.close();
    rmSync(join(store.path, 'evil'), { recursive: true });
  });

  it('show hostile names, options and values as text', async () => {
    const hostile = join(root, 'hostile');
    for (const [at, text] of hostileStrings.entries()) {
      // As far as a file system takes it as a name.
      // eslint-disable-next-line no-control-regex -- no file system takes it
      const folder = text.replace(/[/\u0000\ud800-\udfff]/g, '_').slice(0, 60);
      makeHostile(join(hostile, String(at), folder), text);
    }
    const other = await serve(hostile);
    const { page, complaints, close } = await open('/', other);
    const count = await page.locator('.run').count();
    expect(count).toBeGreaterThan(hostileStrings.length - 2);
    const seen = {
      pwned: await page.evaluate('window.pwned'),
      strangers: await page.locator('img, iframe, object, main script, body style, [onmouseover]').count(),
      wide: await page.evaluate('document.documentElement.scrollWidth'),
    };
    expect(seen).toEqual({ pwned: undefined, strangers: 0, wide: 1280 });
    const paths = await page
      .getByRole('checkbox')
      .evaluateAll((boxes) => boxes.map((box) => (box as unknown as { value: string }).value));
    for (let at = 0; at + 1 < count; at += 2) {
      const pair = paths.slice(at, at + 2).map((path): [string, string] => ['run', path]);
      await page.goto(new URL(`/compare?${new URLSearchParams(pair).toString()}`, other.url).href);
      expect(await page.locator('#measures').count(), pair.join(' ').slice(0, 200)).toBe(1);
      const strangers = await page.locator('img, iframe, object, main script, body style').count();
      expect([await page.evaluate('window.pwned'), strangers]).toEqual([undefined, 0]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
    }
    expect(complaints).toEqual([]);
    await close();
    await other.close();
  });

  /** A run of the sample with a hostile text wherever one can stand. */
  function makeHostile(folder: string, text: string): void {
    const source = join(store.path, store.broken);
    const read = (file: string): string => readFileSync(join(source, file), 'utf8');
    const plan = JSON.parse(read('plan.json')) as Record<string, unknown>;
    const options = { [text.slice(0, 1000)]: text, w: text };
    const texts = { seed: text, target: text, workload: text, options, bugs: [text] };
    const verdict = JSON.parse(read('verdict.json')) as {
      judgements: { anomalies: { kind: string }[] }[];
      faults: object[];
    };
    verdict.judgements[0]?.anomalies.push({ kind: text });
    verdict.faults.push({ kind: text, injected: 1, operations: 1 });
    writeInto(folder, 'plan.json', JSON.stringify({ ...plan, ...texts }));
    writeInto(folder, 'verdict.json', JSON.stringify(verdict));
    for (const file of ['history.jsonl', 'environment.json']) writeInto(folder, file, read(file));
  }

  it('follow a campaign while it runs, and say when it has ended', async () => {
    let child: ChildProcess | undefined;
    const args = [
      '--workload',
      'session',
      '--bug',
      'local-counter',
      '--time-limit',
      '500ms',
      '--seed',
      'live',
    ];
    const ended = splitbrain(
      ['torture', ...args, '--budget', '280s', '--shrink-budget', '0', '--store', 'store'],
      { cwd: root, during: (process) => (child = process) },
    );
    const running = async (): Promise<string | undefined> =>
      (await campaigns()).find((address) => address.startsWith('/live/'));
    await expect.poll(running, { timeout: 120_000 }).toBeDefined();
    const { page, complaints, close } = await open((await running()) ?? '');
    const seeds = async (): Promise<number> =>
      Number((await page.locator('.figures dd').first().innerText()).split('\n')[0]?.replace(',', ''));
    const first = await seeds();
    await expect.poll(seeds, { timeout: 120_000 }).toBeGreaterThan(first);
    await page.screenshot({ path: join(artefacts, 'store-live-running.png'), fullPage: true });
    expect(await page.locator('#cells tbody tr').count()).toBe(1);
    expect(await page.locator('h1').innerText()).toMatch(/^Under way, \d+ failure/);
    child?.kill('SIGINT');
    await ended;
    await expect
      .poll(() => page.locator('#live').getAttribute('data-ended'), { timeout: 120_000 })
      .toBe('true');
    expect(await page.locator('h1').innerText()).toMatch(/^[\d,]+ of [\d,]+ seeds failed\.$/);
    expect(await page.locator('.verdict').innerText()).toContain('It was cut off.');
    await page.getByRole('link', { name: 'See the campaign’s report' }).click();
    await page.waitForSelector('#failures article');
    expect(complaints).toEqual([]);
    await close();
  });
});
