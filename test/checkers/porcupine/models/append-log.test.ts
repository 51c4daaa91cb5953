import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendLog, type AppendLogInput, checkOperations } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

type LogOutput = readonly number[] | number | null;

const value = fc.nat({ max: 3 });

const subject: Subject<readonly number[], readonly number[], AppendLogInput<number>, LogOutput> = {
  model: appendLog<number>(),
  first: [],
  // Of odd entries it does not say where they are.
  perform: (state, input) =>
    input.f === 'append'
      ? [input.value % 2 ? null : state.length, [...state, input.value]]
      : [state.slice(input.from ?? 0), state],
  input: fc.oneof(
    fc.record({ f: fc.constant('append' as const), value }),
    fc.constant({ f: 'read' as const }),
    fc.record({ f: fc.constant('read' as const), from: fc.nat({ max: 1 }) }),
  ),
  output: ({ f }) => (f === 'read' ? fc.array(value, { maxLength: 3 }) : fc.option(fc.nat({ max: 3 }))),
};

/** Without positions, of which an unknown entry can be part unseen. */
const unanswered: typeof subject = {
  ...subject,
  perform: (state, input) => (input.f === 'append' ? [null, [...state, input.value]] : [state, state]),
  input: fc.oneof(
    fc.record({ f: fc.constant('append' as const), value }),
    fc.constant({ f: 'read' as const }),
  ),
  output: ({ f }) => (f === 'read' ? fc.array(value, { maxLength: 3 }) : fc.constant(null)),
};

const read = { f: 'read' } as const;
const readFrom = (from: number) => ({ f: 'read', from }) as const;
const append = (entry: number) => ({ f: 'append', value: entry }) as const;

describe('an append log', () => {
  testWritten(subject.model, {
    accepted: {
      'entries in the order of their positions': [
        ok(append(1), 1, 0, 9),
        ok(append(2), 0, 0, 9),
        ok(read, [2, 1], 10, 11),
      ],
      'a beginning while an append is under way': [
        ok(append(1), null, 0, 1),
        ok(append(2), null, 2, 9),
        ok(read, [1], 3, 4),
        ok(read, [1, 2], 5, 6),
      ],
      'an unknown append that took a position': [info(append(1), 0), ok(append(2), 1, 5, 6)],
      'a read from a position on': [
        ok(append(1), 0, 0, 1),
        ok(append(2), 1, 2, 3),
        ok(readFrom(1), [2], 4, 5),
        ok(readFrom(7), [], 6, 7),
      ],
    },
    rejected: {
      'an entry that is lost': [ok(append(1), null, 0, 1), ok(read, [], 2, 3)],
      'orders that differ': [
        ok(append(1), null, 0, 9),
        ok(append(2), null, 0, 9),
        ok(read, [1, 2], 10, 11),
        ok(read, [2, 1], 12, 13),
      ],
      'an order against time': [ok(append(1), null, 0, 1), ok(append(2), null, 2, 3), ok(read, [2, 1], 4, 5)],
      'a position taken twice': [ok(append(1), 0, 0, 9), ok(append(2), 0, 0, 9)],
      'an entry that comes twice': [info(append(1), 0), ok(read, [1, 1], 2, 3)],
      'another position than where it is': [
        ok(append(1), 1, 0, 9),
        ok(append(2), null, 0, 9),
        ok(read, [1, 2], 10, 11),
      ],
      'a gap that nobody can have filled': [ok(append(1), 1, 0, 1), info(append(2), 5)],
      'an append that failed': [fail(append(1), 0, 1), ok(read, [1], 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'log-order');
  testWords(subject.model, {
    'append 4 → 2': ok(append(4), 2, 0, 1),
    'append 4': ok(append(4), null, 0, 1),
    'read → [4]': ok(read, [4], 0, 1),
    'read from 3 → ?': info(readFrom(3), 0),
  });

  describe('that does not say where entries are', () => {
    testRandom(unanswered);

    test('costs nothing for appends that nobody saw', () => {
      const unknown = Array.from({ length: 1_000 }, (_, at) => info(append(at + 10), at));
      // Appended twice, so that it has to search.
      const appends = [ok(append(1), null, 5, 6), ok(append(1), null, 7, 8)];
      const history = [...unknown, ...appends, ok(read, [1, 1], 9, 10)];
      const { verdict, partitions } = checkOperations<readonly number[], AppendLogInput<number>, LogOutput>(
        subject.model,
        history,
      );
      expect(verdict).toBe(true);
      expect(partitions[0]?.configurations).toBeLessThan(10);
    });
  });
});
