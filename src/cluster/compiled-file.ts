import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');
/** The folder that holds this project's `src` and `targets`: the checkout, or `dist` when this is the compiled file. */
const home = resolve(fileURLToPath(new URL('.', import.meta.url)), '..', '..');

/** The folder of the compiled project, with `src` and `targets` in it. */
export const dist = isSource ? join(home, 'dist') : home;

/**
 * The JavaScript of a module that a process of its own can run: the module itself, or what it was compiled to when it
 * is one of this project's sources. A source may be named by its own file or, as imports do, by the JavaScript that
 * would stand beside it.
 * @throws Error when there is no such file, saying how to make it
 */
export function compiledFile(module: URL): string {
  const file = fileURLToPath(module);
  const isTypeScript = /\.[cm]?ts$/.test(file);
  if (!isTypeScript && existsSync(file)) return file;
  const within = relative(home, file);
  const inProject = isSource && !within.startsWith('..') && !file.startsWith(dist);
  if (!inProject && isTypeScript) {
    throw new Error(
      `${file} is TypeScript, which a replica's process cannot run. Compile it and let the target's "module" name the JavaScript.`,
    );
  }
  const compiled = inProject ? join(dist, within.replace(/ts$/, 'js')) : file;
  if (existsSync(compiled)) return compiled;
  const how = compiled.startsWith(dist) ? ' Build it first: npm run build.' : '';
  throw new Error(`There is no file ${compiled}.${how}`);
}

/** The compiled replica server, `dist/src/replica/serve.js`. */
export function serverFile(): string {
  const source = new URL(isSource ? '../replica/serve.ts' : '../replica/serve.js', import.meta.url);
  return compiledFile(source);
}
