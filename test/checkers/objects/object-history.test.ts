import { describe, expect, test } from 'vitest';
import { objectHistory } from '../../../src/checkers/objects/object-history.js';
import { objectModels } from '../../../src/checkers/objects/registry.js';
import { checkOperations, describeOperation } from '../../../src/checkers/porcupine/index.js';
import type { HistoryEvent, Value } from '../../../src/history/event.js';
import { pair } from '../../../src/history/pair.js';

/** `[process, f, input, output, key]`: operations one after the other; an output of `'?'` is an unknown outcome. */
type Step = readonly [process: number, f: string, input: Value, output?: Value, key?: string];

function historyOf(steps: readonly Step[]) {
  const events: HistoryEvent[] = [];
  for (const [process, f, input, output = null, key] of steps) {
    const about = { process, f, ...(key !== undefined && { key }) };
    const type = output === '?' ? 'info' : output === '!' ? 'fail' : 'ok';
    events.push({ ...about, index: events.length, type: 'invoke', value: input, time: events.length });
    events.push({
      ...about,
      index: events.length,
      type,
      value: type === 'ok' ? output : null,
      time: events.length,
    });
  }
  return pair(events);
}

function judge(model: string, steps: readonly Step[], initial?: Value, nullReads?: 'unknown') {
  const history = objectHistory(historyOf(steps), model, { initial, nullReads });
  return checkOperations(history.model, history.operations).verdict;
}

