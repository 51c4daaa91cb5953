import { describe, expect, test } from 'vitest';
import { readText as read } from './read-events.js';

describe('Jepsen logs', () => {
  const log = (...lines: string[]) =>
    lines.map((line) => `INFO  jepsen.util - ${line.replaceAll(' ', '\t')}`).join('\n');

  test('etcd: a cas that fails has compared unequal, a read that fails has not happened', () => {
    const text = log(
      '0 :invoke :read nil',
      '0 :ok :read nil',
      '1 :invoke :write 3',
      ':nemesis :info :start nil',
      ':nemesis :info :start "Cut_off_{}"',
      '2 :invoke :cas [4_0]',
      '1 :ok :write 3',
      '2 :fail :cas [4_0]',
      '0 :invoke :cas [3_1]',
      '0 :ok :cas [3_1]',
      '1 :invoke :read nil',
      '1 :fail :read :timed-out',
      '2 :invoke :write 2',
      '2 :info :write :timed-out',
    ).replaceAll('_', ' ');
    const { format, events, operations } = read(text);
    expect(format).toBe('jepsen-log');
    expect(operations).toEqual([
      [0, 'read', undefined, null, null, 'ok'],
      [1, 'write', undefined, 3, 3, 'ok'],
      [2, 'cas', undefined, [4, 0], false, 'ok'],
      [0, 'cas', undefined, [3, 1], [3, 1], 'ok'],
      [1, 'read', undefined, null, null, 'fail'],
      [2, 'write', undefined, 2, null, 'info'],
    ]);
    expect(events.at(-1)?.error).toEqual({ kind: 'timed-out' });
    expect(read(text, { failedCas: 'did-not-happen' }).operations[2]?.at(-1)).toBe('fail');
  });

  test('hints, errors, dates and other lines', () => {
    const text = `2015-03-01 12:00:00,000 INFO jepsen.core - Running test
java.net.ConnectException: refused
INFO  jepsen.util - 6 \t:invoke :write \t38 \t:hint 0\r
INFO  jepsen.util - 6 \t:ok :write \t38 \t:hint 2\r
2023-01-01 INFO [jepsen worker 1] jepsen.util: 1\t:invoke\t:read\t[3 nil]
2023-01-01 INFO [jepsen worker 1] jepsen.util: 1\t:fail\t:read\t[3 nil]\t[:unavailable "x"]`;
    const { events } = read(text, { independent: false });
    expect(events.map(({ process, type, value, error }) => [process, type, value, error?.kind])).toEqual([
      [6, 'invoke', 38, undefined],
      [6, 'ok', 38, undefined],
      [1, 'invoke', [3, null], undefined],
      [1, 'fail', [3, null], 'unavailable'],
    ]);
  });

  test.each([
    ['0 :invoke :write', /Line 1: the line ends before the value/],
    ['0 :invoke :cas [1', /Line 1: the file ends inside the "\["/],
  ])('refuses %s', (line, error) => expect(() => read(log(line))).toThrow(error));
});
