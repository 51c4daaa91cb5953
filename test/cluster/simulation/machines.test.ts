import { describe, expect, test } from 'vitest';
import type { MachinePort, RequestResult } from '../../../src/cluster/cluster.js';
import { Simulation, type SimulationPlan } from '../../../src/cluster/simulation/simulation.js';
import { RecordLog } from '../../../src/replica/record-log.js';
import type { StartReplica } from '../../../src/replica/host.js';

const plan: SimulationPlan = {
  seed: 'a seed',
  nodes: ['n1', 'n2'],
  options: {},
  bugs: [],
  network: {
    minLatencyMs: 1,
    meanLatencyMs: 0,
    latency: 'uniform',
    loss: 0,
    duplication: 0,
    reordering: true,
  },
  clocks: {},
  disk: { minSyncMs: 1, maxSyncMs: 1 },
};

/** Keeps what it is told in a log, says what it has, counts what others send it, and crashes on demand. */
const keeper: StartReplica = (host) => {
  const log = new RecordLog<string>(host, 'log');
  const kept = log.recover();
  let pings = 0;
  return {
    receive(from, { type, msg_id, text }) {
      const answer = (more: object): void =>
        host.send(from, { type: `${type}_ok`, in_reply_to: msg_id as number, ...more });
      if (type === 'ping') pings++;
      if (type === 'ping all')
        for (let count = 0; count < 100; count++) host.send('n2', { type: 'ping', text: 'x' });
      if (type === 'crash') throw new Error('this cannot be');
      if (type === 'what') answer({ kept: [...kept], pings });
      if (type !== 'keep') return;
      kept.push(text as string);
      log.append(text as string);
      log.sync(() => answer({}));
    },
  };
};

class World {
  readonly simulation: Simulation;
  readonly machines: MachinePort;
  readonly logs: string[] = [];
  readonly crashes: string[] = [];

  constructor(over: Partial<SimulationPlan> = {}) {
    this.simulation = new Simulation({ ...plan, ...over }, keeper, {
      onLog: (node, _at, text) => this.logs.push(`${node}: ${text.split('\n')[0]}`),
    });
    this.simulation.onCrash((node, why) => this.crashes.push(`${node}: ${why}`));
    this.machines = this.simulation.faults.machines as MachinePort;
    void this.simulation.start();
  }

  async ask(node: string, body: { type: string; text?: string }): Promise<unknown> {
    let result: RequestResult | undefined;
    await this.simulation.run((finish) =>
      this.simulation.request('c', node, body, 1_000, (heard) => {
        result = heard;
        finish();
      }),
    );
    return result?.kind === 'reply' ? (result.body['kept'] ?? result.body.type) : result?.kind;
  }

  keep = (text: string) => this.ask('n1', { type: 'keep', text });
  what = (node = 'n1') => this.ask(node, { type: 'what' });

  /** Kills n1, does something, and starts it again. */
  async meanwhile(action: () => void): Promise<unknown> {
    void this.simulation.faults.kill(['n1'], 'kept');
    action();
    void this.simulation.faults.restart(['n1']);
    return this.what();
  }

  /** How many pings n2 has heard. */
  pings = async (): Promise<number> => {
    let count = -1;
    await this.simulation.run((finish) =>
      this.simulation.request('c', 'n2', { type: 'what' }, 1_000, (heard) => {
        if (heard.kind === 'reply') count = heard.body['pings'] as number;
        finish();
      }),
    );
    return count;
  };

  pass = (ms: number) => this.simulation.run((finish) => this.simulation.after(ms, finish));
}

