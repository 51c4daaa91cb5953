import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/history/import/format.js';
import {
  importEvents,
  importHistory,
  type ImportOptions,
  parseEvents,
} from '../../../src/history/import/import-history.js';
import { pair } from '../../../src/history/pair.js';

/** The events that a text is read as, and its operations: process, f, key, input, output, type. */
function read(text: string, options: ImportOptions = {}) {
  const format = options.format ?? detectFormat(text);
  if (format === undefined || format === 'jsonl') throw new Error(`read as ${format}`);
  const events = [...parseEvents(text, format, options)];
  const operations = pair(events).operations.map(({ process, f, key, input, output, type }) => [
    process,
    f,
    key,
    input,
    output,
    type,
  ]);
  return { format, events, operations };
}

describe('Jepsen EDN', () => {
  const lines = `
{:type :invoke, :f :write, :value 3, :process 0, :time 1000}
{:type :invoke, :f :read, :value nil, :process 1, :time 2000, :index 1}
{:type :ok, :f :write, :value 3, :process 0, :time 3000}
{:type :ok, :f :read, :value 3, :process 1, :time 4000, :node "n1", :final? true}
{:type :invoke, :f :cas, :value [3 4], :process 0, :time 5000}
{:type :fail, :f :cas, :value [3 4], :process 0, :time 6000, :error :timeout}`;
  const operations = [
    [0, 'write', undefined, 3, 3, 'ok'],
    [1, 'read', undefined, null, 3, 'ok'],
    [0, 'cas', undefined, [3, 4], null, 'fail'],
  ];

  test('one map per line', () => {
    const { format, events, operations: found } = read(lines);
    expect(format).toBe('edn');
    expect(found).toEqual(operations);
    expect(events.map(({ index, time }) => [index, time])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => [n - 1, n * 1000]),
    );
    expect(events[3]).toMatchObject({ node: 'n1', final: true });
    expect(events[5]?.error).toEqual({ kind: 'timeout' });
  });

  test.each([
    ['a vector', `[${lines}]`],
    ['a list with a comment before', `; a test\n(${lines})`],
    ['a whole test', `{:name "etcd" :nodes ["n1"] :history [${lines}] :results {:valid? true}}`],
    ['a tagged whole test', `#jepsen.Test{:history #jepsen.history.DenseIntHistory [${lines}]}`],
    ['records', lines.replaceAll('{', '#jepsen.history.Op{')],
    ['texts for keywords', lines.replaceAll(/:(invoke|ok|fail|read|write|cas|timeout)\b/g, '"$1"')],
    ['texts for names', lines.replaceAll(/:(type|f|value|process|time|error)\b/g, '"$1"')],
    ['no line breaks', lines.replaceAll('\n', ' ')],
    ['Windows line breaks', lines.replaceAll('\n', '\r\n')],
  ])('%s', (_, text) => {
    const { format, operations: found } = read(text);
    expect(format).toBe('edn');
    expect(found).toEqual(operations);
  });

  test('without times, positions are times; times that run backwards stand still', () => {
    const op = (type: string, time: string) => `{:type :${type}, :f :read, :value nil, :process 0${time}}`;
    expect(read(op('invoke', '') + op('ok', '')).events.map(({ time }) => time)).toEqual([0, 1]);
    expect(read(op('invoke', ' :time 9') + op('ok', ' :time 7')).events.map(({ time }) => time)).toEqual([
      9, 9,
    ]);
  });

  test('the nemesis, whatever it says', () => {
    const { events, operations: found } = read(`
{:type :info, :f :start, :process :nemesis, :time 5}
{:type :info, :f :start, :process :nemesis, :value [:isolated {"n1" #{"n2" "n3"}}], :time 6}
{:type :info, :f :kill, :process :nemesis, :value {:id 3}, :error ["boom" #error {:cause "x"}], :time 7}`);
    expect(found).toEqual([]);
    expect(events.map(({ process, type }) => `${process} ${type}`)).toEqual(Array(3).fill('nemesis info'));
    expect(events[1]?.value).toEqual(['isolated', { n1: ['n2', 'n3'] }]);
  });

  test.each([
    [':timeout', { kind: 'timeout' }],
    ['"no such thing"', { kind: 'error', text: 'no such thing' }],
    ['[:not-found "key 3"]', { kind: 'not-found', text: 'key 3' }],
    ['[:abort [1 2] {:a 1}]', { kind: 'abort', text: '[1,2] {"a":1}' }],
    ['{:type :conn-lost, :message "gone"}', { kind: 'conn-lost', text: 'gone' }],
    ['{:code 7}', { kind: 'error', text: '{"code":7}' }],
    ['503', { kind: 'error', text: '503' }],
    ['nil', undefined],
  ])('the error %s', (text, error) => {
    const { events } = read(
      `{:type :invoke :f :read :process 0} {:type :info :f :read :process 0 :error ${text}}`,
    );
    expect(events[1]?.error).toEqual(error);
  });

  test('a process that goes on after info gets a new number; one that Jepsen has replaced keeps its own', () => {
    const { operations: found } = read(`
{:process 0 :type :invoke :f :write :value 1} {:process 0 :type :info :f :write :value 1}
{:process 5 :type :invoke :f :write :value 2} {:process 5 :type :ok :f :write :value 2}
{:process 0 :type :invoke :f :write :value 3} {:process 0 :type :ok :f :write :value 3}`);
    expect(found.map(([process, , , input]) => [process, input])).toEqual([
      [0, 1],
      [5, 2],
      [6, 3],
    ]);
  });

  test('what never ends is unknown', () => {
    expect(read('{:process 0 :type :invoke :f :write :value 1}').operations).toEqual([
      [0, 'write', undefined, 1, null, 'info'],
    ]);
  });

  test('a failed cas has not happened, or has compared unequal, as one is told', () => {
    const cas = (error: string) =>
      `{:process 0 :type :invoke :f :cas :value [1 2]} {:process 0 :type :fail :f :cas :value [1 2] ${error}}`;
    expect(read(cas('')).operations[0]?.slice(-2)).toEqual([null, 'fail']);
    const options = { failedCas: 'compared-unequal' } as const;
    expect(read(cas(''), options).operations[0]?.slice(-2)).toEqual([false, 'ok']);
    expect(read(cas(':error :no-conns'), options).operations[0]?.slice(-2)).toEqual([null, 'fail']);
  });

  describe('independent keys', () => {
    const keyed = `
{:process 0 :type :invoke :f :write :value [1 5]} {:process 0 :type :ok :f :write :value [1 5]}
{:process 1 :type :invoke :f :read :value [:x nil]} {:process 1 :type :ok :f :read :value [:x 7]}
{:process 2 :type :invoke :f :cas :value ["y" [1 2]]} {:process 2 :type :info :f :cas :value :timed-out}
{:process 3 :type :invoke :f :read :value [1 nil]} {:process 3 :type :fail :f :read :value nil}`;

    test('are found', () => {
      expect(read(keyed).operations).toEqual([
        [0, 'write', '1', 5, 5, 'ok'],
        [1, 'read', 'x', null, 7, 'ok'],
        [2, 'cas', 'y', [1, 2], null, 'info'],
        [3, 'read', '1', null, null, 'fail'],
      ]);
    });

    test('or denied', () => {
      expect(read(keyed, { independent: false }).operations[0]).toEqual([
        0,
        'write',
        undefined,
        [1, 5],
        [1, 5],
        'ok',
      ]);
    });

    test('or demanded', () => {
      const write =
        '{:process 0 :type :invoke :f :enqueue :value [1 5]} {:process 0 :type :ok :f :enqueue :value [1 5]}';
      expect(read(write).operations[0]?.[2]).toBeUndefined();
      expect(read(write, { independent: true }).operations[0]).toEqual([0, 'enqueue', '1', 5, 5, 'ok']);
      expect(() => read(lines, { independent: true })).toThrow(
        /Line 2: expected the value of write to be \[key value\].* but it is 3/,
      );
      expect(() => read(keyed.replace('[:x 7]', '[:z 7]'))).toThrow(
        /Line 3: expected the value of read to be \[x value\]/,
      );
    });

    test.each([
      ['compare-and-sets alone', '{:process 0 :type :invoke :f :cas :value [1 2]}'],
      [
        'a read of everything',
        '{:process 0 :type :invoke :f :cas :value [1 2]} {:process 1 :type :invoke :f :read :value nil}',
      ],
      ['transactions of two', '{:process 0 :type :invoke :f :txn :value [[:r 1 nil] [:w 1 2]]}'],
    ])('are not: %s', (_, text) => {
      expect(read(text).operations.every(([, , key]) => key === undefined)).toBe(true);
    });
  });

  test.each([
    [
      '{:process 0 :type :invoke :f :write}\n{:process 0 :type :invoke :f :read}',
      /Line 2: process 0 invokes "read" while its write of line 1 is under way/,
    ],
    [
      '{:process 0 :type :ok :f :write :value 1}',
      /Line 1: process 0 ends "write" \(ok\), but has none under way/,
    ],
    [
      '{:process 0 :type :invoke :f :write}\n{:process 0 :type :ok :f :read}',
      /Line 2: process 0 ends "read", but what it has under way is the write of line 1/,
    ],
    [
      '{:process 0 :type :begin :f :write}',
      /Line 1: "type" must be one of invoke, ok, fail, info, but is "begin"/,
    ],
    ['{:process 0 :f :write}', /Line 1: expected a "type".*but there are only process, f/],
    [
      '{:process 1.5 :type :invoke :f :write}',
      /Line 1: "process" must be a whole number, a name or "nemesis", but is 1.5/,
    ],
    [
      '{:process 0 :type :invoke}',
      /Line 1: expected what the operation does, such as read or write, but there is no "f"/,
    ],
    ['{:process 0 :type :invoke :f [1]}', /"f" is \[1\]/],
    [
      '{:process 0 :type :invoke :f :read :time "soon"}',
      /"time" must be a time in ns or a date, but is "soon"/,
    ],
    ['[1 2]', /Line 1: expected a map such as .*, but found 1/],
    ['; nothing', /there is no event in the file/],
  ])('refuses %s', (text, error) => expect(() => read(text, { format: 'edn' })).toThrow(error));
});

