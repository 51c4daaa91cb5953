import { setTimeout as sleep } from 'node:timers/promises';
import { DockerError, engineMessage, statusOf } from './docker-error.js';
import type { Engine } from './engine.js';

/** The engine removes containers by itself too, and takes a while for it. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/** How many containers and networks were there to be removed. */
export interface Removed {
  readonly containers: number;
  readonly networks: number;
}

/** Repeats `action` until it says that it is done. */
async function untilDone(what: string, action: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await action())) {
    if (performance.now() > deadline) {
      throw new DockerError(
        `The Docker engine did not remove ${what} within ${PATIENCE_MS / 1000} s: try again with "splitbrain clean".`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** Ends a container at once and removes it with its anonymous volumes; resolves when it is gone. */
async function removeContainer(engine: Engine, id: string): Promise<void> {
  await untilDone(`the container ${id.slice(0, 12)}`, async () => {
    try {
      await engine.getContainer(id).remove({ force: true, v: true });
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return true;
      // 409: somebody else is removing it. 500: it ended by itself in the middle of this.
      if (status === 409 || status === 500) return false;
      throw error;
    }
  });
}

/** Removes a network, which may still have containers that are on their way out. */
async function removeNetwork(engine: Engine, id: string): Promise<void> {
  await untilDone(`the network ${id.slice(0, 12)}`, async () => {
    try {
      await engine.getNetwork(id).remove();
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return true;
      if (status === 403 || status === 409 || status === 500) return false;
      throw error;
    }
  });
}

/** Something with labels, as the engine lists it. */
export interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | undefined;
}

/**
 * Removes the containers and networks that carry a label (`name` or `name=value`), all at once, running or not.
 * @param which narrows them down
 * @throws DockerError when the engine does not manage it
 */
export async function removeLabelled(
  engine: Engine,
  label: string,
  which: (labelled: Labelled) => boolean = () => true,
): Promise<Removed> {
  try {
    const filters = JSON.stringify({ label: [label] });
    const containers = (await engine.listContainers({ all: true, filters })).filter(which);
    await Promise.all(containers.map(({ Id }) => removeContainer(engine, Id)));
    const networks = (await engine.listNetworks({ filters })).filter(which);
    await Promise.all(networks.map(({ Id }) => removeNetwork(engine, Id)));
    return { containers: containers.length, networks: networks.length };
  } catch (error) {
    if (error instanceof DockerError) throw error;
    throw new DockerError(
      `The Docker engine did not remove what the run made (${engineMessage(error)}): try again with "splitbrain clean".`,
    );
  }
}
