import { expect, test } from 'vitest';
import { planOf, type Script, write } from '../../../experiments/script.js';
import { simulate } from '../../../src/controller/simulate.js';
import { pair } from '../../../src/history/pair.js';
import { compareVersions, type Revelation } from '../../../src/history/revelation.js';
import type { Operation } from '../../../src/history/operation.js';
import type { Plan } from '../../../src/plan/plan.js';
import type { StartReplica } from '../../../src/replica/host.js';
import { defaultFaults, drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { singleLeader } from '../../../targets/single-leader/target.js';

/** What a node said of its lag, and what was true then, in milliseconds. */
interface Compared {
  readonly node: string;
  readonly saidMs: number;
  readonly trueMs: number;
}

const EVERY_MS = 20;

/** Asks each node again and again how far behind it is, at the node itself, so that no network comes between. */
const asked: StartReplica = (host, options) => {
  const replica = singleLeader.start(
    {
      ...host,
      clock: host.clock,
      send: (to, body) => {
        if (to !== 'observer') host.send(to, body);
        else if (body['lagMs'] !== null) host.log(`lag ${JSON.stringify(body['lagMs'])}`);
      },
    },
    options,
  );
  const ask = (): void => {
    replica.receive('observer', { type: 'lag', msg_id: 1 });
    host.after(EVERY_MS, ask);
  };
  host.after(EVERY_MS, ask);
  return replica;
};

/** Compares all that nodes say of their lag in a run with what they have revealed, and with what clients had been told. */
async function compare(plan: Plan): Promise<Compared[]> {
  const said: { readonly node: string; readonly atMs: number; readonly lagMs: number }[] = [];
  const { events, revealed } = await simulate(
    plan,
    { ...singleLeader, start: asked },
    {
      onLog: (node, atMs, text) => {
        const [, lag] = /^lag (.+)$/.exec(text) ?? [];
        if (lag !== undefined) said.push({ node, atMs, lagMs: Number(lag) });
      },
    },
  );
  const { operations } = pair(events);
  const writes = operations.filter(({ f, type }) => f === 'write' && type === 'ok');
  return said
    .filter(({ atMs }) => atMs <= plan.timeLimitMs)
    .map(({ node, atMs, lagMs }) => ({
      node,
      saidMs: lagMs,
      trueMs: trueLagMs(node, atMs, writes, revealed),
    }));
}

/** For how long a node has lacked the oldest acknowledged write that it does not show; 0 where it shows all. */
function trueLagMs(
  node: string,
  atMs: number,
  writes: readonly Operation[],
  revealed: readonly Revelation[],
): number {
  const own = revealed.filter((one) => one.node === node && one.at <= atMs * 1e6);
  const life = own.at(-1)?.life;
  const lacked = writes.filter(({ key, input, completedAt }) => {
    if (completedAt > atMs * 1e6) return false;
    const version = revealed.find((one) => one.key === key && one.value === input)?.version;
    return (
      version !== undefined &&
      !own.some((one) => one.life === life && one.key === key && compareVersions(one.version, version) >= 0)
    );
  });
  return lacked.length === 0 ? 0 : Math.max(...lacked.map(({ completedAt }) => atMs - completedAt / 1e6));
}

const options = { reads: 'fresh', maxLagMs: 150 };

const randomPlan = (seed: string, lag: string, faults: readonly string[]): Plan =>
  drawPlan({
    ...defaultSettings,
    target: 'single-leader',
    workload: 'register',
    nodes: 3,
    faults: [...faults],
    faultIntervalMs: 500,
    timeLimitMs: 1_500,
    rate: 60,
    options: { ...options, lag },
    seed,
  });

const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 6) }, (_, at) => `truth-${at}`);

test('by echoes no node ever says less than what is true, whatever happens', async () => {
  let behind = 0;
  for (const seed of seeds) {
    for (const { node, saidMs, trueMs } of await compare(
      randomPlan(seed, 'echoes', defaultFaults('simulation')),
    )) {
      if (trueMs > 0) behind++;
      expect(saidMs, `${seed}, ${node}`).toBeGreaterThanOrEqual(trueMs - ROUNDING);
    }
  }
  expect(behind).toBeGreaterThan(50);
});

/** Nanoseconds become milliseconds with fractions. */
const ROUNDING = 0.001;

test('by heartbeats a node says less than what is true by no more than the wall clocks are apart', async () => {
  let behind = 0;
  for (const [number, seed] of seeds.entries()) {
    const offsets = [0, 40 * number, -25 * number];
    const plan = randomPlan(seed, 'heartbeats', ['partition', 'pause', 'kill']);
    const clocks = Object.fromEntries(
      plan.nodes.map((node, at) => [node, { offsetMs: offsets[at] ?? 0, driftPpm: 0 }]),
    );
    const apartMs = Math.max(...offsets) - Math.min(...offsets);
    for (const { node, saidMs, trueMs } of await compare({ ...plan, clocks })) {
      if (trueMs > 0) behind++;
      expect(saidMs, `${seed}, ${node}`).toBeGreaterThanOrEqual(trueMs - apartMs - ROUNDING);
    }
  }
  expect(behind).toBeGreaterThan(50);
});

/** Five heartbeats in an election timeout of 300 ms. */
const HEARTBEAT_MS = 60;
/** A message takes 1 ms, a sync not much longer. */
const WAY_MS = 20;

test.each([
  // What a leader knows is as old as its last round but one.
  ['heartbeats', 2],
  // And it may have heard from the follower just before that one’s next answer.
  ['echoes', 3],
] as const)('by %s a node says little more than what is true while all are well', async (lag, heartbeats) => {
  const calm: Script = {
    clients: [Array.from({ length: 20 }, (_, at) => write(600 + 50 * at, 'n1', 'x', at + 1))],
    faults: [],
    untilMs: 2_000,
  };
  const plan = planOf(calm, {
    id: 'lag',
    target: 'single-leader',
    workload: 'register',
    nodes: 3,
    options: singleLeader.options(3).parse({ ...options, lag }),
  });
  const late = (await compare(plan)).slice(60);
  expect(late.length).toBeGreaterThan(100);
  for (const { saidMs, trueMs } of late)
    expect(saidMs - trueMs).toBeLessThan(heartbeats * HEARTBEAT_MS + WAY_MS);
});
