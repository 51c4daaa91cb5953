import { describe, expect, test } from 'vitest';
import { judgeSimulated } from '../../../src/run/judge-simulated.js';
import type { RequestResult } from '../../../src/cluster/cluster.js';
import { Simulation, type SimulationPlan } from '../../../src/cluster/simulation/simulation.js';
import type { StartReplica } from '../../../src/replica/host.js';
import type { Body } from '../../../src/replica/message.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { start } from '../../../targets/leaderless/replica.js';
import { leaderless } from '../../../targets/leaderless/target.js';

const plan: SimulationPlan = {
  seed: 'coordinator',
  nodes: ['n1', 'n2', 'n3'],
  options: leaderless.options(3).parse({}),
  bugs: [],
  network: {
    minLatencyMs: 1,
    meanLatencyMs: 1,
    latency: 'uniform',
    loss: 0,
    duplication: 0,
    reordering: false,
  },
  clocks: {},
  disk: { minSyncMs: 1, maxSyncMs: 1 },
};

describe('a coordinator that restarts', () => {
  test('never uses a message id of an earlier life again, so a late answer is not taken for another', async () => {
    const ids = new Map<number, Set<number>>();
    let lives = 0;
    const watched: StartReplica = (host, options) => {
      const life = host.id === 'n1' ? ++lives : 0;
      return start(
        {
          ...host,
          send: (to: string, body: Body) => {
            if (life > 0 && body.msg_id !== undefined) {
              const used = ids.get(life) ?? new Set();
              ids.set(life, used.add(body.msg_id));
            }
            host.send(to, body);
          },
        },
        options,
      );
    };
    const simulation = new Simulation(plan, watched);
    await simulation.start();
    const write = (value: number, then: (result: RequestResult) => void) =>
      simulation.request('c', 'n1', { type: 'write', key: 'x', value }, 1_000, then);
    await simulation.run((finish) => {
      simulation.after(10, () =>
        write(1, () => {
          void simulation.faults.kill(['n1'], 'kept');
          void simulation.faults.restart(['n1']);
          simulation.after(10, () => write(2, () => finish()));
        }),
      );
    });
    const [first, second] = [ids.get(1) ?? new Set(), ids.get(2) ?? new Set()];
    expect(first.size).toBeGreaterThan(0);
    expect(second.size).toBeGreaterThan(0);
    expect([...second].filter((id) => first.has(id))).toEqual([]);
  });

  test('regression: seed alarm-60 of the session workload, where an old answer met a new question', async () => {
    const { verdict } = await judgeSimulated(
      drawPlan({
        ...defaultSettings,
        workload: 'session',
        faults: ['partition', 'clock', 'kill', 'pause'],
        seed: 'alarm-60',
      }),
    );
    expect(verdict.valid).toBe(true);
  });
});
