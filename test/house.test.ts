import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** For each folder of the house the folders that it may import from, beside itself. The longest match counts. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/named.ts': [],
  'src/history': [],
  'src/checkers': ['src/history', 'src/named.ts'],
  'src/replica': [],
  'src/plan': ['src/history', 'src/nemesis'],
  'src/nemesis': ['src/checkers', 'src/cluster', 'src/replica/message.ts', 'src/named.ts'],
  'src/cluster': ['src/replica', 'targets/target.ts'],
  'src/cluster/simulation': ['src/cluster', 'src/replica', 'src/plan'],
  'src/cluster/processes': ['src/cluster', 'src/replica', 'targets/target.ts'],
  'src/cluster/docker': ['src/cluster', 'src/replica', 'targets/target.ts'],
  'src/controller': ['src/cluster', 'src/history', 'src/nemesis', 'src/plan', 'targets/target.ts'],
  'src/run': ['src', 'targets', 'workloads'],
  'src/campaign': ['src', 'targets'],
  'src/store': ['src', 'targets'],
  // What is in a store, to whoever asks for a page of it.
  'src/serve': ['src/store', 'src/campaign', 'reports'],
  'src/cli': ['src', 'targets', 'workloads', 'reports', 'experiments'],
  experiments: ['src', 'targets', 'workloads'],
  'src/vitest': ['src', 'reports'],
  'src/index.ts': ['src', 'targets', 'workloads', 'reports'],
  targets: ['src/replica', 'src/checkers', 'src/plan', 'src/history', 'src/cluster', 'src/named.ts'],
  workloads: ['src/checkers', 'src/plan', 'src/named.ts'],
  reports: [
    'experiments',
    'src/campaign',
    'src/store',
    'src/checkers',
    'src/cluster',
    'src/history',
    'src/plan',
    'src/replica',
  ],
};

/** What a replica is made of is copied into containers alone, so it may need nothing but Node. */
const withoutPackages = [
  /^src\/replica\//,
  /^targets\/[^/]+\/(?!target|bugs|client|promises|options-schema)/,
];

const folders = Object.keys(mayImport).sort((a, b) => b.length - a.length);
const under = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)app\//.test(file))
    .map((file) => `${folder}/${file}`);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier as string);
}

const files = ['src', 'targets', 'workloads', 'reports', 'experiments'].flatMap(sources);

describe('who may import whom', () => {
  test.each(files)('%s', (file) => {
    const home = folders.find((folder) => under(file, folder));
    expect(home, `${file} belongs to no folder of the house`).toBeDefined();
    for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
      const imported = relative(root, join(root, dirname(file), specifier)).replace(/\.js$/, '.ts');
      const allowed = [home as string, ...(mayImport[home as string] ?? [])];
      expect(
        allowed.some((folder) => under(imported, folder)),
        `${file} imports ${imported}; ${home} may import from ${allowed.join(', ')}`,
      ).toBe(true);
    }
  });
});

test('replicas need nothing but Node', () => {
  for (const file of files.filter((name) => withoutPackages.some((pattern) => pattern.test(name)))) {
    const packages = importsOf(file).filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
    expect(packages, file).toEqual([]);
  }
});

test('no folder or file is a bag of leftovers', () => {
  for (const file of files) expect(file).not.toMatch(/\b(utils?|common|helpers?|misc|shared)\b/);
});
