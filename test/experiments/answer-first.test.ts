import { expect, test } from 'vitest';
import { answerFirst } from '../../experiments/answer-first.js';
import type { Traces } from '../../experiments/experiment.js';
import { type Draft, m, makeHistory, r, w } from '../checkers/make-history.js';

const [question, answer] = ['x/question', 'x/answer'];

/** Somebody asks, and another answers who read it. */
const exchange = [w(1, question, 1, 0, 1), r(2, question, 1, 2, 3), w(2, answer, 2, 4, 5)];

const isSeen = (drafts: readonly Draft[]): boolean =>
  answerFirst.isSeen(makeHistory(...drafts), {} as Traces);

test.each([
  ['both together', [m(3, { [question]: null, [answer]: 2 }, 6, 7)]],
  ['one after the other', [r(3, answer, 2, 6, 7), r(3, question, null, 8, 9)]],
])('identifies an answer without its question, heard %s', (_, listening) => {
  expect(isSeen([...exchange, ...listening])).toBe(true);
});

test('identifies an answer with an older question', () => {
  const older = [w(1, question, 7, 0, 1), w(1, question, 8, 2, 3), r(2, question, 8, 4, 5)];
  expect(isSeen([...older, w(2, answer, 9, 6, 7), m(3, { [question]: 7, [answer]: 9 }, 8, 9)])).toBe(true);
});

test.each([
  ['both are heard', [m(3, { [question]: 1, [answer]: 2 }, 6, 7)]],
  ['only the question is heard', [m(3, { [question]: 1, [answer]: null }, 6, 7)]],
  ['the question comes before the answer', [r(3, question, null, 6, 7), r(3, answer, 2, 8, 9)]],
  ['others read', [r(3, answer, 2, 6, 7), r(4, question, null, 8, 9)]],
])('accepts that %s', (_, listening) => {
  expect(isSeen([...exchange, ...listening])).toBe(false);
});

test('accepts a question that was asked while the listener was reading', () => {
  const drafts = [m(3, { [question]: 1, [answer]: 2 }, 0, 9), w(1, question, 1, 1, 2)];
  expect(isSeen([...drafts, r(2, question, 1, 3, 4), w(2, answer, 2, 5, 6)])).toBe(false);
});
