import { expect, test } from 'vitest';
import { judgeSimulated } from '../../../src/campaign/torture.js';
import { faults } from '../../../src/nemesis/registry.js';
import { stream } from '../../../src/plan/stream.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { targets } from '../../../targets/registry.js';
import { workloads } from '../../../workloads/registry.js';

const SEEDS = Number(process.env['RUNS'] ?? 100);

/** Settings of a kind that a person might ask for: any target and workload, most mixes of options, half with a bug. */
function drawSettings(seed: string): RunSettings {
  const { unit } = stream(seed, 'settings');
  const pick = <T>(from: readonly T[]): T => from[Math.floor(unit() * from.length)] as T;
  const some = <T>(from: readonly T[]): T[] => from.filter(() => unit() < 0.5);
  const target = pick(targets);
  const nodes = pick([3, 3, 5]);
  const quorum = (): number => 1 + Math.floor(unit() * nodes);
  const options = {
    w: quorum(),
    r: quorum(),
    order: pick(['counter', 'counter', 'last-write-wins']),
    repair: pick(['none', 'async', 'responders', 'write-back']),
    snapshot: pick(['double-collect', 'single-collect']),
  };
  return {
    ...defaultSettings,
    target: target.name,
    workload: pick(workloads).name,
    nodes,
    options: target.name === 'leaderless' && unit() < 0.7 ? options : {},
    faults: some(faults.map(({ kind }) => kind)),
    bugs: unit() < 0.5 ? [pick(target.bugs).name] : [],
    knobs: unit() < 0.5 ? {} : { keys: pick([2, 3, 10]) },
    timeLimitMs: pick([1_000, 2_000, 4_000]),
    rate: pick([100, 200, 400]),
    seed,
  };
}

test(
  `${SEEDS} runs over all targets: no checker contradicts another or what the simulation knows, and no sound run breaks a promise`,
  async () => {
    const seen = new Set<string>();
    for (let number = 0; number < SEEDS; number++) {
      const settings = drawSettings(`truth-${number}`);
      const { verdict } = await judgeSimulated(drawPlan(settings));
      if (settings.bugs.length === 0) {
        expect(verdict.valid, `seed ${settings.seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
      }
      for (const { guarantee, holds } of verdict.judgements) seen.add(`${guarantee} ${holds}`);
    }
    for (const guarantee of ['linearizability', 'regular-register', 'causal-consistency']) {
      expect(seen).toContain(`${guarantee} true`);
      expect(seen).toContain(`${guarantee} false`);
    }
  },
  600_000 + SEEDS * 2_000,
);
