import type { ClusterKind } from '../src/cluster/cluster.js';
import type { Plan } from '../src/plan/plan.js';
import { requireFaults, SettingsError } from '../src/run/draw-plan.js';
import { targetNamed } from '../targets/registry.js';
import type { Experiment } from './experiment.js';
import { planOf, type Script } from './script.js';

/** Where a witness is to show what it shows. */
export interface Stage {
  readonly cluster?: ClusterKind;
  /** More nodes than the experiment speaks of. */
  readonly nodes?: number | undefined;
}

/**
 * The plan of an experiment's witness; undefined where there is none.
 * @throws SettingsError that says why it would show nothing there
 */
export function witnessPlan(experiment: Experiment, stage: Stage = {}): Plan | undefined {
  const { cluster = 'simulation', nodes = experiment.nodes } = stage;
  const { witness, withoutNetwork, options, optionsOn } = experiment;
  if (!witness) return undefined;
  const target = targetNamed(experiment.target);
  const script = cluster === 'processes' ? (withoutNetwork ?? witness) : witness;
  requireNodes(experiment, nodes);
  const why = cluster === 'simulation' ? undefined : (experiment.onlySimulated ?? onlySimulated(script));
  if (why !== undefined) {
    throw new SettingsError(
      `${experiment.id} can be seen in simulation only: ${why}. Leave out --cluster ${cluster}.`,
    );
  }
  requireFaults([...new Set(script.faults.map(({ kind }) => kind))], cluster, target);
  const complete = target.options(nodes).parse({ ...options, ...optionsOn?.(nodes) });
  return planOf(script, { ...experiment, nodes, added: nodes - experiment.nodes, options: complete });
}

/** Why no real cluster does what a script asks for, as a clause; undefined where one does. */
function onlySimulated({ network, clocks, syncMs, faults }: Script): string | undefined {
  if (faults.some(({ unsynced }) => unsynced !== undefined && unsynced !== 'kept')) {
    return 'after kill -9 the operating system still writes what was not synced';
  }
  if (network) return 'it needs a network that is as slow as it says';
  if (syncMs !== undefined) return 'it needs disks that are as slow as it says';
  if (clocks) return 'it needs clocks that are wrong from the start';
  return undefined;
}

function requireNodes({ id, nodes: least, onlyNodes }: Experiment, nodes: number): void {
  if (nodes < least) throw new SettingsError(`${id} needs ${least} nodes; ${nodes} were asked for.`);
  if (nodes > least && onlyNodes !== undefined) {
    throw new SettingsError(`${id} is for ${least} nodes: ${onlyNodes}. Leave out --nodes ${nodes}.`);
  }
}
