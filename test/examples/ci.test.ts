import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYaml, type Yaml } from './read-yaml.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): Yaml => readYaml(readFileSync(join(root, path), 'utf8'));

/** The value at a path of keys and numbers. */
function at(yaml: Yaml, ...path: readonly (string | number)[]): Yaml {
  return path.reduce<Yaml>((value, key) => (value as Record<string | number, Yaml>)[key] ?? '', yaml);
}
/** Every text in it. */
function texts(yaml: Yaml): string[] {
  return typeof yaml === 'string' ? [yaml] : Object.values(yaml).flatMap(texts);
}
const command = (yaml: Yaml, name: string): string =>
  texts(yaml).find((text) => text.includes(`npx splitbrain ${name}`)) ?? '';

const workflows = ['examples/ci/github-nightly.yml'].concat(
  readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`),
);

test.each(workflows)('%s has jobs, each with steps that use or run something', (path) => {
  const workflow = read(path);
  expect(at(workflow, 'on')).not.toBe('');
  const jobs = Object.values<Yaml>(at(workflow, 'jobs') as Record<string, Yaml>);
  expect(jobs.length).toBeGreaterThan(0);
  for (const job of jobs) {
    expect(at(job, 'runs-on')).toBe('ubuntu-latest');
    for (const step of Object.values<Yaml>(at(job, 'steps') as readonly Yaml[])) {
      expect([at(step, 'uses'), at(step, 'run')].filter((text) => text !== '')).toHaveLength(1);
    }
  }
});

describe('each example runs all its shards, of one seed, and merges them', () => {
  test('GitHub', () => {
    const workflow = read('examples/ci/github-nightly.yml');
    const shards = at(workflow, 'jobs', 'torture', 'strategy', 'matrix', 'shard') as string[];
    expect(shards).toEqual(shards.map((_, index) => String(index + 1)));
    expect(command(workflow, 'torture')).toContain(`--shard \${{ matrix.shard }}/${shards.length} `);
    expect(command(workflow, 'torture')).toContain('--seed nightly-${{ github.run_id }} ');
    expect(at(workflow, 'jobs', 'report', 'needs')).toBe('torture');
    expect(command(at(workflow, 'jobs', 'report'), 'merge')).toContain('--out nightly');
  });

  test('Kubernetes', () => {
    const job = read('examples/ci/kubernetes-indexed-job.yaml');
    expect([at(job, 'kind'), at(job, 'spec', 'completionMode')]).toEqual(['Job', 'Indexed']);
    const { containers, volumes } = at(job, 'spec', 'template', 'spec') as Record<string, Yaml>;
    expect(command(containers ?? '', 'torture')).toContain(
      `--shards ${at(job, 'spec', 'completions') as string} `,
    );
    expect(at(containers ?? '', 0, 'volumeMounts', 0, 'name')).toBe(at(volumes ?? '', 0, 'name'));
    expect(at(containers ?? '', 0, 'env', 0, 'name')).toBe('NIGHT');
  });

  test('GitLab', () => {
    const pipeline = read('examples/ci/gitlab-nightly.yml');
    expect(Number(at(pipeline, 'torture', 'parallel'))).toBeGreaterThan(1);
    expect(command(pipeline, 'torture')).toContain('--seed $CI_PIPELINE_ID ');
    expect(at(pipeline, 'report', 'needs', 0)).toBe('torture');
    expect(at(pipeline, 'report', 'artifacts', 'reports', 'junit')).toBe('nightly/junit.xml');
  });

  test('Buildkite', () => {
    const pipeline = read('examples/ci/buildkite-nightly.yml');
    expect(Number(at(pipeline, 'steps', 0, 'parallelism'))).toBeGreaterThan(1);
    expect(command(pipeline, 'torture')).toContain('--seed $$BUILDKITE_BUILD_ID ');
    expect(at(pipeline, 'steps', 1, 'depends_on')).toBe(at(pipeline, 'steps', 0, 'key'));
  });
});
