import { describe, expect, test } from 'vitest';
import { Simulation, type SimulationPlan } from '../../../src/cluster/simulation/simulation.js';
import type { RequestResult } from '../../../src/cluster/cluster.js';
import type { StartReplica } from '../../../src/replica/host.js';
import { calmPlan } from './calm-plan.js';

const plan = calmPlan;

/** Answers clients, and tells every other node what a client says. */
const gossip: StartReplica = (host) => {
  const heard: string[] = [];
  return {
    receive(from, body) {
      if (body.type === 'tell') {
        for (const node of host.nodes)
          if (node !== host.id) host.send(node, { type: 'told', text: body['text'] });
        host.send(from, { type: 'tell_ok', in_reply_to: body.msg_id as number });
      } else if (body.type === 'told') {
        heard.push(`${from}:${body['text'] as string}`);
      } else if (body.type === 'clock') {
        host.send(from, {
          type: 'clock_ok',
          in_reply_to: body.msg_id as number,
          wall: host.clock.wall(),
          monotonic: host.clock.monotonic(),
        });
      } else {
        host.send(from, { type: 'heard', in_reply_to: body.msg_id as number, heard: [...heard] });
      }
    },
  };
};

function started(over: Partial<SimulationPlan> = {}, start: StartReplica = gossip): Simulation {
  const simulation = new Simulation({ ...plan, ...over }, start);
  void simulation.start();
  return simulation;
}

/** Runs a script in virtual time and returns what its `finish` was called with. */
async function play<T>(simulation: Simulation, script: (finish: (result: T) => void) => void): Promise<T> {
  let result: T | undefined;
  await simulation.run((finish) =>
    script((value) => {
      result = value;
      finish();
    }),
  );
  return result as T;
}

const heardBy = (simulation: Simulation, node: string) =>
  play<RequestResult>(simulation, (finish) =>
    simulation.request('c', node, { type: 'heard?' }, 1000, finish),
  ).then((result) => (result.kind === 'reply' ? result.body['heard'] : result.kind));

const tell = (simulation: Simulation, node: string, text: string) =>
  play<RequestResult>(simulation, (finish) =>
    simulation.request('c', node, { type: 'tell', text }, 1000, finish),
  );

const wait = (simulation: Simulation, ms: number) =>
  play<void>(simulation, (finish) => void simulation.after(ms, () => finish()));

describe('requests', () => {
  test('are answered, in virtual time', async () => {
    const simulation = started();
    expect((await tell(simulation, 'n1', 'hello')).kind).toBe('reply');
    expect(simulation.now()).toBeGreaterThan(2e6);
    expect(simulation.now()).toBeLessThan(7e6);
  });

  test('to a dead node are refused', async () => {
    const simulation = started();
    void simulation.faults.kill(['n1'], 'kept');
    expect((await tell(simulation, 'n1', 'hello')).kind).toBe('refused');
  });

  test('to a node that dies meanwhile are reset', async () => {
    const simulation = started();
    const result = await play<RequestResult>(simulation, (finish) => {
      simulation.request('c', 'n1', { type: 'tell', text: 'x' }, 1000, finish);
      void simulation.faults.kill(['n1'], 'kept');
    });
    expect(result.kind).toBe('reset');
  });

  test('to a paused node time out, and a late answer changes nothing', async () => {
    const simulation = started();
    void simulation.faults.pause(['n1']);
    const results: string[] = [];
    await play<void>(simulation, (finish) => {
      simulation.request('c', 'n1', { type: 'tell', text: 'x' }, 50, (result) => results.push(result.kind));
      simulation.after(100, () => void simulation.faults.resume(['n1']));
      simulation.after(200, () => finish());
    });
    expect(results).toEqual(['timeout']);
    expect(await heardBy(simulation, 'n2')).toEqual(['n1:x']);
  });

  test('name the nodes there are when the node is unknown', async () => {
    await expect(tell(started(), 'n9', 'x')).rejects.toThrow('There is no node n9. Nodes: n1, n2, n3.');
  });
});

describe('partitions', () => {
  test('cut exactly the directed links they name', async () => {
    const simulation = started();
    void simulation.faults.cut([['n1', 'n2']]);
    await tell(simulation, 'n1', 'from 1');
    await tell(simulation, 'n2', 'from 2');
    await wait(simulation, 100);
    expect(await heardBy(simulation, 'n1')).toEqual(['n2:from 2']);
    expect(await heardBy(simulation, 'n2')).toEqual([]);
    expect(new Set((await heardBy(simulation, 'n3')) as string[])).toEqual(
      new Set(['n1:from 1', 'n2:from 2']),
    );
    void simulation.faults.mend([['n1', 'n2']]);
    await tell(simulation, 'n1', 'again');
    await wait(simulation, 100);
    expect(await heardBy(simulation, 'n2')).toEqual(['n1:again']);
  });
});

