import { describe, expect, test } from 'vitest';
import type { FaultPort, Link, OperatorPort } from '../../../src/cluster/cluster.js';
import { Simulation, type SimulationPlan } from '../../../src/cluster/simulation/simulation.js';
import { clog } from '../../../src/nemesis/clog.js';
import { loss } from '../../../src/nemesis/loss.js';
import { slowLink } from '../../../src/nemesis/slow-link.js';
import type { StartReplica } from '../../../src/replica/host.js';
import { calmPlan } from './calm-plan.js';

const plan: SimulationPlan = { ...calmPlan, network: { ...calmPlan.network, reordering: false } };

interface Heard {
  readonly atMs: number;
  readonly at: string;
  readonly from: string;
  readonly number: number;
}

/**
 * n1 sends a number to each other node every 10 ms, for a second; `script` does what it likes meanwhile. Returns what
 * was heard until two seconds.
 */
async function listen(
  script: (faults: FaultPort, after: Simulation['after']) => void,
  over: Partial<SimulationPlan['network']> = {},
): Promise<{ heard: Heard[]; answered: Record<string, number>; hash: string }> {
  const heard: Heard[] = [];
  const answered: Record<string, number> = {};
  const start: StartReplica = (host) => {
    let number = 0;
    const tick = (): void => {
      number++;
      for (const node of host.nodes) if (node !== host.id) host.send(node, { type: 'tick', number });
      if (number < 100) host.after(10, tick);
    };
    if (host.id === 'n1') host.after(10, tick);
    return {
      receive(from, body) {
        if (body.type !== 'tick') host.send(from, { type: 'ok', in_reply_to: body.msg_id as number });
        else {
          const atMs = host.clock.monotonic();
          heard.push({ atMs, at: host.id, from, number: body['number'] as number });
        }
      },
    };
  };
  const simulation = new Simulation({ ...plan, network: { ...plan.network, ...over } }, start);
  await simulation.start();
  await simulation.run((finish) => {
    script(simulation.faults, simulation.after.bind(simulation));
    for (const node of plan.nodes) {
      simulation.after(500, () =>
        simulation.request('c', node, { type: 'ask' }, 200, ({ kind }) => {
          if (kind === 'reply') answered[node] = simulation.now() / 1e6;
        }),
      );
    }
    simulation.after(2_000, finish);
  });
  return { heard, answered, hash: simulation.hash };
}

const link: readonly Link[] = [['n1', 'n2']];
const numbers = (heard: readonly Heard[], at: string): number[] =>
  heard.filter((one) => one.at === at).map(({ number }) => number);
const upTo100 = Array.from({ length: 100 }, (_, at) => at + 1);

/** Injects a fault at 300 ms and heals it at 700 ms. */
function during(inject: (port: OperatorPort) => unknown): Parameters<typeof listen>[0] {
  return (faults, after) => {
    after(300, () => {
      const heal = inject({ ...faults, order: () => {}, number: () => 0 }) as () => void;
      after(400, heal);
    });
  };
}

describe('a clogged link', () => {
  test('hears nothing while it lasts, and then everything at once and in order', async () => {
    const { heard } = await listen(during((port) => clog.inject(port, { links: link, release: 'at-once' })));
    const times = heard.filter(({ at }) => at === 'n2').map(({ atMs }) => atMs);
    expect(times.filter((at) => at > 300 && at < 700)).toEqual([]);
    expect(times.filter((at) => at === 700).length).toBeGreaterThan(35);
    expect(numbers(heard, 'n2')).toEqual(upTo100);
    expect(heard.filter(({ at, atMs }) => at === 'n3' && atMs > 300 && atMs < 700).length).toBeGreaterThan(
      35,
    );
  });

  test('or each message after a while of its own, out of order where the network does that', async () => {
    const { heard } = await listen(
      during((port) => clog.inject(port, { links: link, release: 'spread' })),
      { reordering: true, meanLatencyMs: 20 },
    );
    const held = heard.filter(({ at, atMs, number }) => at === 'n2' && atMs > 700 && number < 65);
    expect(new Set(held.map(({ atMs }) => atMs)).size).toBe(held.length);
    const inOrder = held.map(({ number }) => number);
    expect(inOrder).not.toEqual([...inOrder].sort((a, b) => a - b));
    expect(numbers(heard, 'n2').sort((a, b) => a - b)).toEqual(upTo100);
  });

  test('that is cut before it is released loses what it held', async () => {
    const { heard } = await listen((faults, after) => {
      after(300, () => void faults.impair(link, { clogged: 'at-once' }));
      after(600, () => void faults.cut(link));
      after(700, () => void faults.impair(link, { clogged: false }));
      after(800, () => void faults.mend(link));
    });
    const lost = upTo100.filter((number) => !numbers(heard, 'n2').includes(number));
    expect(lost.length).toBeGreaterThan(45);
    expect(lost).toEqual(Array.from({ length: lost.length }, (_, at) => (lost[0] as number) + at));
  });
});

