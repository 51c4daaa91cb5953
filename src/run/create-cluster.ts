import type { Target } from '../../targets/target.js';
import type { Cluster, ClusterKind } from '../cluster/cluster.js';
import { type Revealed, Simulation } from '../cluster/simulation/simulation.js';
import type { Plan } from '../plan/plan.js';

/** What a cluster is made for. */
export interface ClusterRequest {
  readonly kind: ClusterKind;
  readonly plan: Plan;
  readonly target: Target;
  /** The run's folder: nodes' data, where it is on this machine, goes there. */
  readonly dir: string;
  /** Hears what the nodes log, where the cluster does not write their logs itself. */
  readonly onLog: (node: string, atMs: number, text: string) => void;
  /** Hears what replicas reveal, in simulation. */
  readonly onReveal: (revealed: Revealed) => void;
  /** Hears what takes long before the nodes are ready, such as building an image the first time. */
  readonly onNote: (text: string) => void;
}

/** Makes a cluster, not yet started. Modules that only one kind needs are loaded only for that kind. */
export async function createCluster({
  kind,
  plan,
  target,
  dir,
  onLog,
  onReveal,
  onNote,
}: ClusterRequest): Promise<Cluster> {
  const replicas = {
    target,
    nodes: plan.nodes,
    options: { ...plan.options, bugs: plan.bugs },
    dir,
  };
  switch (kind) {
    case 'simulation':
      return new Simulation(plan, target.start, { onLog, onReveal });
    case 'processes': {
      const { createProcessesCluster } = await import('../cluster/processes/processes-cluster.js');
      return createProcessesCluster(replicas);
    }
    case 'docker': {
      const { createDockerCluster } = await import('../cluster/docker/docker-cluster.js');
      return createDockerCluster({ ...replicas, note: onNote });
    }
  }
}