describe('clocks', () => {
  const clockOf = (simulation: Simulation, node: string) =>
    play<RequestResult>(simulation, (finish) =>
      simulation.request('c', node, { type: 'clock' }, 1000, finish),
    ).then((result) =>
      result.kind === 'reply' ? (result.body as unknown as { wall: number; monotonic: number }) : undefined,
    );

  test('jump and drift as they are set, while monotonic time stays sound', async () => {
    const simulation = started();
    const epoch = 1_767_225_600_000;
    void simulation.faults.setClock('n1', { offsetMs: -5_000, driftPpm: 0 });
    const jumped = await clockOf(simulation, 'n1');
    expect(jumped && jumped.wall - jumped.monotonic).toBeCloseTo(epoch - 5_000, 3);
    void simulation.faults.setClock('n1', { offsetMs: 0, driftPpm: 100_000 });
    const before = simulation.now() / 1e6;
    await wait(simulation, 1_000);
    const drifted = await clockOf(simulation, 'n1');
    expect(drifted && drifted.wall - epoch - drifted.monotonic).toBeCloseTo(
      ((drifted?.monotonic ?? 0) - before) * 0.1,
      3,
    );
    const other = await clockOf(simulation, 'n2');
    expect(other && other.wall - other.monotonic).toBeCloseTo(epoch, 3);
  });
});

describe('a network that loses and doubles', () => {
  test('loses everything at a loss of 1, and doubles everything at a duplication of 1', async () => {
    const lossy = started({ network: { ...plan.network, loss: 1 } });
    await tell(lossy, 'n1', 'x');
    await wait(lossy, 100);
    expect(await heardBy(lossy, 'n2')).toEqual([]);
    const doubling = started({ network: { ...plan.network, duplication: 1 } });
    await tell(doubling, 'n1', 'x');
    await wait(doubling, 100);
    expect(await heardBy(doubling, 'n2')).toEqual(['n1:x', 'n1:x']);
  });

  test('keeps the order of a link unless it may reorder', async () => {
    const texts = Array.from({ length: 40 }, (_, at) => `${at}`);
    const orderWith = async (reordering: boolean) => {
      const chatter: StartReplica = (host) => {
        const replica = gossip(host, {});
        if (host.id === 'n1') for (const text of texts) host.send('n2', { type: 'told', text });
        return replica;
      };
      const simulation = started(
        { network: { ...plan.network, reordering, latency: 'heavy-tailed' } },
        chatter,
      );
      await wait(simulation, 1_000);
      return heardBy(simulation, 'n2');
    };
    expect(await orderWith(false)).toEqual(texts.map((text) => `n1:${text}`));
    expect(await orderWith(true)).not.toEqual(texts.map((text) => `n1:${text}`));
  });
});

/** Tells n1 something over which it crashes; the connection breaks, and the others live on. */
async function crashOf(simulation: Simulation): Promise<string> {
  const crashes: string[] = [];
  simulation.onCrash((node, why) => crashes.push(`${node}: ${why}`));
  expect(await tell(simulation, 'n1', 'x')).toEqual({ kind: 'reset' });
  expect(await tell(simulation, 'n1', 'x')).toEqual({ kind: 'refused' });
  expect(crashes).toHaveLength(1);
  return crashes[0] as string;
}

describe('replicas', () => {
  test('that reach for a global source of nondeterminism fail with its remedy', async () => {
    const cheat: StartReplica = () => ({ receive: () => void Date.now() });
    const simulation = started({}, cheat);
    expect(await crashOf(simulation)).toMatch(/^n1: Date is not available.*host\.clock\.wall\(\)/);
  });

  test('that change a message fail when messages are frozen', async () => {
    const meddler: StartReplica = () => ({
      receive: (_from, body) => {
        (body as unknown as { text: string }).text = 'changed';
      },
    });
    const simulation = new Simulation(plan, meddler, { freezeMessages: true });
    await simulation.start();
    expect(await crashOf(simulation)).toMatch(/^n1: Cannot assign to read only property/);
  });

  test('that die take their timers and syncs with them', async () => {
    const seen: string[] = [];
    const start: StartReplica = (host) => {
      host.after(10, () => seen.push(`timer ${host.clock.monotonic()}`));
      host.disk.append('log', 'x');
      host.disk.sync('log', () => seen.push('sync'));
      return { receive: () => {} };
    };
    const simulation = started({ nodes: ['n1'] }, start);
    void simulation.faults.kill(['n1'], 'lost');
    await wait(simulation, 100);
    expect(seen).toEqual([]);
  });
});

test('a run that is aborted stops with the reason', async () => {
  const simulation = started();
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(simulation.run(() => {}, { signal: controller.signal })).rejects.toThrow('enough');
});
