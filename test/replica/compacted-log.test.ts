import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Disk, Host } from '../../src/replica/host.js';
import { SimulatedDisk } from '../../src/cluster/simulation/simulated-disk.js';
import { CompactedLog } from '../../src/replica/compacted-log.js';

const hostWith = (disk: Disk): Host => ({ disk, log: () => {} }) as unknown as Host;

interface Item {
  readonly item: number;
}

/** A log whose syncs end when the test says so. */
function onDisk() {
  const waiting: (() => void)[] = [];
  const disk = new SimulatedDisk((done) => waiting.push(done));
  const open = () => new CompactedLog<readonly number[], Item>(hostWith(disk), 'log');
  return { disk, open, endSync: () => waiting.shift()?.(), forget: () => (waiting.length = 0) };
}

const contents = (log: CompactedLog<readonly number[], Item>): number[] => {
  const { base = [], records } = log.recover();
  return [...base, ...records.map(({ item }) => item)];
};

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant('append' as const) },
  { weight: 2, arbitrary: fc.constant('begin' as const) },
  { weight: 2, arbitrary: fc.constant('sync' as const) },
  { weight: 4, arbitrary: fc.constant('end-sync' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);

test('a crash leaves what was durable, and after it a beginning of what was not', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom('kept' as const, 'lost' as const, 'torn' as const),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, fate, unit) => {
        const { disk, open, endSync, forget } = onDisk();
        let log = open();
        log.recover();
        let all: number[] = [];
        let durable = 0;
        for (const [item, what] of steps.entries()) {
          const upTo = all.length;
          if (what === 'append') {
            log.append({ item });
            all.push(item);
          } else if (what === 'begin') log.begin([...all]);
          else if (what === 'sync') log.sync(() => (durable = Math.max(durable, upTo)));
          else if (what === 'end-sync') endSync();
          else {
            forget();
            disk.crash(fate, () => unit);
            log = open();
            const found = contents(log);
            expect(found).toEqual(all.slice(0, found.length));
            expect(found.length).toBeGreaterThanOrEqual(durable);
            if (fate === 'kept') expect(found).toEqual(all);
            all = found;
            durable = found.length;
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what was before a base leaves the disk when the base is durable', () => {
  const { disk, open, endSync } = onDisk();
  const log = open();
  log.recover();
  for (let item = 0; item < 100; item++) log.append({ item });
  const before = disk.read('log').length;
  log.begin([1]);
  expect(disk.read('log').length).toBe(before);
  endSync();
  expect(disk.read('log')).toBe('');
  expect(contents(open())).toEqual([1]);
});
