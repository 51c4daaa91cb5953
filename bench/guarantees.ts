import type { Group, Measurement } from './group.js';
import type { Measured } from './guarantees-case.js';
import { guaranteesCases } from './guarantees-cases.js';
import { median, ms } from './measure.js';
import { inOwnProcess } from './own-process.js';

const SIZES = [10_000, 100_000, 1_000_000];

const columns = [
  'guarantees',
  'operations',
  'cold',
  'warm',
  'ns per operation',
  'goal',
  'met',
  'peak memory',
];

/** How fast guarantees are checked, and how that grows: 100 keys, 50 sessions that read from lagging copies. */
export const guaranteesGroup: Group = {
  names: guaranteesCases.map(({ name }) => name),
  async measure(isWanted): Promise<Measurement> {
    const table: string[][] = [columns];
    const failures: string[] = [];
    for (const { name, goalMs } of guaranteesCases.filter((one) => isWanted(one.name))) {
      for (const operations of SIZES) {
        const goal = goalMs !== undefined && operations === 1_000_000 ? goalMs : undefined;
        try {
          const measured = await inOwnProcess<Measured>('guarantees-case.js', `${name} × ${operations}`);
          table.push(rowOf(name, operations, measured, goal));
        } catch (error) {
          failures.push(`${name}, ${operations} operations: ${(error as Error).message}`);
        }
      }
    }
    return { table, failures };
  },
};

function rowOf(
  name: string,
  operations: number,
  { coldMs, warmMs, peakMb }: Measured,
  goalMs: number | undefined,
): string[] {
  const warm = median(warmMs);
  return [
    name,
    operations.toLocaleString('en'),
    ms(coldMs),
    ms(warm),
    Math.round((warm * 1e6) / operations).toLocaleString('en'),
    goalMs === undefined ? '' : ms(goalMs),
    goalMs === undefined ? '' : warm <= goalMs ? 'yes' : 'no',
    `${Math.round(peakMb)} MB`,
  ];
}
