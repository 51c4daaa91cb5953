import type { History } from '../src/history/operation.js';

/** What each replica held in the end, by key; versions left out. Keys of which nothing is held are absent. */
export function finalLooks({ operations }: History): readonly Readonly<Record<string, unknown>>[] {
  return operations
    .filter(({ f, type, final }) => f === 'inspect' && type === 'ok' && final)
    .map(({ output }) =>
      Object.fromEntries(
        Object.entries(output as Record<string, { value: unknown }>)
          .map(([key, { value }]) => [key, value] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    );
}

/** Whether all replicas were looked at in the end and hold the same. */
export function replicasAgree(history: History): boolean {
  const looks = finalLooks(history).map((look) => JSON.stringify(look));
  return looks.length > 1 && new Set(looks).size === 1;
}

/** Whether two replicas hold something different in the end. */
export function replicasDiffer(history: History): boolean {
  return new Set(finalLooks(history).map((look) => JSON.stringify(look))).size > 1;
}
