import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/controller/simulate.js';
import { replicaCrashes } from '../../src/checkers/judge.js';
import { hashEvents } from '../../src/history/hash.js';
import { pair } from '../../src/history/pair.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { describeDivergence, describeParting, verifyDeterminism } from '../../src/run/verify-determinism.js';
import { leaderless } from '../../targets/leaderless/target.js';
import type { StartReplica } from '../../src/replica/host.js';

const settings: RunSettings = {
  ...defaultSettings,
  workload: 'session',
  faults: ['partition', 'clock', 'kill', 'pause'],
  seed: 'the same',
  timeLimitMs: 3_000,
};

async function fingerprint(over: Partial<RunSettings> = {}): Promise<string> {
  const run = await simulate(drawPlan({ ...settings, ...over }), leaderless);
  return `${run.hash} ${hashEvents(run.events)}`;
}

describe('the same seed gives the same history', () => {
  test('twice in one process, and after other seeds ran', async () => {
    const first = await fingerprint();
    expect(await fingerprint()).toBe(first);
    const other = await fingerprint({ seed: 'another' });
    expect(other).not.toBe(first);
    expect(await fingerprint()).toBe(first);
  });

  test('while another simulation runs', async () => {
    const alone = await fingerprint();
    const together = await Promise.all([fingerprint(), fingerprint({ seed: 'b' }), fingerprint()]);
    expect([together[0], together[2]]).toEqual([alone, alone]);
  });

  test('in another process, from the compiled code', async () => {
    const root = join(import.meta.dirname, '..', '..');
    const script = `
      import { drawPlan } from './dist/src/run/draw-plan.js';
      import { simulate } from './dist/src/controller/simulate.js';
      import { hashEvents } from './dist/src/history/hash.js';
      import { leaderless } from './dist/targets/leaderless/target.js';
      const run = await simulate(drawPlan(${JSON.stringify(settings)}), leaderless);
      console.log(run.hash + ' ' + hashEvents(run.events));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output.trim()).toBe(await fingerprint());
  });

  test('pinned, so that a change of what a seed means is noticed', async () => {
    expect(await fingerprint()).toMatchInlineSnapshot(
      `"1350bed233d3c31e 530da1b5e7cd868f00d2a63866b07591f99cf29a6a5a280676f9aa08d9714a36"`,
    );
  });
});

describe('a run', () => {
  test('does not change messages after they were sent', async () => {
    const plan = drawPlan(settings);
    const frozen = await simulate(plan, leaderless, { freezeMessages: true });
    expect(`${frozen.hash} ${hashEvents(frozen.events)}`).toBe(await fingerprint());
  });

  test('is verified by running it twice', async () => {
    expect(await verifyDeterminism(drawPlan(settings))).toBeUndefined();
  });

  test('that draws on something else is caught, and the first event that differs is named', async () => {
    let lives = 0;
    const fickle: StartReplica = (host, options) => {
      const replica = leaderless.start(host, options);
      const delayMs = 10 + lives++ / 1000;
      host.after(delayMs, () => {});
      return replica;
    };
    const divergence = await verifyDeterminism(drawPlan(settings), { ...leaderless, start: fickle });
    expect(divergence).toBeDefined();
    expect(divergence && describeDivergence(divergence)).toMatch(
      /^The two runs part at event \d+: the first had .* ms; the second had .* ms\.$/,
    );
  });

  test('is kept every thousand events, so that runs of different code can be told apart where they part', async () => {
    const plan = drawPlan(settings);
    const one = await simulate(plan, leaderless);
    expect(one.checkpoints.length).toBe(Math.ceil(one.happenings / 1_000));
    expect(describeParting(one.checkpoints, (await simulate(plan, leaderless)).checkpoints)).toBeUndefined();
    const changed = one.checkpoints.map((checkpoint, at) =>
      at < 3 ? checkpoint : { ...checkpoint, hash: 'x' },
    );
    expect(describeParting(one.checkpoints, changed)).toMatch(
      /^They part between events 2000 and 3000, from \d+\.\d+ ms to \d+\.\d+ ms\.$/,
    );
  });
});

test('a probe that the target does not name ends the replica that marks it', async () => {
  const plan = drawPlan(settings);
  const marked = await simulate(plan, leaderless);
  expect(Object.keys(marked.probes)).toEqual(leaderless.probes);
  expect(Object.values(marked.probes).some((count) => count > 0)).toBe(true);
  const careless: StartReplica = (host, options) => {
    const replica = leaderless.start(host, options);
    host.after(10, () => host.probe?.('no such thing'));
    return replica;
  };
  const { events } = await simulate(plan, { ...leaderless, start: careless });
  expect(replicaCrashes(pair(events))[0]).toMatch(
    /crashed by itself at 0\.010 s: There is no probe "no such thing"/,
  );
});
