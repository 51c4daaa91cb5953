import { Simulation } from '../../../src/cluster/simulation/simulation.js';
import type { StartReplica } from '../../../src/replica/host.js';
import { hostContract, type HostLab } from '../../replica/host-contract.js';

const UNREASONABLE_MS = 10_000;

async function createLab(): Promise<HostLab> {
  let start: StartReplica = () => ({ receive: () => {} });
  let simulation: Simulation | undefined;
  return {
    boot: async (given) => {
      start = given;
      if (simulation) {
        await simulation.faults.restart(['n1']);
        return;
      }
      simulation = new Simulation(
        {
          seed: 'host contract',
          nodes: ['n1', 'n2'],
          options: {},
          bugs: [],
          network: {
            minLatencyMs: 1,
            meanLatencyMs: 1,
            latency: 'heavy-tailed',
            loss: 0,
            duplication: 0,
            reordering: true,
          },
          clocks: { n1: { offsetMs: 500, driftPpm: -200 } },
          disk: { minSyncMs: 0, maxSyncMs: 5 },
        },
        (host, options) => (host.id === 'n1' ? start(host, options) : { receive: () => {} }),
      );
      await simulation.start();
      await simulation.faults.kill(['n2'], 'lost');
    },
    crash: async () => {
      await simulation?.faults.kill(['n1'], 'kept');
    },
    until: async (condition) => {
      await simulation?.run((finish) => {
        let waited = 0;
        const look = (): void => {
          if (condition()) finish();
          else if (++waited > UNREASONABLE_MS) throw new Error('what was waited for did not happen');
          else simulation?.after(1, look);
        };
        look();
      });
    },
    close: async () => {
      await simulation?.stop();
    },
  };
}

hostContract('the simulated Host', createLab);
