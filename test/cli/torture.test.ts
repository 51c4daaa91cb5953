import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Blob } from '../../src/campaign/campaign-folder.js';
import { type Ended, splitbrain as run, type SpawnOptions } from './splitbrain.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-torture-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const splitbrain = (args: readonly string[], more: Partial<SpawnOptions> = {}): Promise<Ended> =>
  run(args, { cwd, ...more });

const short = ['--time-limit', '1500ms', '--quiet', '500ms', '--workload', 'session', '--seed', 'a'];
const torture = (...args: readonly string[]) => ['torture', ...short, ...args];

/** Power failures alone find in almost every seed that data was forgotten. */
const forgetting = ['--bug', 'amnesia', '--no-swarm', '--faults', 'kill'];

const campaigns = (): string[] => {
  const root = join(cwd, 'store', 'campaigns');
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
};
const blobIn = (folder: string): Blob => JSON.parse(readFileSync(join(folder, 'blob.json'), 'utf8')) as Blob;
const journalIn = (folder: string): string[] =>
  readFileSync(join(folder, 'journal.jsonl'), 'utf8').split('\n').slice(0, -1);

describe('torture', () => {
  test('keeps a failure with its reports, shrinks it, and what is left replays as it was', async () => {
    const { code, out, err } = await splitbrain(torture(...forgetting, '--seeds', '20', '--workers', '2'));
    expect(code, err).toBe(1);
    expect(out).toContain('lost-write (durability)');
    const [folder = ''] = campaigns();
    for (const file of ['index.html', 'junit.xml', 'summary.md', 'blob.json', 'campaign.json']) {
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
    const [, path = ''] = /npx splitbrain replay (\S+durability-lost-write)/.exec(out) ?? [];
    expect(out).toMatch(/shrunk to [1-6] operations? by/);
    // The campaign's page has its picture, whose operations lead to its report.
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const [, picture = ''] = /aria-label="Picture of failure 1"\s*>([\s\S]*?)<\/svg>/.exec(page) ?? [];
    expect(picture).toMatch(/class="message request"/);
    const [, report = ''] = /href="([^"]*)#timeline\?operation=\d+"/.exec(picture) ?? [];
    expect(existsSync(join(folder, decodeURI(report))), report).toBe(true);
    const replayed = await splitbrain(['replay', path]);
    expect(replayed.code, replayed.err).toBe(1);
    expect(replayed.out).toContain('The same history, byte for byte');
    // From a clone of its own the plan is all there is.
    const elsewhere = mkdtempSync(join(tmpdir(), 'splitbrain-clone-'));
    writeFileSync(join(elsewhere, 'plan.json'), readFileSync(join(cwd, path, 'plan.json')));
    const again = await run(['replay', 'plan.json'], { cwd: elsewhere });
    const historyIn = (...place: readonly string[]) => readFileSync(join(...place, 'history.jsonl'), 'utf8');
    expect(again.code).toBe(1);
    expect(historyIn(elsewhere, 'store/latest')).toBe(historyIn(cwd, path));
    rmSync(elsewhere, { recursive: true });
  });

  test('in four shards, merged, comes to what one campaign comes to', async () => {
    const args = torture('--bug', 'amnesia', '--seeds', '24', '--shrink-budget', '0');
    await splitbrain([...args, '--store', 'one']);
    const shards = await Promise.all(
      [1, 2, 3, 4].map((index) => splitbrain([...args, '--shard', `${index}/4`])),
    );
    expect(shards.map(({ code }) => code)).toContain(1);
    const paths = campaigns().map((path) => path.slice(cwd.length + 1));
    expect(paths).toHaveLength(4);
    const merged = await splitbrain(['merge', ...paths, '--out', 'all', '--shrink-budget', '0']);
    expect(merged.code, merged.err).toBe(1);
    const [one = ''] = readdirSync(join(cwd, 'one', 'campaigns'));
    const whole = join(cwd, 'one', 'campaigns', one);
    expect(JSON.stringify(blobIn(join(cwd, 'all')).tally)).toBe(JSON.stringify(blobIn(whole).tally));
    expect(readdirSync(join(cwd, 'all', 'failures')).sort()).toEqual(
      readdirSync(join(whole, 'failures')).sort(),
    );

    const three = await splitbrain(['merge', ...paths.slice(1), '--out', 'some', '--shrink-budget', '0']);
    expect(three.err).toMatch(/Not all shards are there: \d of 4 missing/);
    expect(three.out).toMatch(/not all was done that was asked for/i);
    const twice = await splitbrain(['merge', paths[0] ?? '', paths[0] ?? '']);
    expect(twice).toMatchObject({ code: 254, err: expect.stringContaining('are both shard') as string });
    const other = await splitbrain([...args, '--seed', 'b', '--store', 'other']);
    expect(other.code).not.toBe(254);
    const [foreign = ''] = readdirSync(join(cwd, 'other', 'campaigns'));
    const mixed = await splitbrain(['merge', paths[0] ?? '', join('other/campaigns', foreign)]);
    expect(mixed).toMatchObject({
      code: 254,
      err: expect.stringContaining('is of another campaign') as string,
    });
  });

  test('killed with -9 loses nothing that it had found, and goes on where it was', async () => {
    const args = torture('--bug', 'amnesia', '--seeds', '40', '--shrink-budget', '0');
    const killed = await splitbrain(args, {
      during(child) {
        const timer = setInterval(() => {
          const [folder] = campaigns();
          if (folder && existsSync(join(folder, 'journal.jsonl')) && journalIn(folder).length >= 8) {
            clearInterval(timer);
            child.kill('SIGKILL');
          }
        }, 5);
        child.on('close', () => clearInterval(timer));
      },
    });
    expect(killed.code).toBeNull();
    const [folder = ''] = campaigns();
    const before = journalIn(folder);
    const resumed = await splitbrain(args);
    expect(resumed.err).toMatch(/Going on after \d+ seeds that are done/);
    expect(campaigns()).toEqual([folder]);
    expect(journalIn(folder).slice(0, before.length)).toEqual(before);
    const fresh = await splitbrain([...args, '--store', 'fresh']);
    expect(resumed.code).toBe(fresh.code);
    const [one = ''] = readdirSync(join(cwd, 'fresh', 'campaigns'));
    expect(blobIn(folder).tally).toEqual(blobIn(join(cwd, 'fresh', 'campaigns', one)).tally);
  });

  test('Ctrl-C ends it with what it has', async () => {
    const { code, out, err } = await splitbrain(torture('--budget', '5m'), {
      during(child) {
        const timer = setInterval(() => {
          const [folder] = campaigns();
          if (folder && existsSync(join(folder, 'journal.jsonl')) && journalIn(folder).length >= 5) {
            clearInterval(timer);
            child.kill('SIGINT');
          }
        }, 20);
      },
    });
    expect(err).toContain('the same command goes on with it');
    expect([0, 2]).toContain(code);
    expect(out).toMatch(/\d+ seeds/);
    expect(existsSync(join(campaigns()[0] ?? '', 'index.html'))).toBe(true);
  });

  test('a canary is reported, or else the campaign fails', async () => {
    const args = torture('--seeds', '10', '--swarm', '--rate', '400').filter((word) => word !== '--swarm');
    const heard = await splitbrain([...args, '--canary', 'amnesia', '--no-swarm', '--faults', 'kill']);
    expect(heard.out).toContain('1 of 1 canary reported');
    expect(heard.code, heard.out).toBe(0);
    // Without a crash nobody notices that data is not synced.
    const silent = await splitbrain([...args, '--canary', 'amnesia', '--faults', 'none']);
    expect(silent.out).toContain('a planted bug would not be found');
    expect(silent.code).toBe(1);
    expect(readFileSync(join(campaigns().at(-1) ?? '', 'junit.xml'), 'utf8')).toContain('name="canary">');
  });

  test('a seed that hangs, or needs too much memory, is a failure with its seed', async () => {
    const hung = await splitbrain(torture('--seeds', '3', '--seed-timeout', '1ms', '--store', 'hung'));
    expect(hung.code).toBe(1);
    expect(hung.out).toMatch(/crash: The run had not ended after 0\.001 s/);
    expect(hung.out).toContain('--seed a-0');
    const large = ['--rate', '30000', '--concurrency', '60'];
    const greedy = await splitbrain(torture('--seeds', '2', '--max-memory', '20', ...large));
    expect(greedy.code).toBe(1);
    expect(greedy.out).toMatch(/crash: The thread ended: .*memory/);
  });

  test('two that begin in the same second have folders of their own', async () => {
    const both = await Promise.all(
      [0, 1].map(() => splitbrain(torture('--seeds', '2', '--rate', '400', '--fresh'))),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(campaigns()).toHaveLength(2);
  });

  test('takes its shard from the CI system', async () => {
    const args = torture('--seeds', '8');
    const kubernetes = await splitbrain([...args, '--shards', '4'], { env: { JOB_COMPLETION_INDEX: '2' } });
    expect(kubernetes.err).toContain('shard 3 of 4');
    const gitlab = await splitbrain(args, { env: { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' } });
    expect(gitlab.err).toContain('shard 2 of 4');
    const buildkite = await splitbrain(args, {
      env: { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '4' },
    });
    expect(buildkite.err).toContain('shard 1 of 4');
    const numbers = campaigns().flatMap((folder) =>
      journalIn(folder).map((line) => (JSON.parse(line) as { number: number }).number),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6]);
  });

  test('spreads a matrix over its seeds, keeps to its budget, and tells GitHub', async () => {
    writeFileSync(
      join(cwd, 'nightly.config.js'),
      `export default { matrix: { options: [{ w: 3, r: 3 }, { w: 1, r: 1, repair: 'none' }], bugs: [[], ['amnesia']] } };`,
    );
    const summary = join(cwd, 'step.md');
    const began = performance.now();
    const { out } = await splitbrain(
      // With crashes alone, few seeds are enough to see the bug; a slow machine may spend seconds on the first.
      torture(
        ...['--config', 'nightly.config.js', '--budget', '12s', '--shrink-budget', '1s'],
        ...['--no-swarm', '--faults', 'kill', '--rate', '400'],
      ),
      { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } },
    );
    expect(performance.now() - began).toBeLessThan(110_000);
    expect(out).toContain('w=3 r=3, no bug');
    expect(out).toContain('w=1 r=1 repair=none, amnesia');
    expect(out).toMatch(/^::error title=/m);
    expect(readFileSync(summary, 'utf8')).toContain('| w=3 r=3, amnesia |');
  });
});

describe('corpus', () => {
  test('keeps a failure, sees it come back, and says what it is worth that it stays away', async () => {
    await splitbrain(torture(...forgetting, '--seeds', '20', '--shrink-budget', '5s'));
    const failures = join(campaigns()[0] ?? '', 'failures');
    const name = readdirSync(failures).find((one) => one.endsWith('lost-write')) ?? '';
    const added = await splitbrain([
      'corpus',
      'add',
      join(failures, name),
      '--name',
      'lost',
      '--seeds',
      '50',
    ]);
    expect(added.code, added.err).toBe(0);
    expect(added.out).toMatch(
      /lost-write \(durability\), in \d+ of 50 neighbours of the plan, and in \d+ of 50 fresh plans/,
    );
    expect(
      (await splitbrain(['corpus', 'add', join(failures, name), '--name', 'lost', '--seeds', '1'])).code,
    ).toBe(254);
    expect((await splitbrain(['corpus', 'list'])).out).toMatch(/^lost {2}lost-write/);
    const back = await splitbrain(['corpus', 'run']);
    expect(back).toMatchObject({
      code: 1,
      out: expect.stringContaining('event for event the same run') as string,
    });
    const still = await splitbrain(['torture', '--confirm', 'corpus/lost.json', '--seeds', '20']);
    expect(still).toMatchObject({ code: 1, out: expect.stringContaining('It is still there') as string });

    // The bug is mended: here, it is not planted any more.
    const file = join(cwd, 'corpus', 'lost.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"amnesia"', ''));
    const gone = await splitbrain(['corpus', 'run']);
    expect(gone).toMatchObject({ code: 0, out: expect.stringContaining('1 no longer reproduced') as string });
    const few = await splitbrain(['torture', '--confirm', 'corpus/lost.json', '--seeds', '1']);
    expect(few).toMatchObject({ code: 2, out: expect.stringContaining('That may be luck') as string });
    const confirmed = await splitbrain(['torture', '--confirm', 'corpus/lost.json', '--seeds', '300']);
    expect(confirmed).toMatchObject({ code: 0, out: expect.stringContaining('it is gone') as string });

    expect(confirmed.out).toMatch(/of 50 neighbours failed before, 0 of 150 now;/);
    expect(confirmed.out).toMatch(/of 50 fresh plans failed before, 0 of 150 now:/);

    const rare = ['torture', '--confirm', 'corpus/lost.json', '--seeds', '50', '--before'];
    expect(await splitbrain([...rare, '7/1000'])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/7 of 1,000 runs failed before, 0 of 50 now.*--seeds \d+/) as string,
    });
    expect((await splitbrain([...rare, '7'])).code).toBe(254);

    // A file of an earlier version knows nothing of settings: neighbours alone are run.
    const old = JSON.parse(readFileSync(file, 'utf8')) as { origin?: unknown };
    delete old.origin;
    writeFileSync(file, JSON.stringify(old));
    const alone = await splitbrain(['torture', '--confirm', 'corpus/lost.json', '--seeds', '300']);
    expect(alone).toMatchObject({
      code: 0,
      out: expect.stringMatching(/of 50 runs failed before, 0 of 300 now: p < 0\.0001/) as string,
    });

    // A damaged file does not keep the others from being run.
    writeFileSync(join(cwd, 'corpus', 'damaged.json'), '{"version": 7}');
    const some = await splitbrain(['corpus', 'run']);
    expect(some.code).toBe(254);
    expect(some.out).toMatch(/damaged\.json is not a regression of version 1[^]*1 no longer reproduced/);
    expect((await splitbrain(['corpus', 'remove', 'lost', 'damaged'])).code).toBe(0);
    expect((await splitbrain(['corpus', 'list'])).out).toContain('There are no regressions in corpus');
  });
});