describe('Knossos and Porcupine key-value logs', () => {
  test('a list, comments, values at the invocation of reads', () => {
    const text = `({:type :invoke, :f :write, :value 0, :process 0}
 {:type :ok, :f :write, :value 0, :process 0}
 ; 22 has no comma
 {:process 22  :type :invoke, :f :read, :value 3}
 {:process 22, :type :ok, :f :read, :value 3}
)`;
    expect(read(text).operations).toEqual([
      [0, 'write', undefined, 0, 0, 'ok'],
      [22, 'read', undefined, 3, 3, 'ok'],
    ]);
  });

  test('keys beside values', () => {
    const text = `{:process 3, :type :invoke, :f :append, :key "9", :value "x 3 8 y"}
{:process 3, :type :ok, :f :append, :key "9", :value "x 3 8 y"}
{:process 3, :type :invoke, :f :get, :key "9", :value nil}
{:process 3, :type :ok, :f :get, :value "x 3 8 y"}`;
    expect(read(text).operations).toEqual([
      [3, 'append', '9', 'x 3 8 y', 'x 3 8 y', 'ok'],
      [3, 'get', '9', null, 'x 3 8 y', 'ok'],
    ]);
    expect(() => read(text.replace(':get, :value "', ':get, :key "8" :value "'))).toThrow(
      /Line 4: process 3 ends "get" of 8, but what it has under way is the get of 9 of line 3/,
    );
  });
});

