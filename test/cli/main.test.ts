import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, type SpawnOptions, splitbrain as run } from './splitbrain.js';
import type { LatticePart } from '../../src/checkers/lattices-by.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-cli-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const splitbrain = (args: readonly string[], during?: SpawnOptions['during']): Promise<Ended> =>
  run(args, { cwd, ...(during && { during }) });

const short = ['--time-limit', '2s', '--seed', '7', '--workload', 'session'];

describe('the road', () => {
  test('test runs it all, and replay gives the same history, byte for byte', async () => {
    const first = await splitbrain(['test', ...short]);
    expect(first.code, first.err).toBe(0);
    expect(first.out).toMatch(/TRUE/);
    expect(first.out).toContain('npx splitbrain test');
    const folder = join(cwd, 'store', 'latest');
    for (const file of [
      'plan.json',
      'history.jsonl',
      'verdict.json',
      'index.html',
      'environment.json',
      'logs/n1.log',
    ]) {
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
    const history = readFileSync(join(folder, 'history.jsonl'), 'utf8');
    const again = await splitbrain(['replay', 'store/latest']);
    expect(again.code).toBe(0);
    expect(again.out).toContain('The same history, byte for byte');
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8')).toBe(history);
    const bySeed = await splitbrain(['replay', ...short]);
    expect(bySeed.code).toBe(0);
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8')).toBe(history);
  });

  test('stage by stage: plan, run, check, report', async () => {
    expect((await splitbrain(['plan', ...short, '--out', 'plan.json'])).code).toBe(0);
    const run = await splitbrain(['run', 'plan.json']);
    expect(run.code, run.err).toBe(0);
    expect(run.out).toContain('history.jsonl');
    expect(existsSync(join(cwd, 'store/latest/verdict.json'))).toBe(false);
    expect((await splitbrain(['check', 'store/latest'])).code).toBe(0);
    const report = await splitbrain(['report', 'store/latest']);
    expect(report.code).toBe(0);
    expect(existsSync(join(cwd, report.out.trim()))).toBe(true);
  });

  test('a broken promise exits with 1 and says what proves it', async () => {
    const { code, out } = await splitbrain(['test', ...short, '--bug', 'local-counter']);
    expect(code).toBe(1);
    expect(out).toContain('FALSE');
    expect(out).toContain('--bug local-counter');
    expect(out).toMatch(/lient \d+/);
  });

  test('too little evidence exits with 2', async () => {
    const { code, out } = await splitbrain(['test', ...short, '--rate', '2', '--faults', 'none']);
    expect(code).toBe(2);
    expect(out).toMatch(/UNKNOWN/);
  });

  test('determinism is verified on request', async () => {
    const { code, out } = await splitbrain(['test', ...short, '--verify-determinism']);
    expect(code).toBe(0);
    expect(out).toContain('Determinism verified');
  });

  test('many seeds', async () => {
    const { code, out } = await splitbrain(['torture', ...short, '--seeds', '5']);
    expect(code).toBe(0);
    expect(out).toContain('All 5 seeds kept every promise');
  });

  test('local processes run the same plan for real', async () => {
    const { code, out, err } = await splitbrain(['test', ...short, '--cluster', 'processes', '--nodes', '3']);
    expect(code, `${out}\n${err}`).toBe(0);
    expect(err).toContain('3 nodes ready');
  });
});

describe('check', () => {
  const line = (fields: object) => `${JSON.stringify(fields)}\n`;
  const write = (value: number, time: number) =>
    line({ process: 0, type: 'invoke', f: 'write', key: 'x', value, time }) +
    line({ process: 0, type: 'ok', f: 'write', key: 'x', value, time: time + 1 });
  const read = (value: number | null, time: number) =>
    line({ process: 0, type: 'invoke', f: 'read', key: 'x', value: null, time }) +
    line({ process: 0, type: 'ok', f: 'read', key: 'x', value, time: time + 1 });

  const check = (text: string, ...more: string[]) => {
    writeFileSync(join(cwd, 'history.jsonl'), text);
    return splitbrain(['check', 'history.jsonl', ...more]);
  };

  test('accepts a history that keeps the guarantees', async () => {
    const { code, out } = await check(write(1, 0) + read(1, 5), '--guarantee', 'session,linearizability');
    expect(out).toContain('Guarantees');
    expect(out).not.toContain('romise');
    expect(code, out).toBe(2); // monotonic reads had no chance to fail
    expect((await check(write(1, 0) + read(1, 5))).code).toBe(0);
  });

  test('rejects one that does not', async () => {
    const { code, out } = await check(write(1, 0) + read(null, 5), '--guarantee', 'read-your-writes');
    expect(code).toBe(1);
    expect(out).toContain('Read your writes violated');
  });

  test('says what holds for each key or session by itself', async () => {
    const other = (text: string) => text.replaceAll('"x"', '"y"').replaceAll('"process":0', '"process":1');
    const history = write(1, 0) + read(null, 5) + other(write(2, 10) + read(2, 15) + read(2, 20));
    const { code, out } = await check(history, '--by', 'key');
    expect(code).toBe(1);
    expect(out).toContain('Key by key');
    expect(out).toMatch(/✗ 1 key: x\n +Weakest that fail: .*Read your writes/);
    expect(out).toMatch(/✓ 1 key: y\n +Strongest that hold: .*Linearizability/);
    const sessions = await check(history, '--by', 'session', '--json');
    const { by } = JSON.parse(sessions.out) as { by: { session: readonly LatticePart[] } };
    expect(by.session.map(({ names }) => names)).toEqual([['0'], ['1']]);
    expect((await check(history, '--by', 'moon')).code).toBe(254);
  });

  test('prints JSON on request', async () => {
    const { out } = await check(write(1, 0) + read(null, 5), '--json');
    expect((JSON.parse(out) as { valid: boolean }).valid).toBe(false);
  });

  test.each([
    ['a malformed line', `${write(1, 0)}{"process":\n${read(1, 9)}`, /Line 3/],
    [
      'an end without a beginning',
      line({ process: 0, type: 'ok', f: 'read', key: 'x', value: 1, time: 1 }),
      /Line 1/,
    ],
    ['time that runs backwards', write(1, 10) + read(1, 2), /Line 3: .*backwards/],
    ['two operations of a process at once', `${write(1, 0).split('\n')[0]}\n${read(1, 3)}`, /Line 2/],
  ])('%s is an error with its line', async (_what, text, message) => {
    const { code, err } = await check(text);
    expect(code).toBe(254);
    expect(err).toMatch(message);
  });
});

describe('mistakes get a clear word and exit code 254', () => {
  test.each([
    [['test', '--target', 'leader'], /There is no target "leader"\. There are: leaderless/],
    [['test', '--faults', 'meteor'], /partition, clog, /],
    [['test', '--cluster', 'processes', '--faults', 'partition'], /cannot do the fault "partition"/],
    [['test', '-o', 'w=9'], /Options of leaderless on 5 nodes/],
    [['test', '--cluster', 'moon'], /simulation, processes, docker/],
    [['test', '--time-limit', 'soon'], /duration such as 250ms/],
    [['replay', 'nowhere'], /There is no run at nowhere/],
    [['replay'], /store\/latest, or --seed/],
    [['check', 'nowhere.jsonl'], /nowhere\.jsonl/],
    [['check', 'x', '--guarantee', 'speed'], /speed/],
    [['frobnicate'], /unknown command/],
    [['list', 'everything'], /targets, workloads, faults, checkers, models, formats, bugs/],
  ])('%j', async (args, message) => {
    const { code, err } = await splitbrain(args);
    expect(err).toMatch(message);
    expect(code).toBe(254);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('what there is', () => {
  test.each(['targets', 'workloads', 'faults', 'checkers', 'models', 'formats', 'bugs'])(
    'list %s',
    async (what) => {
      const { code, out } = await splitbrain(['list', what]);
      expect(code).toBe(0);
      expect(out.split('\n').length).toBeGreaterThan(3);
    },
  );

  test.each([
    'test',
    'torture',
    'merge',
    'plan',
    'run',
    'check',
    'report',
    'replay',
    'list',
    'clean',
    'demo',
    'serve',
    'experiment',
    'corpus',
  ])('%s --help has an example', async (command) => {
    const { code, out } = await splitbrain([command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('$ npx splitbrain');
    // As they would be typed: a bare number of a duration means seconds.
    expect(out).not.toMatch(/<duration>[^(<]*\(default: \d+\)/);
  });
});

describe('the config file', () => {
  test('gives the same options in a file, and the command line wins', async () => {
    writeFileSync(
      join(cwd, 'splitbrain.config.ts'),
      "const nodes: number = 3;\nexport default { nodes, workload: 'session', timeLimitMs: 1000, seed: 'from file', options: { w: 1, r: 1 } };\n",
    );
    const { out } = await splitbrain(['plan', '--seed', 'from command', '-o', 'w=2']);
    const plan = JSON.parse(out) as { nodes: string[]; seed: string; options: object };
    expect(plan.nodes).toHaveLength(3);
    expect(plan.seed).toBe('from command');
    expect(plan.options).toMatchObject({ w: 2, r: 1 });
  });

  test('that holds what is no option is refused', async () => {
    writeFileSync(join(cwd, 'splitbrain.config.js'), 'export default { nodez: 3 };\n');
    const { code, err } = await splitbrain(['plan']);
    expect(code).toBe(254);
    expect(err).toMatch(/nodez/);
  });
});

test('a reader that has had enough of the output does no harm', async () => {
  const { code, err } = await splitbrain(['check', '--help'], ({ stdout }) => stdout?.destroy());
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('Ctrl-C ends a run cleanly, and what was recorded can be judged', async () => {
  const long = ['test', '--cluster', 'processes', '--nodes', '3', '--time-limit', '60s', '--faults', 'none'];
  const { code, err } = await splitbrain(long, (child) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('nodes ready')) setTimeout(() => child.kill('SIGINT'), 1_000);
    });
  });
  expect(code).toBe(130);
  expect(err).toContain('npx splitbrain check');
  const history = readFileSync(join(cwd, 'store/latest/history.jsonl'), 'utf8');
  expect(history.split('\n').length).toBeGreaterThan(50);
  expect([0, 2]).toContain((await splitbrain(['check', 'store/latest'])).code);
});
