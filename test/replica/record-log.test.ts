import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SimulatedDisk } from '../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../src/replica/host.js';
import { crc32, RecordLog } from '../../src/replica/record-log.js';

/** A log on a disk; the log uses nothing else of its host. */
function logOn(disk: SimulatedDisk): RecordLog<unknown> {
  return new RecordLog({ disk, log: () => {} } as unknown as Host, 'log');
}

test('the checksum is CRC-32', () => {
  expect(crc32('123456789')).toBe('cbf43926');
  expect(crc32('')).toBe('00000000');
});

test('recovery after a cut anywhere gives the longest intact beginning, and appending goes on from there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ noUnicodeString: false }), { maxLength: 6 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (records, cut) => {
        const disk = new SimulatedDisk(() => {});
        const log = logOn(disk);
        for (const record of records) log.append(record);
        const whole = disk.read('log');
        const lines = whole.split('\n').slice(0, -1);
        disk.crash('torn', () => cut);
        const left = disk.read('log');
        const intact = left.split('\n').length - 1;
        const recovered = logOn(disk).recover();
        expect(recovered).toEqual(
          records.slice(0, intact).map((record) => JSON.parse(JSON.stringify(record)) as unknown),
        );
        expect(disk.read('log')).toBe(
          lines
            .slice(0, intact)
            .map((line) => `${line}\n`)
            .join(''),
        );
        const again = logOn(disk);
        again.recover();
        again.append('new');
        expect(logOn(disk).recover()).toEqual([...recovered, 'new']);
      },
    ),
  );
});

test('a record whose bits have changed ends the log', () => {
  const disk = new SimulatedDisk(() => {});
  const log = logOn(disk);
  for (const record of ['one', 'two', 'three']) log.append(record);
  const text = disk.read('log').replace('two', 'twa');
  disk.truncate('log', 0);
  disk.append('log', text);
  expect(logOn(disk).recover()).toEqual(['one']);
});
