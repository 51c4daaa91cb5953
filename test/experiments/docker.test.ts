import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splitbrain } from '../cli/splitbrain.js';
import { describeWithDocker } from '../cluster/docker/with-docker.js';

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-experiment-docker-'));
});

afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

interface Line {
  readonly id: string;
  readonly asSaid: boolean;
  readonly shows?: string;
  readonly nodes: number;
  readonly witness: { readonly shown: boolean; readonly broken: readonly string[]; readonly tries: number };
}

/**
 * What comes of designs in containers, by the command that a reader would type. An anomaly has five tries, slower each
 * time, because a busy machine is not punctual; what must never be seen is seen in none of them.
 */
async function isAsSaid(names: readonly string[], nodes: number): Promise<void> {
  const { code, out, err } = await splitbrain(
    [
      'experiment',
      ...names,
      '--exact',
      '--cluster',
      'docker',
      '--nodes',
      String(nodes),
      '--tries',
      '5',
      '--json',
    ],
    { cwd },
  );
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  for (const line of lines) {
    expect(line.witness.broken, line.id).toEqual([]);
    expect(line.witness.shown, line.id).toBe(line.shows !== undefined);
    expect(line.nodes).toBe(nodes);
  }
  expect(code, err).toBe(0);
}

describeWithDocker('in Docker', () => {
  // Side by side: containers mostly wait.
  describe.concurrent('as the table says', () => {
    test.each([3, 5])(
      'failover of %i replicas under a partition loses what one alone has, and nothing that a quorum has',
      (nodes) => isAsSaid(['SL1', 'SL9d'], nodes),
      600_000,
    );

    test(
      'a clock that jumps prolongs a lease that is kept by it, and no other',
      () => isAsSaid(['SL10c', 'SL10c-monotonic'], 3),
      600_000,
    );

    test(
      'a clock that is wrong deceives tokens of wall-clock time, unless it is within their bound',
      () => isAsSaid(['LA4b', 'LA4b-bound'], 3),
      600_000,
    );

    test(
      'a follower catches up after kill -9, by the log or by a snapshot, while others write',
      () => isAsSaid(['SU3-log', 'SU3-load'], 5),
      600_000,
    );
  });
});
