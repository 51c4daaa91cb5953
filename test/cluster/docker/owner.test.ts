import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ownerState, parseOwner, thisOwner } from '../../../src/cluster/docker/owner.js';

const me = thisOwner();

test('this process is alive, and is read back from a label', () => {
  expect(ownerState(me)).toBe('alive');
  expect(parseOwner(JSON.stringify(me))).toEqual(me);
});

test.each([
  undefined,
  '',
  'null',
  '[]',
  '7',
  '{"pid":1}',
  '{"host":1,"boot":"","pidSpace":"","pid":1,"started":""}',
])('reads no owner from %j', (label) => expect(parseOwner(label)).toBeUndefined());

test('a process that has ended is dead', async () => {
  const process = execa('node', ['--version']);
  await process;
  expect(ownerState({ ...me, pid: process.pid as number })).toBe('dead');
});

test('a process of before the machine was started again is dead', () => {
  expect(ownerState({ ...me, boot: 'another' })).toBe('dead');
});

test.runIf(process.platform === 'linux')('a process whose number was used again is dead', () => {
  expect(me.boot).not.toBe('');
  expect(Number(me.started)).toBeGreaterThan(0);
  expect(ownerState({ ...me, started: '1' })).toBe('dead');
});

test('of a process elsewhere nothing is known', () => {
  expect(ownerState({ ...me, host: 'another' })).toBe('unknown');
  expect(ownerState({ ...me, pidSpace: 'pid:[1]' })).toBe('unknown');
});
