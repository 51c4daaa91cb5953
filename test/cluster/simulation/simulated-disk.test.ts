import { expect, test } from 'vitest';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';

function disk() {
  const syncs: (() => void)[] = [];
  return { disk: new SimulatedDisk((done) => syncs.push(done)), syncs };
}

test('a crash keeps what was synced and loses the rest', () => {
  const { disk: under, syncs } = disk();
  let synced = false;
  under.append('log', 'one\n');
  under.sync('log', () => (synced = true));
  under.append('log', 'two\n');
  expect(synced).toBe(false);
  syncs[0]?.();
  expect(synced).toBe(true);
  expect(under.read('log')).toBe('one\ntwo\n');
  under.crash('lost', () => 0.5);
  expect(under.read('log')).toBe('one\n');
});

test('a sync covers only what was appended before it began', () => {
  const { disk: under, syncs } = disk();
  under.sync('log', () => {});
  under.append('log', 'later');
  syncs[0]?.();
  under.crash('lost', () => 0);
  expect(under.read('log')).toBe('');
});

test('a torn write leaves a part of what was not synced', () => {
  const { disk: under } = disk();
  under.append('log', '0123456789');
  under.crash('torn', () => 0.45);
  expect(under.read('log')).toBe('0123');
});

test('kill -9 keeps everything that was written', () => {
  const { disk: under } = disk();
  under.append('log', 'written');
  under.crash('kept', () => 0);
  expect(under.read('log')).toBe('written');
});

test('truncating keeps the beginning', () => {
  const { disk: under } = disk();
  under.append('log', 'abc');
  under.append('log', 'def');
  under.truncate('log', 4);
  under.append('log', '!');
  expect(under.read('log')).toBe('abcd!');
  expect(under.read('other')).toBe('');
});
