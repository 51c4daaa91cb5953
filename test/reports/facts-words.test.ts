import { expect, test } from 'vitest';
import { factsWords } from '../../reports/facts-words.js';

test('figures of a checker in words; what there is no figure for is left out', () => {
  const facts = {
    attempts: 12_000,
    neverRead: 0,
    stableLatencyMs: { p50: 0, p95: 1.5, p99: 20, max: 3000 },
    lostLatencyMs: null,
  };
  expect(factsWords({ facts })).toEqual([
    { name: 'attempts', value: '12,000' },
    { name: 'never read', value: '0' },
    { name: 'stable latency', value: 'median 0 ns, 95 % 1.5 ms, 99 % 20 ms, longest 3 s' },
  ]);
  expect(factsWords({})).toEqual([]);
});

test('figures of another version do no harm', () => {
  const facts = { '<b>': '<script>', list: [1, 2], odd: { p50: 'x' } };
  expect(factsWords({ facts })).toEqual([
    { name: '<b>', value: '"<script>"' },
    { name: 'list', value: '[1, 2]' },
    { name: 'odd', value: '' },
  ]);
});
