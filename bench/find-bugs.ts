import { fork } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Find, Search } from './find-bug.js';

/** A search that has ended; `null` found nothing. */
interface Ended {
  readonly search: Search;
  readonly found: Find | null;
}

const nameOf = (search: Search): string => JSON.stringify(search);

/**
 * Carries out searches, `workers` processes side by side, in their order, until the signal is aborted. What ended is in the file at once, a line each: asked for
 * again, only what is missing is done.
 * @param onEnd hears of each search as it ends, and first of those that the file holds
 * @throws Error when a search breaks off
 */
export async function findBugs(
  searches: readonly Search[],
  {
    workers,
    file,
    signal,
  }: { readonly workers: number; readonly file: string; readonly signal: AbortSignal },
  onEnd: (search: Search, found: Find | null) => void,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const known = new Map(
    lines.map((line) => JSON.parse(line) as Ended).map(({ search, found }) => [nameOf(search), found]),
  );
  const left = searches.filter((search) => {
    const found = known.get(nameOf(search));
    if (found !== undefined) onEnd(search, found);
    return found === undefined;
  });
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL('find-bug.js', import.meta.url)));
    const end = (): void => void child.kill();
    signal.addEventListener('abort', end);
    try {
      for (let search = left.shift(); search; search = left.shift()) {
        const found = await new Promise<Find | null>((resolve, reject) => {
          const ended = (code: number | null): void =>
            reject(new Error(`${nameOf(search)}: the process ended with code ${code}.`));
          child.once('exit', ended);
          child.once('message', (answer: { found: Find | null } | { error: string }) => {
            child.off('exit', ended);
            if ('error' in answer) reject(new Error(answer.error));
            else resolve(answer.found);
          });
          child.send(search);
        });
        appendFileSync(file, `${JSON.stringify({ search, found } satisfies Ended)}\n`);
        onEnd(search, found);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', end);
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, left.length) }, work));
}
