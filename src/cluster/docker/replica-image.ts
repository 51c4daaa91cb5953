import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { dist } from '../compiled-file.js';
import { BASE_IMAGE, ensureBaseImage } from './base-image.js';
import { DockerError } from './docker-error.js';
import type { Engine } from './engine.js';
import { withFileLock } from './file-lock.js';
import { followEngine } from './follow-engine.js';
import { hasImage } from './has-image.js';

/** What may be told to the user while something takes long. */
export type Note = (text: string) => void;

/** Compiled files have it too: the package keeps it beside the sources. */
const dockerfile = join(dirname(dist), 'src', 'cluster', 'docker', 'image', 'Dockerfile');

/** The image's name: another one as soon as the Dockerfile changes. */
export function replicaImageTag(): string {
  const hash = createHash('sha256').update(readFileSync(dockerfile)).digest('hex');
  return `splitbrain-replica:${hash.slice(0, 12)}`;
}

export interface EnsureImageOptions {
  readonly signal?: AbortSignal;
  readonly note?: Note;
}

/**
 * Builds the image in which replicas run, unless the engine has it.
 * @returns its tag
 * @throws DockerError when its base can be neither found nor pulled, or when the build fails
 */
export async function ensureReplicaImage(engine: Engine, options: EnsureImageOptions = {}): Promise<string> {
  const tag = replicaImageTag();
  if (await hasImage(engine, tag)) return tag;
  // Two builds of the same image at the same time would leave one of them without a name.
  await withFileLock(`splitbrain-image-${tag.replace(/\W/g, '-')}`, options.signal, async () => {
    if (await hasImage(engine, tag)) return;
    await ensureBaseImage(engine, options);
    options.note?.(`Building the image ${tag}, once; it takes about half a minute…`);
    await build(engine, tag, options.signal);
  });
  return tag;
}

async function build(engine: Engine, tag: string, signal: AbortSignal | undefined): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, readFileSync(dockerfile));
  context.finalize();
  const output = await engine.buildImage(Readable.from(context), {
    t: tag,
    // Packages are fetched the way this machine fetches them.
    networkmode: 'host',
    rm: true,
    forcerm: true,
    ...(signal && { abortSignal: signal }),
  });
  const { error, lines } = await followEngine(engine, output);
  signal?.throwIfAborted();
  if (error !== undefined) {
    const end = lines.slice(-15).map((line) => `  ${line}`);
    throw new DockerError(
      `The image ${tag} could not be built from ${BASE_IMAGE}: ${error}\nThe end of the build's output:\n${end.join('\n')}`,
    );
  }
}
