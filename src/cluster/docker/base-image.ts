import { DockerError, engineMessage } from './docker-error.js';
import type { Engine } from './engine.js';
import { followEngine } from './follow-engine.js';
import { hasImage } from './has-image.js';
import type { EnsureImageOptions } from './replica-image.js';

/** What the replica's image is built from. */
export const BASE_IMAGE = 'debian:trixie-slim';

/** Behind some firewalls a pull gets no answer at all. */
const PULL_TIMEOUT_MS = 120_000;

/**
 * Pulls the base image, unless the engine has it.
 * @throws DockerError that says how to make one without a registry
 */
export async function ensureBaseImage(engine: Engine, options: EnsureImageOptions = {}): Promise<void> {
  if (await hasImage(engine, BASE_IMAGE)) return;
  options.note?.(`Pulling ${BASE_IMAGE}…`);
  const error = await pull(engine, options.signal);
  options.signal?.throwIfAborted();
  if (error === undefined) return;
  throw new DockerError(
    `The image ${BASE_IMAGE} is not on this machine and could not be pulled (${error}): make it from Debian's packages with "mmdebstrap --variant=minbase trixie - | docker import - ${BASE_IMAGE}".`,
  );
}

/** Resolves with the reason if it fails. */
async function pull(engine: Engine, signal: AbortSignal | undefined): Promise<string | undefined> {
  const late = AbortSignal.timeout(PULL_TIMEOUT_MS);
  const abortSignal = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const output = await engine.pull(BASE_IMAGE, { abortSignal });
    const { error } = await followEngine(engine, output);
    return error;
  } catch (error) {
    return late.aborted ? `no answer within ${PULL_TIMEOUT_MS / 1000} s` : engineMessage(error);
  }
}
