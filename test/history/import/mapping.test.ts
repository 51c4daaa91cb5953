import { describe, expect, test } from 'vitest';
import { readText as read } from './read-events.js';

describe('CSV and JSON with a mapping', () => {
  const mapping = {
    columns: { process: 'client', type: 'event', f: 'op', key: 'register', value: 'arg', time: 'at' },
    words: { invoke: ['call'], ok: ['return', 'done'], info: ['timeout'] },
    timeUnit: 'ms',
  } as const;
  const rows = [
    ['client', 'event', 'op', 'register', 'arg', 'at'],
    ['alice', 'call', 'write', 'x', 1, 10],
    ['bob', 'call', 'read', 'x', null, 11],
    ['alice', 'done', 'write', 'x', 1, 12],
    ['bob', 'TIMEOUT', 'read', 'x', null, 13],
    ['bob', 'call', 'read', 'x', null, 14],
  ] as const;
  const operations = [
    [0, 'write', 'x', 1, 1, 'ok'],
    [1, 'read', 'x', null, null, 'info'],
    [2, 'read', 'x', null, null, 'info'],
  ];

  test('CSV', () => {
    const { format, events, operations: found } = read(rows.map((row) => row.join()).join('\n'), { mapping });
    expect(format).toBe('csv');
    expect(found).toEqual(operations);
    expect(events[0]?.time).toBe(10_000_000);
  });

  test('JSON', () => {
    const [names, ...events] = rows;
    const objects = events.map(
      (row) => Object.fromEntries(row.map((cell, at) => [names[at], cell])) as object,
    );
    expect(read(JSON.stringify(objects), { mapping }).operations).toEqual(operations);
  });

  test('users, whose names may be numbers', () => {
    const events = (header: string) => `process,f,value,${header},start,end\n1,write,1,7,0,5\n2,read,1,,6,9`;
    const users = (text: string, by = {}) => read(text, by).events.map(({ user }) => user);
    expect(users(events('user'))).toEqual(['7', '7', undefined, undefined]);
    expect(users(events('who'), { mapping: { columns: { user: 'who' } } })).toEqual([
      '7',
      '7',
      undefined,
      undefined,
    ]);
  });

  test('operations with two times', () => {
    const text = `f,input,output,start,end,type
write,1,,10,30,
read,,1,20,25,ok
write,2,,26,,
write,3,,27,40,fail
read,,0,50,60,`;
    expect(read(text).operations).toEqual([
      [0, 'write', undefined, 1, null, 'ok'],
      [1, 'read', undefined, null, 1, 'ok'],
      [2, 'write', undefined, 2, null, 'info'],
      [1, 'write', undefined, 3, null, 'fail'],
      [0, 'read', undefined, null, 0, 'ok'],
    ]);
  });

  const order = (text: string) =>
    read(text).events.map(({ type, value, process }) => `${type} ${JSON.stringify(value)} by ${process}`);

  test('operations whose times touch are concurrent, except those of one process', () => {
    expect(order('process,f,value,start,end\n0,write,1,0,5\n1,write,2,5,9')).toEqual([
      'invoke 1 by 0',
      'invoke 2 by 1',
      'ok 1 by 0',
      'ok 2 by 1',
    ]);
    expect(
      order(
        'process,f,value,start,end\n0,write,1,0,5\n0,write,2,5,5\n0,write,3,5,9\n1,write,4,0,5\n2,write,5,5,6',
      ),
    ).toEqual([
      'invoke 1 by 0',
      'invoke 4 by 1',
      'invoke 5 by 2',
      'ok 1 by 0',
      'invoke 2 by 0',
      'ok 2 by 0',
      'invoke 3 by 0',
      'ok 4 by 1',
      'ok 5 by 2',
      'ok 3 by 0',
    ]);
  });

  test('no order is made up where several processes go on at once', () => {
    const { events } = read(
      'process,f,value,start,end\n0,write,1,0,5\n0,write,2,5,9\n1,write,3,0,5\n1,write,4,5,9',
    );
    const at = (type: string, value: number) =>
      events.findIndex((event) => event.type === type && event.value === value);
    for (const begins of [2, 4])
      for (const ends of [1, 3]) expect(at('invoke', begins)).toBeLessThan(at('ok', ends));
  });

  test('times of clocks are as exact as they are written', () => {
    const { events } = read(
      'process,f,value,start,end\n0,write,1,1700000000123456789,1700000000123456790\n1,write,2,1700000000123456791,1700000000123456799',
    );
    expect(events.map(({ type, value, time }) => [type, value, time])).toEqual([
      ['invoke', 1, 0],
      ['ok', 1, 1],
      ['invoke', 2, 2],
      ['ok', 2, 10],
    ]);
    expect(
      read(
        'process,f,value,type,time\n0,read,,invoke,2024-05-01T10:00:00Z\n0,read,1,ok,2024-05-01T10:00:01.5Z',
      ).events[1]?.time,
    ).toBe(1.5e9);
  });

  test.each([
    [
      'client,event\n1,call',
      /Line 2: expected a "type" .* but there are only client, event. Columns of other names can be mapped/,
    ],
    ['process,type,f\n1,call,read', /"type" must be one of .* Other words can be mapped, as in ok=call/],
    [
      'process,f,start,end\n0,read,0,9\n0,read,5,12',
      /Line 3: process 0 begins this operation at 5 ns, before its operation of line 2 ends at 9 ns/,
    ],
    ['f,start,end\nread,9,5', /Line 2: the operation ends before it starts: "end" is 5, "start" 9/],
    ['f,start,end,type\nread,9,10,invoke', /must be ok, fail or info, but is invoke/],
    ['f,start,end,type\nread,9,,ok', /one that is ok must have an "end"/],
    [
      'f,start,type,process\nread,9,info,1\nread,,invoke,2',
      /Line 3: some records have a "start" and are whole operations/,
    ],
  ])('refuses %j', (text, error) => expect(() => read(text)).toThrow(error));
});
