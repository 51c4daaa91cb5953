import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { renderReport } from '../reports/html.js';
import { judge } from '../src/checkers/judge.js';
import { pair } from '../src/history/pair.js';
import type { Group, Measurement } from './group.js';
import { recordedEvents } from './histories/recorded-events.js';
import { registerHistory } from './histories/register-history.js';
import { median, ms, range } from './measure.js';

const sizes = [
  { name: 'report 100,000', operations: 100_000, goalMs: 1_500, goalFps: 50 },
  { name: 'report 1,000,000', operations: 1_000_000, goalMs: 6_000, goalFps: 0 },
];
const OPENINGS = 5;
const GOAL_MB = 5;

const columns = [
  'report in Chromium: from opening the file to a usable page',
  'operations',
  'file',
  'usable after',
  'range',
  'goal',
  'zooming and panning, median',
  'slowest twentieth',
  'met',
];

/** How soon the report of a long run can be used, and how smoothly its timeline moves. */
export const reportGroup: Group = {
  names: sizes.map(({ name }) => name),
  async measure(isWanted): Promise<Measurement> {
    const executablePath = [
      process.env['SPLITBRAIN_CHROMIUM'],
      '/usr/bin/chromium',
      '/usr/bin/google-chrome',
    ].find((path) => path !== undefined && existsSync(path));
    if (executablePath === undefined) {
      return { table: [columns, ['no Chromium here: name one in SPLITBRAIN_CHROMIUM']], failures: [] };
    }
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath, args });
    const folder = mkdtempSync(join(tmpdir(), 'splitbrain-bench-'));
    try {
      const rows: string[][] = [];
      for (const size of sizes.filter(({ name }) => isWanted(name)))
        rows.push(await rowOf(size, folder, browser));
      return { table: [columns, ...rows], failures: [] };
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  },
};

async function rowOf(
  { name, operations, goalMs, goalFps }: (typeof sizes)[number],
  folder: string,
  browser: Browser,
): Promise<string[]> {
  const shape = { seed: name, reads: 0.4, writes: 0.3, keys: 20, clients: 20, operations };
  const history = pair([...recordedEvents(registerHistory(shape))]);
  const settings = { promises: [], guarantees: [], minEvidence: 1, maxAnomalies: 1, faultKinds: [] };
  const text = renderReport({ title: name, history, verdict: judge(history, settings) });
  const file = join(folder, 'index.html');
  writeFileSync(file, text);
  const openedMs: number[] = [];
  let frames: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const began = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('html[data-ready]');
    openedMs.push(performance.now() - began);
    if (opening === OPENINGS - 1) frames = await page.evaluate<number[]>(FRAMES);
    await page.close();
  }
  const megabytes = text.length / 1e6;
  const perSecond = 1000 / median(frames);
  const slowest = [...frames].sort((a, b) => a - b)[Math.floor(frames.length * 0.95)] as number;
  const met =
    median(openedMs) <= goalMs && megabytes <= (operations / 100_000) * GOAL_MB && perSecond >= goalFps;
  return [
    name,
    operations.toLocaleString('en'),
    `${megabytes.toFixed(1)} MB`,
    ms(median(openedMs)),
    range(openedMs),
    ms(goalMs),
    `${perSecond.toFixed(0)} frames/s`,
    ms(slowest),
    met ? 'yes' : 'no',
  ];
}

/** Milliseconds of each frame while the timeline zooms in, pans and zooms out: run in the page, whose types are not ours. */
const FRAMES = `(async () => {
  const canvas = document.querySelectorAll('#explorer canvas')[1];
  canvas.scrollIntoView();
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  const { left, top } = canvas.getBoundingClientRect();
  const at = { clientX: left + 500, clientY: top + 100, bubbles: true, cancelable: true };
  const frames = [];
  await nextFrame();
  let before = await nextFrame();
  for (let step = 0; step < 180; step++) {
    const turn = step % 60;
    const wheel = turn < 20 ? { ctrlKey: true, deltaY: -40 } : turn < 40 ? { deltaX: 60 } : { ctrlKey: true, deltaY: 40 };
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, ...wheel }));
    const now = await nextFrame();
    frames.push(now - before);
    before = now;
  }
  return frames;
})()`;
