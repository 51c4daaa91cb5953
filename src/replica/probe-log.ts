/**
 * Keeps count of a life's probes in its log, where a kill −9 leaves them: a line the first, second, fourth, eighth time, so
 * that what is not rare does not fill the log. @returns what the replica's `Host.probe` is
 */
export function probeLog(log: (text: string) => void): (name: string) => void {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (Number.isInteger(Math.log2(count))) log(`probe ${count}: ${name}`);
  };
}

/** How often each probe was marked at least, by the logs of all lives of all nodes. */
export function countProbes(logs: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const log of logs) {
    for (const [, count, name = ''] of log.matchAll(/^[\d.]+ probe (\d+): (.+)$/gm)) {
      // Each line stands for those since the one before.
      counts[name] = (counts[name] ?? 0) + Math.ceil(Number(count) / 2);
    }
  }
  return counts;
}