describe('Elle', () => {
  test('EDN without processes or f', () => {
    const text = `{:index 0 :type :invoke  :value [[:append 253 1] [:r 255 nil]]}
{:index 1 :type :ok      :value [[:append 253 1] [:r 255 [2 3]]]}`;
    expect(read(text).operations).toEqual([
      [
        0,
        'txn',
        undefined,
        [
          ['append', 253, 1],
          ['r', 255, null],
        ],
        [
          ['append', 253, 1],
          ['r', 255, [2, 3]],
        ],
        'ok',
      ],
    ]);
  });

  test('completions alone', () => {
    const text =
      '{:type :ok, :f :txn, :process 0, :value [[:append :x 1] [:r :y [1 2]]]} {:type :ok, :f :txn, :process 0, :value []}';
    const value = [
      ['append', 'x', 1],
      ['r', 'y', [1, 2]],
    ];
    expect(read(text).operations).toEqual([
      [0, 'txn', undefined, value, value, 'ok'],
      [0, 'txn', undefined, [], [], 'ok'],
    ]);
  });

  test('JSON, in an array or in lines', () => {
    const events = [
      {
        index: 0,
        process: 1,
        type: 'invoke',
        value: [
          ['append', 255, 8],
          ['r', 253, null],
        ],
      },
      {
        index: 1,
        process: 1,
        type: 'ok',
        value: [
          ['append', 255, 8],
          ['r', 253, [1, 3]],
        ],
      },
    ];
    for (const text of [JSON.stringify(events), events.map((event) => JSON.stringify(event)).join('\n')]) {
      const { format, operations } = read(text);
      expect(format).toBe('json');
      expect(operations).toEqual([
        [
          1,
          'txn',
          undefined,
          [
            ['append', 255, 8],
            ['r', 253, null],
          ],
          [
            ['append', 255, 8],
            ['r', 253, [1, 3]],
          ],
          'ok',
        ],
      ]);
    }
  });
});

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

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const edn = '{:process 0 :type :invoke :f :write :value 1} {:process 0 :type :ok :f :write :value 1}\n';
  const ours =
    '{"process":0,"type":"invoke","f":"write","value":1,"time":0}\n{"process":0,"type":"ok","f":"write","value":1,"time":1}\n';

  test('the format is told by content, also of compressed files', async () => {
    expect((await importHistory(file('a', edn))).format).toBe('edn');
    const zipped = await importHistory(file('a.edn.gz', gzipSync(edn.repeat(20_000))));
    expect([zipped.format, zipped.history.operations.length]).toEqual(['edn', 20_000]);
    expect(await importHistory(file('b.jsonl', ours))).toMatchObject({
      format: 'jsonl',
      history: { events: 2 },
    });
    expect(await importHistory(file('b.gz.gz', gzipSync(ours)))).toMatchObject({ format: 'jsonl' });
    expect((await importHistory(file('c', ours), { mapping: {} })).format).toBe('json');
    expect((await importHistory(file('d', ''))).history.operations).toEqual([]);
  });

  test('events one by one', async () => {
    const events = [];
    for await (const { type } of importEvents(file('a', edn))) events.push(type);
    expect(events).toEqual(['invoke', 'ok']);
  });

  test.each([
    ['poem', 'roses are red'],
    ['list', '- one\n- two'],
    ['xml', '<a b="c">'],
    ['binary', Buffer.from([0, 1, 2, 255])],
  ])('%s is no history; the error lists what would be', async (name, content) => {
    await expect(importHistory(file(name, content))).rejects.toThrow(
      new RegExp(`${name}: cannot tell what kind of history this is[^]*edn +Jepsen[^]*csv`),
    );
  });

  test('errors name file, line and format', async () => {
    await expect(importHistory(file('x.edn', `${edn}\n{:process 0`))).rejects.toThrow(
      /x\.edn, read as edn: line 3: the file ends inside the "\{" of line 3[^]*Formats/,
    );
    await expect(
      importHistory(file('y.edn.gz', gzipSync(edn).subarray(0, 60)), { format: 'edn' }),
    ).rejects.toThrow(/y\.edn\.gz, read as edn: the compressed file is damaged/);
    await expect(importHistory(join(folder, 'nowhere'))).rejects.toThrow(/ENOENT/);
  });

  test('whatever a file holds, it is read or refused with a reason', () => {
    const word = fc.constantFrom(
      '{:process 0 :type :invoke :f :read}',
      '{:process 0 :type :ok :f :read :value 1}',
      '{"process":0,"type":"invoke"}',
      '[',
      ']',
      '{',
      '}',
      '"',
      '\n',
      ',',
      ':',
      'type,f,start,end',
      '0,read,1,2',
      '0\t:invoke\t:read\tnil',
      ':history',
      '#_',
      '1',
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        fc.constantFrom('edn', 'json', 'csv', 'jepsen-log' as const),
        (words, format) => {
          try {
            pair(parseEvents(words.join(' '), format));
          } catch (error) {
            expect(error).toHaveProperty('name', 'HistoryError');
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
