import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

/**
 * The real path of what a relative path names in a folder, links followed; undefined when there is nothing, when the path is not
 * a plain one, or when it leads out of the folder, itself or by a link.
 * @param path with slashes between its parts, none of them empty, `.` or `..`; an empty path is the folder itself
 */
export function pathInside(folder: string, path: string): string | undefined {
  const parts = path === '' ? [] : path.split('/');
  if (!parts.every(isPlain)) return undefined;
  try {
    const root = realpathSync(folder);
    const full = join(root, ...parts);
    // Said of links too, where `realpath` alone would tell whether what they point to exists.
    lstatSync(full);
    const real = realpathSync(full);
    const inside = relative(root, real);
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return isOutside ? undefined : real;
  } catch {
    return undefined;
  }
}

/**
 * No way up, and no empty part. Where Windows reads names, none that it reads otherwise: with a separator, a drive, a stream, or
 * an end that it drops; elsewhere these are names like any other.
 */
function isPlain(part: string): boolean {
  if (part === '' || part === '.' || part === '..') return false;
  return sep === '/' || !(/[\\/:]/.test(part) || /[. ]$/.test(part));
}
