import { existsSync } from 'node:fs';
import { DockerError, engineMessage, statusOf } from './docker-error.js';
import type { Engine } from './engine.js';
import { runLabels } from './labels.js';

/** How clients reach the nodes: at the containers' own addresses, or at ports published on 127.0.0.1. */
export type Reach = 'own-address' | 'published-port';

/** The network of one run. */
export interface RunNetwork {
  readonly name: string;
  readonly reach: Reach;
}

/**
 * Makes a bridge network of the run's own.
 * @throws DockerError when the engine has no more addresses to give
 */
export async function createRunNetwork(engine: Engine, runId: string, reach?: Reach): Promise<RunNetwork> {
  const name = `splitbrain-${runId}`;
  try {
    const { id } = await engine.createNetwork({
      Name: name,
      Driver: 'bridge',
      EnableIPv6: false,
      Labels: runLabels(runId),
    });
    return { name, reach: reach ?? (isBridgeHere(id) ? 'own-address' : 'published-port') };
  } catch (error) {
    if (!/address pool/.test(engineMessage(error)) || statusOf(error) === undefined) throw error;
    throw new DockerError(
      `The Docker engine has no addresses left for another network (${engineMessage(error)}): remove networks that are not used with "splitbrain clean" or "docker network prune".`,
    );
  }
}

/**
 * True when the network's bridge is an interface of this very machine. Docker Desktop has it in a virtual machine,
 * rootless Docker in a network namespace: there the containers' addresses lead nowhere.
 */
function isBridgeHere(networkId: string): boolean {
  return existsSync(`/sys/class/net/br-${networkId.slice(0, 12)}`);
}
