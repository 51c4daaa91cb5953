import type Dockerode from 'dockerode';
import { DockerError, engineMessage, statusOf } from './docker-error.js';

/** A connection to a Docker engine. */
export type Engine = Dockerode;

const PATIENCE_MS = 10_000;

/** Where the engine is looked for, as the user would write it. */
function placeOf({ modem }: Engine): string {
  const { host, port, socketPath } = modem as { host?: string; port?: number; socketPath?: unknown };
  if (host !== undefined) return `${host}:${port}`;
  return typeof socketPath === 'string' ? socketPath : '/var/run/docker.sock';
}

/** The sentence for an engine that could not be asked. */
function explain(error: unknown, place: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    return `This user may not speak to the Docker engine at ${place}: join the group docker (sudo usermod -aG docker "$USER", then log in again), or run Docker rootless and point DOCKER_HOST to its socket.`;
  }
  const status = statusOf(error);
  const why = status === undefined ? (code ?? engineMessage(error)) : engineMessage(error);
  return `No Docker engine answers at ${place} (${why}): install and start one (on Debian: apt-get install docker.io, then dockerd), or point DOCKER_HOST to one that runs on this machine.`;
}

async function withinPatience<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Containers are reached over this machine's network, so the engine must be on this machine. */
function isHere(engine: Engine): boolean {
  const { host } = engine.modem as { host?: string };
  return host === undefined || ['localhost', '127.0.0.1', '[::1]', '::1'].includes(host);
}

/**
 * Connects to the engine that DOCKER_HOST names, or to the one on this machine.
 * @throws DockerError when none answers, when it may not be used, or when it cannot run the replicas
 */
export async function openEngine(): Promise<Engine> {
  // Loaded here, because it takes half a second and most commands do without it.
  const { default: Docker } = await import('dockerode');
  const engine = new Docker();
  let version: Dockerode.DockerVersion;
  try {
    version = await withinPatience(engine.version());
  } catch (error) {
    throw new DockerError(explain(error, placeOf(engine)));
  }
  if (version.Os !== 'linux') {
    throw new DockerError(
      `The Docker engine at ${placeOf(engine)} runs ${version.Os} containers, but replicas need Linux containers: switch the engine to those.`,
    );
  }
  if (!isHere(engine)) {
    throw new DockerError(
      `The Docker engine at ${placeOf(engine)} is on another machine, where clients could not reach the replicas: run splitbrain there, or unset DOCKER_HOST.`,
    );
  }
  return engine;
}
