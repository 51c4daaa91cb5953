import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SimulatedDisk } from '../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../src/replica/host.js';
import { crc32, RecordLog } from '../../src/replica/record-log.js';

/** A log uses nothing else of its host. */
const hostWith = (disk: SimulatedDisk): Host => ({ disk, log: () => {} }) as unknown as Host;

function logOn(disk: SimulatedDisk): RecordLog<unknown> {
  return new RecordLog(hostWith(disk), 'log');
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

/** A log of three records, with a change made on its disk. */
function changed(from: string, to: string): RecordLog<unknown> {
  const disk = new SimulatedDisk(() => {});
  const log = logOn(disk);
  for (const record of ['one', 'two', 'three']) log.append(record);
  const text = disk.read('log').replace(from, to);
  disk.truncate('log', 0);
  disk.append('log', text);
  return logOn(disk);
}

test('a last record that is not intact is cut off, as a torn write is', () => {
  expect(changed('three', 'thrxe').recover()).toEqual(['one', 'two']);
});

test('a record whose bits have changed before others cannot be recovered from', () => {
  expect(() => changed('two', 'twa').recover()).toThrow(/DAMAGED: log: the record at byte 15/);
});

test('what the disk refuses is thrown, unless a bug is planted that ignores it', () => {
  const disk = new SimulatedDisk((done) => done());
  const host = hostWith(disk);
  disk.failing = 'full';
  expect(() => new RecordLog(host, 'log').append('x')).toThrow('ENOSPC: log: no space left on the disk');
  new RecordLog(host, 'log', { ignoresErrors: true }).append('x');
  disk.failing = 'error';
  expect(() => new RecordLog(host, 'log').sync(() => {})).toThrow('EIO: log: the disk did not sync');
  let told = false;
  new RecordLog(host, 'log', { ignoresErrors: true }).sync(() => (told = true));
  expect(told).toBe(true);
  expect(disk.read('log')).toBe('');
});