describe('objects accept what they may do, and reject what they may not', () => {
  test.each<[model: string, accepted: readonly Step[], rejected: readonly Step[]]>([
    [
      'register',
      [
        [0, 'write', 1],
        [1, 'read', null, 1],
      ],
      [
        [0, 'write', 1],
        [1, 'read', null, null],
      ],
    ],
    [
      'register',
      [
        [0, 'read', null, null],
        [0, 'put', 'a'],
        [1, 'get', null, 'a'],
      ],
      [
        [0, 'put', 'a'],
        [1, 'get', null, 'b'],
      ],
    ],
    [
      'register',
      [
        [0, 'write', [1, { b: 2, a: 1 }]],
        [1, 'read', null, [1, { a: 1, b: 2 }]],
      ],
      [
        [0, 'write', [1]],
        [1, 'read', null, [2]],
      ],
    ],
    [
      'cas-register',
      [
        [0, 'write', 1],
        [1, 'cas', [1, 2], [1, 2]],
        [0, 'read', null, 2],
      ],
      [
        [0, 'write', 1],
        [1, 'cas', [3, 2], true],
      ],
    ],
    [
      'cas-register',
      [
        [0, 'write', 1],
        [1, 'cas', [3, 2], false],
        [0, 'read', null, 1],
      ],
      [
        [0, 'write', 1],
        [1, 'cas', [1, 2], false],
      ],
    ],
    [
      'cas-register',
      [
        [0, 'write', 1],
        [1, 'cas', [1, 2], '?'],
        [0, 'read', null, 2],
      ],
      [
        [0, 'write', 1],
        [1, 'cas', [1, 2], '!'],
        [0, 'read', null, 2],
      ],
    ],
    [
      'register',
      [
        [0, 'write', 1, null, 'x'],
        [0, 'write', 2, null, 'y'],
        [1, 'read', null, 1, 'x'],
      ],
      [
        [0, 'write', 1, null, 'x'],
        [0, 'write', 2, null, 'y'],
        [1, 'read', null, 2, 'x'],
      ],
    ],
    [
      'multi-register',
      [
        [
          0,
          'txn',
          [
            ['w', 'x', 1],
            ['write', 2, 5],
          ],
          [
            ['w', 'x', 1],
            ['write', 2, 5],
          ],
        ],
        [
          1,
          'txn',
          [
            ['r', 'x', null],
            ['read', 2, null],
          ],
          [
            ['r', 'x', 1],
            ['read', 2, 5],
          ],
        ],
      ],
      [
        [
          0,
          'txn',
          [
            ['w', 'x', 1],
            ['w', 'y', 5],
          ],
          [],
        ],
        [
          1,
          'txn',
          [
            ['r', 'x', null],
            ['r', 'y', null],
          ],
          [
            ['r', 'x', 1],
            ['r', 'y', null],
          ],
        ],
      ],
    ],
    [
      'multi-register',
      [
        [0, 'write', 1, null, 'x'],
        [0, 'multi-write', { y: 2 }],
        [1, 'multi-read', ['x', 'y'], { x: 1, y: 2 }],
        [1, 'read', null, 2, 'y'],
      ],
      [
        [0, 'write', 1, null, 'x'],
        [1, 'multi-read', ['x', 'y'], { x: null, y: null }],
      ],
    ],
    [
      'key-value',
      [
        [0, 'get', null, '', 'k'],
        [0, 'append', 'a', null, 'k'],
        [1, 'append', 'b', null, 'k'],
        [0, 'get', null, 'ab', 'k'],
        [0, 'delete', null, null, 'k'],
        [0, 'get', null, '', 'k'],
      ],
      [
        [0, 'put', 'a', null, 'k'],
        [1, 'append', 'b', null, 'k'],
        [0, 'get', null, 'ba', 'k'],
      ],
    ],
    [
      'key-value',
      [
        [0, 'get', null, null, 'k'],
        [0, 'cas', [null, 7], true, 'k'],
        [0, 'read', null, 7, 'k'],
      ],
      [
        [0, 'put', 1, null, 'k'],
        [0, 'cas', [2, 7], true, 'k'],
      ],
    ],
    [
      'counter',
      [
        [0, 'add', 2, 2],
        [0, 'increment', null],
        [0, 'dec', 4],
        [1, 'read', null, -1],
      ],
      [
        [0, 'add', 2],
        [1, 'read', null, 3],
      ],
    ],
    [
      'counter',
      [
        [0, 'add-and-get', 2, 2],
        [0, 'add-and-get', 2, 4],
      ],
      [
        [0, 'add-and-get', 2, 2],
        [0, 'add-and-get', 2, 2],
      ],
    ],
    [
      'set',
      [
        [0, 'add', 1, 1],
        [0, 'add', 1, false],
        [0, 'contains', 1, true],
        [0, 'remove', 1],
        [0, 'has', 1, false],
      ],
      [
        [0, 'add', 1],
        [0, 'contains', 1, false],
      ],
    ],
    [
      'set',
      [
        [0, 'add', 1, 1],
        [0, 'add', 2],
        [0, 'read', null, [2, 1]],
      ],
      [
        [0, 'add', 1],
        [0, 'add', 2],
        [0, 'read', null, [1]],
      ],
    ],
    [
      'queue',
      [
        [0, 'dequeue', null, null],
        [0, 'enqueue', 1, 1],
        [0, 'enqueue', 2],
        [1, 'dequeue', null, 1],
      ],
      [
        [0, 'enqueue', 1],
        [0, 'enqueue', 2],
        [1, 'dequeue', null, 2],
      ],
    ],
    [
      'unordered-queue',
      [
        [0, 'enqueue', 1],
        [0, 'enqueue', 2],
        [1, 'dequeue', null, 2],
      ],
      [
        [0, 'enqueue', 1],
        [1, 'dequeue', null, null],
      ],
    ],
    [
      'stack',
      [
        [0, 'push', 1],
        [0, 'push', [2]],
        [1, 'pop', null, [2]],
        [1, 'pop', null, 1],
        [1, 'pop', null, null],
      ],
      [
        [0, 'push', 1],
        [0, 'push', 2],
        [1, 'pop', null, 1],
      ],
    ],
    [
      'mutex',
      [
        [0, 'acquire', null],
        [1, 'release', null],
        [1, 'lock', null],
      ],
      [
        [0, 'acquire', null],
        [1, 'acquire', null],
      ],
    ],
    [
      'reentrant-mutex',
      [
        [0, 'acquire', null],
        [0, 'acquire', null],
        [0, 'release', null],
        [0, 'release', null],
        [1, 'acquire', null],
      ],
      [
        [0, 'acquire', null],
        [1, 'release', null],
      ],
    ],
    [
      'fenced-mutex',
      [
        [0, 'acquire', null, 3],
        [0, 'release', null],
        [1, 'acquire', null, { fence: 4 }],
      ],
      [
        [0, 'acquire', null, 3],
        [0, 'unlock', null],
        [1, 'lock', null, 3],
      ],
    ],
    [
      'append-log',
      [
        [0, 'append', 'a', 'a'],
        [1, 'append', 'b', 1],
        [0, 'read', null, ['a', 'b']],
        [0, 'read', 1, ['b']],
      ],
      [
        [0, 'append', 'a'],
        [0, 'append', 'b', 0],
      ],
    ],
    [
      'read-modify-write',
      [
        [0, 'swap', 1, null],
        [1, 'rmw', 2, 1],
        [0, 'read', null, 2],
      ],
      [
        [0, 'swap', 1, null],
        [1, 'swap', 2, null],
      ],
    ],
    [
      'read-modify-write',
      [
        [0, 'cas', [null, 1], true],
        [1, 'cas', [1, 2], '?'],
        [2, 'read', null, 2],
      ],
      [
        [0, 'cas', [null, 1], true],
        [1, 'cas', [null, 2], true],
      ],
    ],
  ])('%s', (model, accepted, rejected) => {
    expect(judge(model, accepted)).toBe(true);
    expect(judge(model, rejected)).toBe(false);
  });

  test('there is none without a test above', () => {
    expect(objectModels.map(({ name }) => name)).toHaveLength(14);
  });
});

