import type { Group, Measurement } from './group.js';
import { median, middleHalf, ms } from './measure.js';
import { inOwnProcess } from './own-process.js';
import type { Measured } from './porcupine-case.js';
import { type Case, cases } from './porcupine-cases.js';

const columns = [
  'porcupine',
  'operations',
  'verdict',
  'method',
  'cold',
  'warm',
  'middle half',
  'goal',
  'met',
  '× plain pass',
  'peak memory',
];

/** How fast `splitbrain/porcupine` is, beside what it is meant to reach, each case in a process of its own. */
export const porcupineGroup: Group = {
  names: cases.map(({ name }) => name),
  async measure(isWanted): Promise<Measurement> {
    const [table, failures]: [string[][], string[]] = [[columns], []];
    for (const one of cases.filter(({ name }) => isWanted(name))) {
      try {
        const measured = await inOwnProcess<Measured>('porcupine-case.js', one.name);
        table.push(rowOf(one, measured));
        const { verdict } = measured;
        if (verdict !== one.verdict)
          failures.push(`${one.name}: expected the verdict ${one.verdict}, found ${verdict}.`);
      } catch (error) {
        table.push([one.name, '', 'none']);
        failures.push(`${one.name}: ${(error as Error).message}`);
      }
    }
    return { table, failures };
  },
};

function rowOf({ name, verdict: expected, goalMs, goalMb }: Case, measured: Measured): string[] {
  const { operations, verdict, method, coldMs, warmMs, passMs, peakMb } = measured;
  const warm = median(warmMs);
  const isMet = verdict === expected && warm <= goalMs && peakMb <= goalMb;
  return [
    name,
    operations.toLocaleString('en'),
    String(verdict),
    method,
    ms(coldMs),
    ms(warm),
    middleHalf(warmMs),
    `${goalMs} ms${goalMb < Infinity ? `, ${goalMb} MB` : ''}`,
    isMet ? 'yes' : 'no',
    (warm / median(passMs)).toFixed(1),
    `${Math.round(peakMb)} MB`,
  ];
}
