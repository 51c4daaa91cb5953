import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, r, w } from '../checkers/make-history.js';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'splitbrain.js');

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-staleness-'));
  const drafts = [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), w(1, 'x', 3, 20, 25), r(2, 'x', 1, 30, 35)];
  const events = eventsOf(drafts).map((event) => ({ ...event, time: event.time * 1e6 }));
  writeFileSync(join(cwd, 'history.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function check(...args: readonly string[]) {
  return spawnSync(process.execPath, [bin, 'check', 'history.jsonl', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

describe('staleness on the command line', () => {
  test('is shown', () => {
    const { stdout } = check();
    expect(stdout).toContain('\nStaleness\n');
    expect(stdout).toMatch(/k = 3 +every read returned one of the 3 latest values/);
    expect(stdout).toMatch(/Δ = 15 ms/);
    expect(stdout).not.toContain('Bounded staleness');
  });

  test('is part of the verdict', () => {
    const { stdout } = check('--json');
    expect(JSON.parse(stdout)).toMatchObject({
      staleness: { k: { atLeast: 3, atMost: 3 }, deltaMs: 15, gammaMs: 5, stale: 1 },
    });
  });

  test.each([
    [['--max-stale', '15ms'], 0],
    [['--max-stale', '14ms'], 1],
    [['--max-stale-versions', '2'], 0],
    [['--max-stale-versions', '1'], 1],
    [[], 2],
  ])('bounded-staleness with %j', (bounds, status) => {
    const ended = check('--guarantee', 'bounded-staleness', ...bounds);
    expect(ended.status, ended.stdout + ended.stderr).toBe(status);
  });
});