describe('a disk', () => {
  test('that is full ends the node that needs it, which starts again when it is mended', async () => {
    const world = new World();
    await world.keep('a');
    world.machines.failDisk(['n1'], 'full');
    expect(await world.what()).toEqual(['a']);
    expect(await world.keep('b')).toBe('reset');
    expect(await world.what()).toBe('refused');
    expect(world.logs).toContain('n1: ended: ENOSPC: log: no space left on the disk');
    world.machines.mendDisk(['n1']);
    expect(await world.what()).toEqual(['a']);
    expect(world.crashes).toEqual([]);
  });

  test('that fails to sync loses what was not synced', async () => {
    const world = new World();
    await world.keep('a');
    // It arrives after 1 ms, and is synced after 2.
    world.simulation.after(1.5, () => world.machines.failDisk(['n1'], 'error'));
    expect(await world.keep('b')).toBe('reset');
    world.machines.mendDisk(['n1']);
    expect(await world.what()).toEqual(['a']);
  });

  test('that lies loses what it said it had synced when the power fails', async () => {
    const world = new World();
    await world.keep('a');
    world.machines.failDisk(['n1'], 'lying');
    expect(await world.keep('b')).toBe('keep_ok');
    expect(await world.what()).toEqual(['a', 'b']);
    void world.simulation.faults.kill(['n1'], 'lost');
    world.machines.mendDisk(['n1']);
    void world.simulation.faults.restart(['n1']);
    expect(await world.what()).toEqual(['a']);
    expect(await world.keep('c')).toBe('keep_ok');
    void world.simulation.faults.kill(['n1'], 'lost');
    void world.simulation.faults.restart(['n1']);
    expect(await world.what()).toEqual(['a', 'c']);
  });

  test('can be restored from a copy, or wiped', async () => {
    const world = new World();
    await world.keep('a');
    const putBack = world.machines.copyDisk('n1');
    await world.keep('b');
    expect(await world.meanwhile(() => {})).toEqual(['a', 'b']);
    expect(await world.meanwhile(putBack)).toEqual(['a']);
    expect(await world.meanwhile(() => world.machines.wipeDisk('n1'))).toEqual([]);
  });

  test('with a flipped bit does not start, or has lost its end', async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const world = new World({ seed: `flip ${seed}` });
      for (const text of ['a', 'b', 'c']) await world.keep(text);
      const left = await world.meanwhile(() => world.machines.flipBit('n1'));
      seen.add(JSON.stringify(left));
      if (left === 'refused')
        expect(world.logs.at(-1)).toMatch(/ended: DAMAGED: log: the record at byte \d+/);
    }
    // All that is left is a beginning of what was kept.
    expect(['"refused"', '[]', '["a"]', '["a","b"]', '["a","b","c"]']).toEqual(
      expect.arrayContaining([...seen]),
    );
    expect(seen).toContain('"refused"');
    expect(seen).toContain('["a","b"]');
  });
});

test('a slow node takes its time over each message, and goes through the rest at once when it is fast again', async () => {
  const world = new World();
  world.machines.slow(['n2'], 10);
  void world.ask('n1', { type: 'ping all' });
  await world.pass(200);
  world.machines.slow(['n2'], 0);
  expect(await world.pings()).toBe(100);
  world.machines.slow(['n2'], 20);
  const before = world.simulation.now();
  await world.pings();
  expect((world.simulation.now() - before) / 1e6).toBeCloseTo(22, 0);
});

test('a replica that throws ends, and nothing else does', async () => {
  const world = new World();
  expect(await world.ask('n1', { type: 'crash' })).toBe('reset');
  expect(world.crashes).toEqual(['n1: this cannot be']);
  expect(world.logs).toContain('n1: ended: Error: this cannot be');
  expect(await world.what('n2')).toEqual([]);
  void world.simulation.faults.restart(['n1']);
  expect(await world.what()).toEqual([]);
});

test('a link that two faults cut is open again when both are healed', async () => {
  const world = new World();
  const { faults } = world.simulation;
  const cut = [['n1', 'n2']] as const;
  const pingAll = async (): Promise<void> => {
    void world.ask('n1', { type: 'ping all' });
    await world.pass(50);
  };
  void faults.cut(cut);
  void faults.cut(cut);
  void faults.mend(cut);
  await pingAll();
  expect(await world.pings()).toBe(0);
  void faults.mend(cut);
  await pingAll();
  expect(await world.pings()).toBe(100);
});

test('messages that are damaged are not heard, unless nobody looks at checksums', async () => {
  const heardWith = async (bugs: readonly string[]): Promise<number> => {
    const world = new World({ bugs: [...bugs] });
    void world.simulation.faults.impair([['n1', 'n2']], { corruption: 1 });
    void world.ask('n1', { type: 'ping all' });
    await world.pass(50);
    return world.pings();
  };
  expect(await heardWith([])).toBe(0);
  const believed = await heardWith(['skip-checksum']);
  expect(believed).toBeGreaterThan(0);
  expect(believed).toBeLessThan(60);
});
