import { expect, test } from 'vitest';
import { stream } from '../../src/plan/stream.js';

const drawn = (seed: string, label: string): number[] => {
  const { unit } = stream(seed, label);
  return Array.from({ length: 200 }, unit);
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((x, at) => (x - meanA) * ((b[at] as number) - meanB)));
  const deviation = (xs: readonly number[], m: number) => Math.sqrt(mean(xs.map((x) => (x - m) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
};

test('the same seed and label draw the same numbers, pinned so that seeds keep their meaning', () => {
  const { unit } = stream('42', 'network/n1→n2');
  expect(Array.from({ length: 8 }, () => Math.floor(unit() * 1000))).toMatchInlineSnapshot(`
    [
      345,
      759,
      241,
      874,
      928,
      762,
      348,
      47,
    ]
  `);
  expect(drawn('42', 'a')).toEqual(drawn('42', 'a'));
});

test('numbers are in [0, 1) and spread over it', () => {
  const numbers = drawn('spread', '');
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.filter((x) => x < 0.5).length).toBeGreaterThan(70);
  expect(numbers.filter((x) => x >= 0.5).length).toBeGreaterThan(70);
});

test('neighbouring seeds and labels are not correlated', () => {
  for (let seed = 0; seed < 30; seed++) {
    expect(Math.abs(correlation(drawn(`${seed}`, 'x'), drawn(`${seed + 1}`, 'x')))).toBeLessThan(0.3);
    expect(Math.abs(correlation(drawn('s', `${seed}`), drawn('s', `${seed + 1}`)))).toBeLessThan(0.3);
  }
});
