import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The nearest package.json above this module: one level more in the compiled tree than in the sources. */
function findVersion(): string {
  for (const up of ['../..', '../../..']) {
    try {
      const text = readFileSync(join(import.meta.dirname, up, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // Not here: look one level up.
    }
  }
  return 'unknown';
}

/** This splitbrain's version. */
export const version = findVersion();