describe('an initial value', () => {
  test.each<[model: string, initial: Value, steps: readonly Step[]]>([
    ['register', 7, [[0, 'read', null, 7]]],
    [
      'register',
      0,
      [
        [0, 'read', null, 0, 'x'],
        [0, 'read', null, 0, 'y'],
      ],
    ],
    ['multi-register', 0, [[0, 'txn', [['r', 'x', null]], [['r', 'x', 0]]]]],
    [
      'counter',
      10,
      [
        [0, 'add', 1],
        [0, 'read', null, 11],
      ],
    ],
    ['key-value', 'none', [[0, 'get', null, 'none', 'x']]],
    ['read-modify-write', 1, [[0, 'swap', 2, 1]]],
  ])('%s: %j', (model, initial, steps) => {
    expect(judge(model, steps, initial)).toBe(true);
    expect(judge(model, steps)).toBe(false);
  });

  test('is refused where there can be none', () => {
    expect(() => judge('queue', [], 3)).toThrow(
      /The model queue always begins empty.*register, cas-register/,
    );
  });
});

test('the empty text is what a key that is not there reads as, if nobody wrote it', () => {
  const reads: readonly Step[] = [[0, 'get', null, '', 'k']];
  expect(judge('key-value', reads)).toBe(true);
  expect(judge('key-value', [...reads, [1, 'put', '', null, 'k']])).toBe(false);
});

test('a read that answered null has read nothing, or nobody knows what', () => {
  const steps: readonly Step[] = [
    [0, 'read', null, null],
    [0, 'write', 1],
    [0, 'read', null, null],
  ];
  expect(judge('register', steps, 0)).toBe(false);
  expect(judge('register', steps, 0, 'unknown')).toBe(true);
  expect(objectHistory(historyOf(steps), 'register', { nullReads: 'unknown' }).unknownReads).toBe(2);
  expect(judge('register', [...steps, [1, 'read', null, 2]], 0, 'unknown')).toBe(false);
});

