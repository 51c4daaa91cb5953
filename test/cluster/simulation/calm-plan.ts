import type { SimulationPlan } from '../../../src/cluster/simulation/simulation.js';

/** Three nodes on a network that loses nothing: what a test of a simulation begins with. */
export const calmPlan: SimulationPlan = {
  seed: 'a seed',
  nodes: ['n1', 'n2', 'n3'],
  options: {},
  bugs: [],
  network: {
    minLatencyMs: 1,
    meanLatencyMs: 1,
    latency: 'uniform',
    loss: 0,
    duplication: 0,
    reordering: true,
  },
  clocks: {},
  disk: { minSyncMs: 1, maxSyncMs: 2 },
};
