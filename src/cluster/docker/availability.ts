import { DockerError } from './docker-error.js';
import { openEngine } from './engine.js';
import { ensureBaseImage } from './base-image.js';
import { hasImage } from './has-image.js';
import { replicaImageTag } from './replica-image.js';

/** Whether replicas can be run in Docker here. */
export type DockerAvailability =
  | { readonly available: true; readonly image: string }
  /** `why` is a sentence that says what to do. */
  | { readonly available: false; readonly why: string };

/**
 * Looks for an engine that may be used and has, or can build, the replica's image. Pulls the image's base if it is
 * missing, which may take a while the first time.
 */
export async function dockerAvailability(): Promise<DockerAvailability> {
  try {
    const engine = await openEngine();
    const image = replicaImageTag();
    if (!(await hasImage(engine, image))) await ensureBaseImage(engine);
    return { available: true, image };
  } catch (error) {
    if (error instanceof DockerError) return { available: false, why: error.message };
    throw error;
  }
}
