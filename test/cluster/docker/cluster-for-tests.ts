import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createDockerCluster, type DockerCluster } from '../../../src/cluster/docker/docker-cluster.js';
import { scribe } from './ask.js';

/** A cluster that the tests of a describe block share. */
export interface ClusterForTests {
  readonly cluster: DockerCluster;
  /** The run's folder. */
  readonly dir: string;
  readonly logOf: (node: string) => string;
  readonly containerOf: (node: string) => string;
}

export const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** Starts a cluster of five replicas before the tests of this block, and stops it after them. */
export function clusterForTests(): ClusterForTests {
  const dir = mkdtempSync(join(tmpdir(), 'splitbrain-docker-'));
  const cluster = createDockerCluster({ target: scribe, nodes, options: { some: 'option' }, dir });
  // The very first time this builds the image.
  beforeAll(() => cluster.start());
  afterAll(async () => {
    await cluster.stop();
    rmSync(dir, { recursive: true });
  });
  return {
    cluster,
    dir,
    logOf: (node) => readFileSync(join(dir, 'logs', `${node}.log`), 'utf8'),
    containerOf: (node) => `splitbrain-${cluster.runId}-${node}`,
  };
}
