import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src/history/event.js';
import { HistoryError, pair } from '../../src/history/pair.js';

type Loose = Partial<Omit<HistoryEvent, 'index'>> & { readonly index?: number };

/** Events with what is not said filled in. */
function events(...list: readonly Loose[]): HistoryEvent[] {
  return list.map((event, index) => ({
    index,
    process: 1,
    type: 'invoke',
    f: 'read',
    key: 'x',
    value: null,
    time: index,
    ...event,
  }));
}

function errorOf(...list: readonly Loose[]): HistoryError {
  try {
    pair(events(...list));
  } catch (error) {
    expect(error).toBeInstanceOf(HistoryError);
    return error as HistoryError;
  }
  throw new Error('no error');
}

describe('pair', () => {
  it('joins invocations and completions', () => {
    const history = pair(
      events(
        { f: 'write', value: 7, node: 'n1', user: 'ada' },
        { process: 2, final: true },
        { f: 'write', type: 'ok', value: 7, time: 5 },
        { process: 2, type: 'fail', time: 6, error: { kind: 'refused' } },
      ),
    );
    expect(history).toEqual({
      operations: [
        {
          index: 0,
          process: 1,
          f: 'write',
          key: 'x',
          input: 7,
          output: 7,
          type: 'ok',
          invokedAt: 0,
          completedAt: 5,
          completedIndex: 2,
          endedAt: 5,
          node: 'n1',
          user: 'ada',
        },
        {
          index: 1,
          process: 2,
          f: 'read',
          key: 'x',
          input: null,
          output: null,
          type: 'fail',
          invokedAt: 1,
          completedAt: 6,
          completedIndex: 3,
          endedAt: 6,
          error: { kind: 'refused' },
          final: true,
        },
      ],
      faults: [],
      endedAt: 6,
      events: 4,
    });
  });

  it('gives an operation of unknown outcome no completion, whether it says so or never ends', () => {
    const { operations } = pair(events({}, { process: 2 }, { type: 'info', time: 9 }));
    expect(operations).toMatchObject([
      { type: 'info', completedAt: Infinity, completedIndex: Infinity, endedAt: 9 },
      { type: 'info', completedAt: Infinity, completedIndex: Infinity, endedAt: Infinity },
    ]);
  });

  it('makes windows of faults, from the first word of their injection to the last of their healing', () => {
    const nemesis = { process: 'nemesis', type: 'info' } as const;
    const first = { id: 'kill-1', kind: 'kill', nodes: ['n1'] };
    const { faults } = pair(
      events(
        { ...nemesis, f: 'inject', value: first, time: 10 },
        { ...nemesis, f: 'inject', value: { id: 'kill-1', kind: 'kill', done: true }, time: 12 },
        { ...nemesis, f: 'inject', value: { id: 'pause-1', kind: 'pause' }, time: 15 },
        { ...nemesis, f: 'heal', value: { id: 'kill-1', kind: 'kill' }, time: 20 },
        { ...nemesis, f: 'heal', value: { id: 'kill-1', kind: 'kill', done: true }, time: 25 },
        { ...nemesis, f: 'start-something', value: null, time: 30 },
      ),
    );
    expect(faults).toEqual([
      { id: 'kill-1', kind: 'kill', value: first, from: 10, to: 25 },
      { id: 'pause-1', kind: 'pause', value: { id: 'pause-1', kind: 'pause' }, from: 15, to: Infinity },
    ]);
  });

  it('makes no window of a fault that could not be injected', () => {
    const nemesis = { process: 'nemesis', type: 'info', f: 'inject' } as const;
    const value = { id: 'kill-1', kind: 'kill' };
    expect(
      pair(events({ ...nemesis, value }, { ...nemesis, value, error: { kind: 'nemesis' } })).faults,
    ).toEqual([]);
  });

  it('accepts an empty history', () => {
    expect(pair([])).toEqual({ operations: [], faults: [], endedAt: 0, events: 0 });
  });

  it.each<[string, number, RegExp, Loose[]]>([
    ['an index that leaves a gap', 2, /expected index 1, .* it is 2/, [{}, { index: 2 }]],
    [
      'time that runs backwards',
      2,
      /time runs backwards: 3 ns comes after 5 ns/,
      [{ time: 5 }, { process: 2, time: 3 }],
    ],
    [
      'a completion without an invocation',
      1,
      /process 1 ends a read \(ok\) that it has not invoked/,
      [{ type: 'ok' }],
    ],
    ['a second completion', 3, /has not invoked/, [{}, { type: 'ok' }, { type: 'fail' }]],
    [
      'two operations of a process at once',
      2,
      /invokes write while its read of index 0/,
      [{}, { f: 'write' }],
    ],
    [
      'a process that goes on after info',
      3,
      /goes on after an operation of unknown outcome/,
      [{}, { type: 'info' }, {}],
    ],
    [
      'a completion of something else',
      2,
      /ends a write of x, .* is a read of x/,
      [{}, { f: 'write', type: 'ok' }],
    ],
    ['a completion of another key', 2, /ends a read of y, .* is a read of x/, [{}, { key: 'y', type: 'ok' }]],
    ['a nemesis that invokes', 1, /events of the nemesis to be info/, [{ process: 'nemesis' }]],
  ])('rejects %s, naming its line', (_, line, message, list) => {
    const error = errorOf(...list);
    expect(error.line).toBe(line);
    expect(error.message).toMatch(new RegExp(`^Line ${line}: `));
    expect(error.message).toMatch(message);
  });
});
