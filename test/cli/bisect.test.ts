import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bin, splitbrain } from './splitbrain.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-bisect-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t.example', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

test('git bisect finds the commit that brought a bug in, over one that cannot be told', async () => {
  const args = [
    'torture',
    '--bug',
    'amnesia',
    '--seeds',
    '20',
    '--seed',
    'a',
    '--time-limit',
    '1500ms',
    '--no-swarm',
    '--faults',
    'kill',
  ];
  await splitbrain([...args, '--workload', 'session', '--shrink-budget', '5s'], { cwd });
  const [campaign = ''] = readdirSync(join(cwd, 'store/campaigns'));
  const failures = join(cwd, 'store/campaigns', campaign, 'failures');
  const name = readdirSync(failures).find((one) => one.endsWith('lost-write')) ?? '';
  const plan = readFileSync(join(failures, name, 'plan.json'), 'utf8');
  expect(plan).toContain('"amnesia"');

  // What a commit changes is, here, whether the bug is planted.
  git('init', '-q');
  mkdirSync(join(cwd, 'regression'));
  const commits = ['', 'broken', '', '"amnesia"', '"amnesia"'].map((bugs, number) => {
    const text = bugs === 'broken' ? '{}' : plan.replace('"amnesia"', bugs);
    writeFileSync(join(cwd, 'regression', 'plan.json'), text);
    writeFileSync(join(cwd, 'number'), String(number));
    git('add', 'regression', 'number');
    git('commit', '-q', '-m', `number ${number}`);
    return git('rev-parse', 'HEAD').trim();
  });
  git('bisect', 'start', commits[4] as string, commits[0] as string);
  const told = git('bisect', 'run', process.execPath, bin, 'replay', 'regression', '--exit-code');
  expect(told).toContain(`${commits[3]} is the first bad commit`);
});
