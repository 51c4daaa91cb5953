import { expect, test } from 'vitest';
import { drawSwarm } from '../../../src/campaign/swarm.js';
import { faults } from '../../../src/nemesis/registry.js';
import { stream } from '../../../src/plan/stream.js';
import { drawPlan, serves } from '../../../src/run/draw-plan.js';
import { judgeSimulated } from '../../../src/run/judge-simulated.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { targets } from '../../../targets/registry.js';
import { workloads } from '../../../workloads/registry.js';

/** How many seeds, and from which on. */
const RUNS = Number(process.env['RUNS'] ?? 100);
const FROM = Number(process.env['FROM'] ?? 0);

type Options = RunSettings['options'];

/** Draws from the stream of a seed. */
interface Draws {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly upTo: (most: number) => number;
}

/** Mixes of options, sound ones and others; a target that is not here runs with its defaults. */
const optionsOf: { readonly [target: string]: (nodes: number, draws: Draws) => Options } = {
  leaderless: (nodes, { pick, upTo }) => ({
    w: upTo(nodes),
    r: upTo(nodes),
    order: pick(['counter', 'counter', 'last-write-wins']),
    repair: pick(['none', 'async', 'responders', 'write-back']),
    snapshot: pick(['double-collect', 'single-collect']),
  }),
  'single-leader': (nodes, { pick, upTo }) => ({
    copies: upTo(nodes),
    ack: pick(['synced', 'synced', 'received']),
    leaderShows: pick(['committed', 'committed', 'appended']),
    followerShows: pick(['committed', 'committed', 'received']),
    votes: pick(['intersecting', 'intersecting', 'majority', 'alone']),
    candidate: pick(['newest', 'newest', 'longest', 'any']),
    fencing: pick(['epochs', 'epochs', 'none']),
    rejoin: pick(['truncate', 'truncate', 'position', 'keep']),
    leaderReads: pick(['read-index', 'lease', 'local']),
    leaseClock: pick(['monotonic', 'wall']),
    reads: pick(['leader', 'any', 'own-at-leader', 'leader-after-write', 'token', 'central-token', 'sticky']),
  }),
};

/** Settings of a kind that a person might ask for: any target and workload, most mixes of options, half with a bug. */
function drawSettings(seed: string): RunSettings {
  const { unit } = stream(seed, 'settings');
  const pick = <T>(from: readonly T[]): T => from[Math.floor(unit() * from.length)] as T;
  const upTo = (most: number): number => 1 + Math.floor(unit() * most);
  const target = pick(targets);
  const nodes = pick([3, 3, 5]);
  const possible = faults.filter(({ order }) => order === undefined || target.orders?.includes(order));
  const settings = {
    ...defaultSettings,
    target: target.name,
    workload: pick(workloads.filter((workload) => serves(target, workload))).name,
    nodes,
    options: unit() < 0.7 ? (optionsOf[target.name]?.(nodes, { pick, upTo }) ?? {}) : {},
    faults: possible.filter(() => unit() < 0.5).map(({ kind }) => kind),
    bugs: unit() < 0.5 ? [pick(target.bugs).name] : [],
    knobs: unit() < 0.5 ? {} : { keys: pick([2, 3, 10]) },
    timeLimitMs: pick([1_000, 2_000, 4_000]),
    rate: pick([100, 200, 400]),
    seed,
  };
  return unit() < 0.5 ? drawSwarm(settings) : settings;
}

test(
  `${RUNS} runs over all targets: no checker contradicts another or what the simulation knows, and no sound run breaks a promise`,
  async () => {
    const seen = new Map<string, number>();
    const wrong: string[] = [];
    for (let number = FROM; number < FROM + RUNS; number++) {
      const settings = drawSettings(`truth-${number}`);
      try {
        const { verdict } = await judgeSimulated(drawPlan(settings));
        if (settings.bugs.length === 0 && verdict.valid === false) {
          wrong.push(`Seed ${settings.seed} breaks promises without a bug: ${verdict.reasons.join(' ')}`);
        }
        for (const { guarantee, holds, promise } of verdict.judgements) {
          const one = `${guarantee} ${holds}`;
          seen.set(one, (seen.get(one) ?? 0) + 1);
          if (promise) seen.set(`promised ${one}`, (seen.get(`promised ${one}`) ?? 0) + 1);
        }
      } catch (error) {
        wrong.push((error as Error).message);
      }
    }
    expect(wrong).toEqual([]);
    for (const guarantee of ['linearizability', 'regular-register', 'causal-consistency']) {
      expect([...seen.keys()]).toContain(`${guarantee} true`);
      expect([...seen.keys()]).toContain(`${guarantee} false`);
    }
    if (process.env['RUNS']) console.log(Object.fromEntries([...seen].sort()));
  },
  600_000 + RUNS * 2_000,
);
