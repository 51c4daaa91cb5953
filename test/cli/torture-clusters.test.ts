import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Blob } from '../../src/campaign/campaign-folder.js';
import { describeWithDocker } from '../cluster/docker/with-docker.js';
import { splitbrain } from './splitbrain.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-torture-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const campaign = (): string => {
  const [name = ''] = readdirSync(join(cwd, 'store', 'campaigns'));
  return join(cwd, 'store', 'campaigns', name);
};
const blob = (): Blob => JSON.parse(readFileSync(join(campaign(), 'blob.json'), 'utf8')) as Blob;

const torture = (cluster: string, seeds: number, ...more: readonly string[]) => [
  ...['torture', '--cluster', cluster, '--seed', 'dk', '--seeds', String(seeds), '--workers', '2', ...more],
];
const short = ['--time-limit', '1500ms', '--quiet', '500ms', '--faults', 'none'];
/** Each power failure makes a replica forget: on a real cluster too, hardly a run does not show it. */
const forgetting = [
  ...['--bug', 'amnesia', '--faults', 'kill', '--fault-interval', '1s', '--no-swarm'],
  ...['--time-limit', '5s', '--shrink-budget', '5s', '--reruns', '2'],
];

async function isFoundAgain(cluster: string): Promise<void> {
  const { code, out, err } = await splitbrain(torture(cluster, 2, ...forgetting), { cwd });
  expect(code, out + err).toBe(1);
  expect(out).toContain(`on ${cluster}`);
  const { tally, complete } = blob();
  expect(complete).toBe(true);
  expect(tally.seeds).toBe(2);
  const { number } = Object.values(tally.failures)[0]?.smallest ?? { number: -1 };
  const kept = join(campaign(), 'failures', `seed-${number}`);
  for (const file of ['index.html', 'history.jsonl', 'plan.json', 'verdict.json']) {
    expect(existsSync(join(kept, file)), file).toBe(true);
  }
  // Lines are wrapped.
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /Run on the cluster again, \d of 2 runs failed so\. Seen again in simulation: schedule \d+ of the same plan/,
  );
  expect(existsSync(`${kept}-again`)).toBe(false);
  const [, path = ''] = /npx splitbrain replay (\S+)/.exec(out) ?? [];
  const replayed = await splitbrain(['replay', path], { cwd });
  expect(replayed.code, replayed.err).toBe(1);
  expect(replayed.out).toContain('The same history, byte for byte');
  for (const file of ['index.html', 'junit.xml', 'summary.md']) {
    expect(readFileSync(join(campaign(), file), 'utf8')).toContain('Seen again in simulation');
  }
}

describeWithDocker('torture in Docker', () => {
  test('a failure is kept with its report, found again in simulation, and shrunk there', async () => {
    await isFoundAgain('docker');
  }, 300_000);
});

describe('torture of local processes', () => {
  test('a failure is kept with its report, found again in simulation, and shrunk there', async () => {
    await isFoundAgain('processes');
  });

  test('without a bug nothing is left of runs that kept every promise', async () => {
    const { code, out, err } = await splitbrain(torture('processes', 2, ...short), { cwd });
    expect([0, 2], out + err).toContain(code);
    expect(blob().tally.failures).toEqual({});
    expect(blob().tally.seeds).toBe(2);
  });

  test('Ctrl-C ends the clusters, and the same command goes on', async () => {
    const args = torture('processes', 4, ...short);
    const { err } = await splitbrain(args, {
      cwd,
      during(child) {
        const timer = setInterval(() => {
          if (!existsSync(join(cwd, 'store', 'campaigns'))) return;
          if (!existsSync(join(campaign(), 'journal.jsonl'))) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 20);
      },
    });
    expect(err).toContain('the same command goes on with it');
    expect(blob().complete).toBe(false);
    const ended = await splitbrain(args, { cwd });
    expect(ended.err).toMatch(/Going on after [123] seeds that are done/);
    expect(blob().tally.seeds).toBe(4);
  });
});
