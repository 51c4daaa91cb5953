import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder of this name or, where there is one already, perhaps since just now, `<base>-2` and so on: two that begin in
 * the same second must not write into one.
 */
export function newFolder(base: string): string {
  mkdirSync(dirname(base), { recursive: true });
  for (let copy = 1; ; copy++) {
    const path = copy === 1 ? base : `${base}-${copy}`;
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
