import { execaSync } from 'execa';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { dist } from '../../../src/cluster/compiled-file.js';
import { openEngine } from '../../../src/cluster/docker/engine.js';
import { ensureReplicaImage, replicaImageTag } from '../../../src/cluster/docker/replica-image.js';
import { describeWithDocker } from './with-docker.js';

test('the tag says from which Dockerfile it was built; the compiled project finds the same one', () => {
  const tag = replicaImageTag();
  expect(tag).toMatch(/^splitbrain-replica:[0-9a-f]{12}$/);
  const module = pathToFileURL(join(dist, 'src', 'cluster', 'docker', 'replica-image.js')).href;
  const script = `console.log((await import(${JSON.stringify(module)})).replicaImageTag())`;
  expect(execaSync('node', ['--input-type=module', '-e', script]).stdout).toBe(tag);
});

describeWithDocker('the replica’s image', () => {
  test('is built once', async () => {
    const engine = await openEngine();
    const notes: string[] = [];
    expect(await ensureReplicaImage(engine)).toBe(replicaImageTag());
    expect(await ensureReplicaImage(engine, { note: (text) => notes.push(text) })).toBe(replicaImageTag());
    expect(notes).toEqual([]);
  });
});
