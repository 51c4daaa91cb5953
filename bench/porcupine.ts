import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, ms } from './measure.js';
import type { Measured } from './porcupine-case.js';
import { cases } from './porcupine-cases.js';
import type { Table } from './table.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('porcupine-case.js', import.meta.url));

/**
 * How fast `splitbrain/porcupine` is, beside what it is meant to reach, each case in a process of its own.
 * @throws Error when a verdict is not the one expected: then no figure means anything
 */
export async function porcupineTable(): Promise<Table> {
  const rows: string[][] = [
    ['porcupine', 'verdict', 'method', 'cold', 'warm', 'goal', 'met', '× plain pass', 'peak memory'],
  ];
  for (const { name, verdict: expected, goalMs } of cases) {
    const { stdout } = await run(process.execPath, [
      '--expose-gc',
      '--max-old-space-size=8192',
      script,
      name,
    ]);
    const { verdict, method, coldMs, warmMs, passMs, peakMb } = JSON.parse(stdout) as Measured;
    if (verdict !== expected) throw new Error(`${name}: expected the verdict ${expected}, found ${verdict}.`);
    const warm = median(warmMs);
    rows.push([
      name,
      String(verdict),
      method,
      ms(coldMs),
      ms(warm),
      ms(goalMs),
      warm <= goalMs ? 'yes' : 'no',
      (warm / median(passMs)).toFixed(1),
      `${Math.round(peakMb)} MB`,
    ]);
  }
  return rows;
}
