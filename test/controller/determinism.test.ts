import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/controller/simulate.js';
import { hashEvents } from '../../src/history/hash.js';
import { drawPlan } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { describeDivergence, verifyDeterminism } from '../../src/run/verify-determinism.js';
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
});
