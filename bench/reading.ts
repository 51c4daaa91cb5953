import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryWriter } from '../src/history/jsonl.js';
import type { Group, Measurement } from './group.js';
import { recordedEvents } from './histories/recorded-events.js';
import { registerHistory } from './histories/register-history.js';
import { median, ms, range } from './measure.js';
import { inOwnProcess } from './own-process.js';
import type { Measured } from './reading-case.js';

const name = 'read kv-k1000-c20-n1000000';
const shape = { seed: name, reads: 0.4, writes: 0.3, keys: 1_000, clients: 20, operations: 1_000_000 };
const GOAL_MS = 2_000;

const columns = [
  'reading JSONL, up to what the model is asked',
  'operations',
  'cold',
  'warm',
  'range',
  'goal',
  'met',
  '× plain JSON',
  'peak memory',
];

/** How long it takes from a history file to the operations that `splitbrain/porcupine` judges. */
export const readingGroup: Group = {
  names: [name],
  async measure(): Promise<Measurement> {
    const folder = mkdtempSync(join(tmpdir(), 'splitbrain-bench-'));
    try {
      const path = join(folder, 'history.jsonl');
      const writer = new HistoryWriter(path, { batch: true });
      for (const event of recordedEvents(registerHistory(shape))) writer.append(event);
      writer.close();
      const measured = await inOwnProcess<Measured>('reading-case.js', path);
      const { verdict } = measured;
      const failures = verdict === true ? [] : [`${name}: expected the verdict true, found ${verdict}.`];
      return { table: [columns, rowOf(measured)], failures };
    } catch (error) {
      return { table: [columns, [name]], failures: [`${name}: ${(error as Error).message}`] };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function rowOf({ coldMs, warmMs, passMs, peakMb }: Measured): string[] {
  const warm = median(warmMs);
  return [
    name,
    shape.operations.toLocaleString('en'),
    ms(coldMs),
    ms(warm),
    range(warmMs),
    ms(GOAL_MS),
    warm <= GOAL_MS ? 'yes' : 'no',
    (warm / median(passMs)).toFixed(1),
    `${Math.round(peakMb)} MB`,
  ];
}