test('times are positions of events, also where recorded times are equal', () => {
  const at = (type: 'invoke' | 'ok', index: number, f: string, value: Value): HistoryEvent => ({
    index,
    process: 0,
    type,
    f,
    value,
    time: 5,
  });
  const history = pair([
    at('invoke', 0, 'write', 1),
    at('ok', 1, 'write', 1),
    at('invoke', 2, 'read', null),
    at('ok', 3, 'read', null),
  ]);
  const { model, operations, sourceOf } = objectHistory(history, 'register');
  expect(operations.map(({ call, return: end }) => [call, end])).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(checkOperations(model, operations).verdict).toBe(false);
  expect(operations.map(sourceOf)).toEqual(history.operations);
});

test('what a replica holds and what has failed is no operation of the object', () => {
  expect(
    judge('register', [
      [0, 'inspect', null, { x: 1 }],
      [0, 'write', 1, '!'],
      [1, 'explode', null, '!'],
      [0, 'read', null, null],
    ]),
  ).toBe(true);
});

test('operations in words name their keys', () => {
  const { model, operations } = objectHistory(historyOf([[0, 'write', 1, null, 'x']]), 'register');
  expect(operations.map((operation) => describeOperation(model, operation))).toEqual(['x: write 1']);
});

describe('unfit operations are named', () => {
  test.each<[model: string, steps: readonly Step[], error: RegExp]>([
    [
      'register',
      [
        [0, 'read', null, 1],
        [3, 'increment', 2],
      ],
      /^Operation 2 \(process 3: increment 2 → null\) does not fit: the model register does not know "increment"\. register understands read, write VALUE, cas \[EXPECTED, NEW\]\. Models that know "increment": counter\.$/,
    ],
    [
      'register',
      [[0, 'cas', 3, true]],
      /Operation 0 \(process 0: cas 3 → true\) does not fit: expected \[EXPECTED, NEW\]/,
    ],
    ['counter', [[0, 'add', 'x']], /expected a number/],
    ['counter', [[0, 'add', '9007199254740993']], /a number that a double holds exactly/],
    ['queue', [[0, 'enqueue', null]], /expected a value other than null/],
    ['key-value', [[0, 'get', null, 'x']], /expected a key/],
    [
      'register',
      [
        [0, 'read', null, 1, 'x'],
        [0, 'read', null, 1],
      ],
      /Operation 2 .*it names no key, and others do/,
    ],
    ['set', [[0, 'read', null, 3]], /expected a list of the elements/],
    [
      'set',
      [
        [0, 'remove', 3],
        [0, 'read', null, []],
      ],
      /does not know "remove"/,
    ],
    ['set', [[0, 'contains', 3, null]], /expected true or false/],
    ['append-log', [[0, 'read', 'x', []]], /expected a position from 0/],
    ['append-log', [[0, 'read', null, 'x']], /expected a list of the entries/],
    ['multi-register', [[0, 'txn', [['append', 1, 2]]]], /a list of \[r, KEY, null\] and \[w, KEY, VALUE\]/],
    ['multi-register', [[0, 'read', null, 3]], /a key, or a map of values by key/],
    ['regster', [], /There is no model "regster"\. There are: register, cas-register/],
  ])('%s', (model, steps, error) => {
    expect(() => judge(model, steps)).toThrow(error);
  });
});

describe('what an object may have held at first', () => {
  const firstRead = (...steps: readonly Step[]) => objectHistory(historyOf(steps), 'register').firstRead;

  test('is what the first read has read', () => {
    expect(firstRead([0, 'read', null, 7], [0, 'read', null, 8])).toBe(7);
  });

  test('is not known when a write may have put that there', () => {
    expect(firstRead([0, 'write', 7], [1, 'read', null, 7])).toBeUndefined();
    expect(firstRead([0, 'cas', [0, 7], '?'], [1, 'read', null, 7])).toBeUndefined();
    expect(firstRead([1, 'read', null, 7], [0, 'write', 7])).toBe(7);
  });
});
