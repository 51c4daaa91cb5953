import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { experiments } from '../../experiments/registry.js';
import { splitbrain } from './splitbrain.js';

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-experiment-'));
});

afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const run = (...args: string[]) => splitbrain(['experiment', ...args], { cwd });

describe('splitbrain experiment', () => {
  test('a name stands for itself and its variants, not for longer numbers', async () => {
    const { code, out, err } = await run('LA1', '--seeds', '0');
    expect(code, err).toBe(0);
    const names = out.split('\n').filter((line) => /^LA/.test(line));
    expect(names.map((line) => line.split(' ')[0])).toEqual(['LA1', 'LA1-back']);
    expect(out).toContain('✓ At once: read-your-writes-violation');
  });

  test('a whole name stands for itself alone where that is asked for', async () => {
    const { code, out, err } = await run('SL9d', 'sl9D', '--exact', '--seeds', '0');
    expect(code, err).toBe(0);
    expect(out.match(/^SL\S+/gm)).toEqual(['SL9d']);
    const half = await run('SL9', '--exact');
    expect(half.code).toBe(254);
    expect(half.err).toContain('There is no experiment "SL9"');
  });

  test('--json prints a line for each', async () => {
    const { code, out, err } = await run('SL9d', '--seeds', '2', '--nodes', '5', '--json');
    expect(code, err).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ id }) => id)).toEqual(['SL9d', 'SL9d-counter', 'SL9d-log']);
    const { witness, ...rest } = lines[0] ?? {};
    expect(rest).toMatchObject({
      id: 'SL9d',
      nodes: 5,
      cluster: 'simulation',
      asSaid: true,
      random: { seeds: 2, shown: 0 },
    });
    expect(witness).toMatchObject({ shown: false, broken: [], tries: 1, slowness: 1 });
    expect(existsSync(join(cwd, 'store', (witness as { report: string }).report))).toBe(true);
  });

  test('--json without a name lists them', async () => {
    const { out } = await run('--json');
    const listed = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(listed).toEqual(experiments.map(({ id }) => id));
  });

  test.each([
    [['SL99'], 'There is no experiment "SL99". There are: SL1'],
    [['SL5', '--cluster', 'docker'], 'SL5 can be seen in simulation only: after kill -9'],
    [['SL10b', '--cluster', 'processes'], 'The processes cluster cannot do the fault "partition"'],
    [['SL3d', '--nodes', '3'], 'SL3d needs 5 nodes; 3 were asked for'],
    [['CR1', '--nodes', '5'], 'CR1 is for 3 nodes'],
    [['SL1', '--cluster', 'docker', '--seeds', '5'], 'Random plans of an experiment run in simulation'],
    [['SL1', '--all'], 'Either names or --all, not both'],
    [['SL1', '--tries', '0'], 'above 0'],
  ])('%j is refused with what would do', async (args, words) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(254);
    expect(err).toContain(words);
    expect(out).toBe('');
  });

  test('Ctrl-C ends it between two plans', async () => {
    const { code, out, err } = await splitbrain(['experiment', 'SL1', '--seeds', '100000'], {
      cwd,
      during(child) {
        child.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('At once')) child.kill('SIGINT');
        });
      },
    });
    expect(code, err).toBe(130);
    expect(out).toContain('✓ At once: lost-write');
    expect(err).toContain('Interrupted by Ctrl-C.');
  });

  test('on local processes, which cannot be cut apart, the leader’s death loses what it alone has, and nothing that a quorum has', async () => {
    const { code, out, err } = await run('SL1', 'SL9d', '--cluster', 'processes', '--json');
    expect(code, out + err).toBe(0);
    expect(err).toContain('Not on processes: SL1-counter, SL1-elements, SL1-log, SL9d-counter, SL9d-log.');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { id: 'SL1', cluster: 'processes', asSaid: true, witness: { shown: true, broken: [] } },
      { id: 'SL9d', cluster: 'processes', asSaid: true, witness: { shown: false, broken: [] } },
    ]);
  }, 300_000);
});
