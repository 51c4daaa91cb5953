import { describe, expect, test } from 'vitest';
import { readText as read } from './read-events.js';

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
