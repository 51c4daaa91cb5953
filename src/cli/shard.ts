import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Shard } from '../campaign/campaign.js';
import { SettingsError } from '../run/draw-plan.js';

/** Reads `3/16`: the third of sixteen. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text.trim())?.map(Number) ?? [];
  if (!index || !count || index > count) {
    throw new InvalidArgumentError('Expected a shard such as 3/16: the third of sixteen.');
  }
  return { index, count };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The shard that this job of a CI system is, where it says so: GitLab's `parallel` and Buildkite's `parallelism` name index
 * and count, a Kubernetes Indexed Job only the index.
 * @param shards how many there are, for systems that do not say
 * @throws SettingsError when the environment and that number do not fit together
 */
export function shardOf(environment: Environment, shards?: number): Shard {
  const number = (name: string): number | undefined => {
    const text = environment[name];
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const known = [
    { from: 'CI_NODE_INDEX', index: number('CI_NODE_INDEX'), count: number('CI_NODE_TOTAL') },
    {
      from: 'BUILDKITE_PARALLEL_JOB',
      index: afterZero(number('BUILDKITE_PARALLEL_JOB')),
      count: number('BUILDKITE_PARALLEL_JOB_COUNT'),
    },
    { from: 'JOB_COMPLETION_INDEX', index: afterZero(number('JOB_COMPLETION_INDEX')), count: shards },
  ].find(({ index }) => index !== undefined);
  if (known?.index === undefined) {
    if (shards === undefined || shards === 1) return { index: 1, count: 1 };
    throw new SettingsError(
      `--shards ${shards} leaves open which of them this is: use --shard 1/${shards}, or a job that sets JOB_COMPLETION_INDEX, CI_NODE_INDEX or BUILDKITE_PARALLEL_JOB.`,
    );
  }
  const count = shards ?? known.count;
  if (count === undefined) {
    throw new SettingsError(`${known.from} is set, but not of how many: say so with --shards.`);
  }
  if (known.index > count) {
    throw new SettingsError(
      `${known.from} says that this is shard ${known.index}, but there are only ${count}.`,
    );
  }
  return { index: known.index, count };
}

const afterZero = (index: number | undefined): number | undefined =>
  index === undefined ? undefined : index + 1;
