import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteEnded, noteRunning, whoRuns } from '../../src/campaign/running.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'splitbrain-running-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const session = { phase: 'seeds', since: new Date().toISOString(), doneBefore: 3, workers: 2 } as const;

test('who works on a campaign is known until it has ended', () => {
  expect(whoRuns(folder)).toBeUndefined();
  noteRunning(folder, { ...session, seeds: 10 });
  expect(whoRuns(folder)).toMatchObject({ ...session, seeds: 10, pid: process.pid });
  noteEnded(folder);
  expect(whoRuns(folder)).toBeUndefined();
  noteEnded(folder);
});

test('nobody works on it whose process is gone, that ran elsewhere, or whose note cannot be read', async () => {
  noteRunning(folder, session);
  const file = join(folder, 'running.json');
  const note = JSON.parse(readFileSync(file, 'utf8')) as object;
  const write = (change: object): void => writeFileSync(file, JSON.stringify({ ...note, ...change }));
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('close', resolve));
  write({ pid: child.pid });
  expect(whoRuns(folder)).toBeUndefined();
  write({ host: 'another' });
  expect(whoRuns(folder)).toBeUndefined();
  write({ since: 'once' });
  expect(whoRuns(folder)).toBeUndefined();
  writeFileSync(file, '{');
  expect(whoRuns(folder)).toBeUndefined();
});
