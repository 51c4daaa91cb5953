import { describe } from 'vitest';
import { dockerAvailability } from '../../../src/cluster/docker/availability.js';
import { openEngine } from '../../../src/cluster/docker/engine.js';
import { ensureReplicaImage } from '../../../src/cluster/docker/replica-image.js';

const availability = await dockerAvailability();

if (availability.available) {
  // Here, where it may take its time: the first build takes longer than a test may.
  await ensureReplicaImage(await openEngine(), { note: (text) => console.log(text) });
} else {
  const line = '!'.repeat(100);
  console.warn(
    `\n${line}\n!! SKIPPED: the tests that need Docker.\n!! ${availability.why}\n!! .ci/run makes sure that an engine answers.\n${line}\n`,
  );
}

/** Like describe, but skipped, with a banner, where replicas cannot be run in Docker. */
export const describeWithDocker = describe.skipIf(!availability.available);
