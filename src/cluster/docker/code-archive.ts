import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** The code that a container needs, to be unpacked at its root, and where the entries lie in there. */
export interface CodeArchive {
  readonly tar: Buffer;
  /** The path in the container of one of the entries. */
  readonly pathOf: (entry: string) => string;
}

/** `import` and `export … from` at the beginning of a line, as compilers and people write them; and `import()`. */
const IMPORTS =
  /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm;

/** The files that a module imports, directly. */
function importsOf(file: string): string[] {
  const found: string[] = [];
  for (const [, from, bare, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORTS)) {
    const name = from ?? bare ?? dynamic ?? '';
    if (name.startsWith('node:')) continue;
    if (!name.startsWith('.')) {
      throw new Error(
        `${file} imports "${name}", but in a container a replica has only node:* and the files that it imports by relative paths: bundle it into one file, and let the target's "module" name that.`,
      );
    }
    found.push(resolve(dirname(file), name));
  }
  return found.filter((path) => existsSync(path));
}

/** These modules and all that they import. */
function reachable(entries: readonly string[]): string[] {
  const files = new Set<string>();
  const add = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    importsOf(file).forEach(add);
  };
  entries.forEach(add);
  return [...files];
}

function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0] ?? '/');
  const holds = (file: string): boolean => file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  while (!files.every(holds) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** The nearest package.json above a module: it says whether a `.js` file is an ECMAScript module. */
function packageOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const candidate = join(folder, 'package.json');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Packs modules with everything that they import by relative paths, in the same arrangement.
 * @param entries absolute paths
 * @param folder where they shall lie in the container
 * @throws Error when one of them imports a package
 */
export async function packCode(entries: readonly string[], folder: string): Promise<CodeArchive> {
  const files = reachable(entries);
  const common = commonFolder(files);
  const inside = (file: string): string => relative(common, file).split(sep).join('/');
  const place = (name: string): string => `${folder}/${name}`.slice(1);
  const tar = pack();
  const packages = new Map<string, string>();
  for (const file of files) {
    tar.entry({ name: place(inside(file)) }, readFileSync(file));
    const source = packageOf(file);
    if (source === undefined) continue;
    const within = inside(source).startsWith('..') ? 'package.json' : inside(source);
    packages.set(within, source);
  }
  for (const [name, source] of packages) {
    const { type = 'commonjs' } = JSON.parse(readFileSync(source, 'utf8')) as { type?: string };
    tar.entry({ name: place(name) }, JSON.stringify({ type }));
  }
  tar.finalize();
  return { tar: await buffer(tar), pathOf: (entry) => `/${place(inside(entry))}` };
}
