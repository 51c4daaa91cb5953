import type { NodeLog } from '../run-record.js';
import type { PageRole } from './page-columns.js';

const line = /^(\d{1,12}(?:\.\d{1,6})?) (leads in term (\d{1,9})|asks to lead|steps down|recovered)/;
const MAX_ROLES = 20_000;

/**
 * What nodes believed of their own part, by what they said in their logs: who leads, and in which term. Two may believe
 * it at once.
 * @param numberOf a node's number, or undefined when there is none of the name
 */
export function rolesOf(
  logs: readonly NodeLog[],
  numberOf: (name: string) => number | undefined,
): PageRole[] {
  return logs
    .flatMap(({ node, text }) => {
      const number = numberOf(node);
      if (number === undefined) return [];
      return text.split('\n').flatMap((written): PageRole[] => {
        const [, ms, what, term] = line.exec(written) ?? [];
        if (ms === undefined || what === undefined) return [];
        const at = Math.round(Number(ms) * 1e6);
        if (term !== undefined) return [{ node: number, at, leads: Number(term) }];
        return [{ node: number, at, leads: null }];
      });
    })
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_ROLES);
}
