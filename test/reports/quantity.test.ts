import { describe, expect, it } from 'vitest';
import { counted, formatCount, formatDuration, timeFormat } from '../../reports/quantity.js';

describe('formatDuration', () => {
  it.each([
    [0, '0 ns'],
    [340e3, '340 µs'],
    [1.25e6, '1.25 ms'],
    [150e6, '150 ms'],
    [1.2e9, '1.2 s'],
    [90e9, '90 s'],
    [150e9, '2.5 min'],
    [3600e9, '1 h'],
    [Infinity, 'for ever'],
  ])('%d ns is %s', (ns, words) => {
    expect(formatDuration(ns)).toBe(words);
  });
});

describe('timeFormat', () => {
  it('writes seconds with milliseconds', () => {
    expect(timeFormat([1.2e9, 1.204e9]).stretch(1.2e9, 1.204e9)).toBe('1.200–1.204 s');
  });

  it('adds digits until different moments look different', () => {
    const { moment } = timeFormat([1.2e9, 1.20001e9]);
    expect([moment(1.2e9), moment(1.20001e9)]).toEqual(['1.20000 s', '1.20001 s']);
  });

  it('marks an end that never came', () => {
    expect(timeFormat([1e9]).stretch(1e9, Infinity)).toBe('1.000–? s');
  });

  it('writes histories with small numbers for times in nanoseconds', () => {
    expect(timeFormat([0, 90]).stretch(0, 90)).toBe('0–90 ns');
  });
});

describe('counted', () => {
  it('minds the plural', () => {
    expect([counted(1, 'anomaly', 'anomalies'), counted(1204, 'anomaly', 'anomalies')]).toEqual([
      '1 anomaly',
      '1,204 anomalies',
    ]);
    expect(formatCount(1234567)).toBe('1,234,567');
  });
});
