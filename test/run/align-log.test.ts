import { expect, test } from 'vitest';
import { alignLog } from '../../src/run/align-log.js';

test('the log of a real node gets the times of the run', () => {
  const log = [
    '--- started at 7.500 ms',
    '398.000 recovered',
    'ready n1 127.0.0.1:7001',
    '--- operations begin at 489.000 ms',
    '622.500 leads in term 1',
    '--- ended by SIGKILL at 1351.000 ms',
    '--- started at 1953.000 ms',
    '222.000 recovered',
    '',
  ];
  expect(alignLog(log.join('\n')).split('\n')).toEqual([
    '0.000 --- started',
    '0.000 recovered',
    'ready n1 127.0.0.1:7001',
    '0.000 --- operations begin',
    '141.000 leads in term 1',
    '862.000 --- ended by SIGKILL',
    '1464.000 --- started',
    '1686.000 recovered',
    '',
  ]);
});

test('the log of a simulated node has them already', () => {
  const log = '5.000 leads in term 1\n--- said by the replica\n';
  expect(alignLog(log)).toBe(log);
});
