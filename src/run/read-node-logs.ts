import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { alignLog } from './align-log.js';

/** What nodes wrote into `logs/<node>.log`, in the order of their names, by the run's time; none where there is no such folder. */
export function readNodeLogs(folder: string): readonly { readonly node: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({
      node: basename(name, '.log'),
      text: alignLog(readFileSync(join(folder, name), 'utf8')),
    }));
}
