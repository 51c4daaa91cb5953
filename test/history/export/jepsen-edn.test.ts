import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryEvent, Value } from '../../../src/history/event.js';
import { formatEdnEvent } from '../../../src/history/export/jepsen-edn.js';
import { parseEvents } from '../../../src/history/import/import-history.js';

const base: HistoryEvent = { index: 0, process: 3, type: 'invoke', f: 'write', value: 5, time: 1000 };

describe('Jepsen EDN', () => {
  test.each<[event: HistoryEvent, text: string]>([
    [base, '{:index 0, :time 1000, :type :invoke, :process 3, :f :write, :value 5}'],
    [{ ...base, key: 'x' }, '{:index 0, :time 1000, :type :invoke, :process 3, :f :write, :value ["x" 5]}'],
    [
      {
        ...base,
        type: 'info',
        value: null,
        node: 'n1',
        user: 'ada',
        error: { kind: 'timeout' },
        final: true,
      },
      '{:index 0, :time 1000, :type :info, :process 3, :f :write, :value nil, :node "n1", :user "ada", :error :timeout, :final? true}',
    ],
    [
      { ...base, process: 'nemesis', type: 'info', f: 'inject', value: { id: 'a b', nodes: ['n1', true] } },
      '{:index 0, :time 1000, :type :info, :process :nemesis, :f :inject, :value {"id" "a b", "nodes" ["n1" true]}}',
    ],
    [
      { ...base, f: 'get or set', error: { kind: 'no such key', text: 'x "y"' } },
      '{:index 0, :time 1000, :type :invoke, :process 3, :f "get or set", :value 5, :error ["no such key" "x \\"y\\""]}',
    ],
  ])('%j', (event, text) => {
    expect(formatEdnEvent(event, { isKeyed: event.key !== undefined })).toBe(text);
  });

  const scalar = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
  );
  const value: fc.Arbitrary<Value> = fc.letrec((tie) => ({
    value: fc.oneof(
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
    ),
  })).value as fc.Arbitrary<Value>;
  const error = fc.option(
    fc.record(
      { kind: fc.constantFrom('timeout', 'not-found', 'x/y'), text: fc.string() },
      { requiredKeys: ['kind'] },
    ),
    { nil: undefined },
  );
  const word = fc.constantFrom('read', 'write', 'cas', 'compare and set', 'ns/name', '');
  const operation = fc.record({
    process: fc.nat(100),
    f: word,
    key: fc.string(),
    input: value,
    output: value,
    type: fc.constantFrom('ok' as const, 'fail' as const, 'info' as const),
    error,
    node: fc.option(fc.constantFrom('n1', 'n 2'), { nil: undefined }),
    user: fc.option(fc.string(), { nil: undefined }),
    final: fc.boolean(),
    nemesis: fc.option(value, { nil: undefined }),
  });

  test('is read again as it was', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), fc.boolean(), (operations, isKeyed) => {
        const events: HistoryEvent[] = [];
        const add = (event: Omit<HistoryEvent, 'index' | 'time'>) =>
          events.push({ ...event, index: events.length, time: events.length * 7 });
        for (const [
          at,
          { process, f, key, input, output, type, error: why, node, user, final, nemesis },
        ] of operations.entries()) {
          // Numbers are not used again: what an importer does when they are is another test.
          const same = {
            process: process + at * 101,
            f,
            ...(isKeyed && { key }),
            ...(node !== undefined && { node }),
            ...(user !== undefined && { user }),
            ...(final && { final }),
          };
          add({ ...same, type: 'invoke', value: input });
          if (nemesis !== undefined) add({ process: 'nemesis', type: 'info', f: 'start', value: nemesis });
          add({ ...same, type, value: output, ...(why && { error: why }) });
        }
        const text = events.map((event) => formatEdnEvent(event, { isKeyed })).join('\n');
        const read = events.length === 0 ? [] : [...parseEvents(text, 'edn', { independent: isKeyed })];
        // -0 is 0 in both notations.
        expect(read).toEqual(JSON.parse(JSON.stringify(events)));
      }),
      { numRuns: 2_000 },
    );
  });
});