test('a slow link takes its factor times as long, and is itself again afterwards', async () => {
  const { heard } = await listen(
    during((port) => slowLink.inject(port, { links: link, factor: 50 })),
    { reordering: true },
  );
  // The tick number n sets out at 10 n ms.
  const took = (at: string) =>
    heard.filter((one) => one.at === at).map(({ atMs, number }) => ({ number, took: atMs - 10 * number }));
  for (const { number, took: latency } of took('n2')) {
    if (number > 30 && number < 70) expect(latency).toBeGreaterThanOrEqual(50);
    else if (number !== 30 && number !== 70) expect(latency).toBeLessThanOrEqual(3);
  }
  for (const { took: latency } of took('n3')) expect(latency).toBeLessThanOrEqual(3);
});

test('a lossy link loses about its share, and others none', async () => {
  const { heard } = await listen(during((port) => loss.inject(port, { links: link, share: 0.5 })));
  const arrived = new Set(numbers(heard, 'n2'));
  const lost = upTo100.filter((number) => !arrived.has(number));
  expect(lost.length).toBeGreaterThan(8);
  expect(lost.length).toBeLessThan(32);
  expect(lost.every((number) => number >= 30 && number <= 70)).toBe(true);
  expect(numbers(heard, 'n3')).toEqual(upTo100);
});

test('clients can be cut from a node that other nodes still hear, either way', async () => {
  const { answered, heard } = await listen((faults) => {
    void faults.cut([
      ['clients', 'n2'],
      ['n3', 'clients'],
    ]);
  });
  expect(Object.keys(answered)).toEqual(['n1']);
  expect(numbers(heard, 'n2')).toEqual(upTo100);
});

test('a fault that never befalls a message changes nothing, and the same faults give the same run', async () => {
  const calm = await listen(() => {});
  const never = await listen((faults, after) => {
    after(1_500, () => void faults.impair([['n2', 'n3']], { loss: 1, slowness: 9 }));
  });
  const timesOf = (heard: readonly Heard[]) => heard.map(({ atMs }) => atMs);
  expect(timesOf(never.heard)).toEqual(timesOf(calm.heard));
  const lossy = during((port) => loss.inject(port, { links: link, share: 0.5 }));
  expect((await listen(lossy)).hash).toBe((await listen(lossy)).hash);
});

test('latency policies: links or clients with a pace of their own', async () => {
  const meanTo = (heard: readonly Heard[], at: string): number => {
    const took = heard.filter((one) => one.at === at).map(({ atMs, number }) => atMs - 10 * number - 1);
    return took.reduce((sum, one) => sum + one, 0) / took.length;
  };
  const uniform = await listen(() => {});
  expect(meanTo(uniform.heard, 'n2')).toBeCloseTo(meanTo(uniform.heard, 'n3'), 0);
  const perClient = await listen(() => {}, { latency: 'per-client' });
  expect(perClient.heard).toEqual(uniform.heard);
  expect(perClient.answered).not.toEqual(uniform.answered);
  const perLink = await listen(() => {}, { latency: 'per-link' });
  const ratio = meanTo(perLink.heard, 'n2') / meanTo(perLink.heard, 'n3');
  expect(Math.max(ratio, 1 / ratio)).toBeGreaterThan(1.5);
});
