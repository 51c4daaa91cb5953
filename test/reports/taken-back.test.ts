import { expect, test } from 'vitest';
import type { Markup } from '../../reports/page/markup.js';
import { logsSection } from '../../reports/page/logs-section.js';
import { takenBackAmong, takenBackByNode, takenBackIn } from '../../reports/taken-back.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const line = (ms: number, key: string, value: number, at: number): string =>
  `${ms} takes back "${key}" = ${value}, place ${at} of term 1`;
const logs = [
  {
    node: 'n1',
    text: [
      '3010.5 takes back 2 entries from 5 of term 1 on',
      line(3010.5, 'x', 2, 5),
      line(3010.5, 'y', 3, 6),
    ].join('\n'),
  },
  { node: 'n2', text: '12 leads in term 2' },
];
const moment = (ns: number): string => `${ns / 1e9} s`;

test('writes of an anomaly that a node took back are named, and no others', () => {
  const { operations } = makeHistory(w(1, 'x', 2, 0, 5), w(1, 'y', 2, 10, 15), r(2, 'x', null, 20, 25));
  expect(takenBackAmong(operations, takenBackIn(logs), moment)).toBe(
    'n1 took x=2 back at 3.0105 s: place 5 of term 1 of its log now has something else.',
  );
  expect(takenBackAmong(operations.slice(1), takenBackIn(logs), moment)).toBeUndefined();
});

test('a write that a node took back again and again is named once', () => {
  const { operations } = makeHistory(w(1, 'x', 2, 0, 5));
  const text = Array.from({ length: 1200 }, (_, at) => line(3010 + at, 'x', 2, 5)).join('\n');
  expect(takenBackAmong(operations, takenBackIn([{ node: 'n1', text }]), moment)).toBe(
    'n1 took x=2 back 1,200 times, first at 3.01 s: place 5 of term 1 of its log then had something else.',
  );
});

test('the logs begin with what each node took back', () => {
  expect(takenBackByNode(takenBackIn(logs))).toEqual([
    'n1 took back 2 writes: x=2 (place 5 of term 1), y=3 (place 6 of term 1).',
  ]);
  expect((logsSection(logs) as Markup).text).toContain('n1 took back 2 writes: x=2');
});

test('of many the first ten are named', () => {
  const text = Array.from({ length: 12 }, (_, at) => line(at, 'x', at, at + 1)).join('\n');
  expect(takenBackByNode(takenBackIn([{ node: 'n1', text }]))[0]).toMatch(
    /x=9 \(place 10 of term 1\) and 2 more\.$/,
  );
});
