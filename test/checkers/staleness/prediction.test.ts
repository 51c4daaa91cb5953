import { describe, expect, test } from 'vitest';
import {
  type Legs,
  missProbability,
  simulateVisibility,
} from '../../../src/checkers/staleness/prediction.js';
import { stream } from '../../../src/plan/stream.js';

const always = (write: number, acknowledgment: number, read: number, response: number): Legs => ({
  write: [write],
  acknowledgment: [acknowledgment],
  read: [read],
  response: [response],
});

/** Samples of an exponential distribution. */
function exponential(seed: string, meanMs: number): number[] {
  const { unit } = stream(seed, 'legs');
  return Array.from({ length: 5000 }, () => -Math.log(1 - unit()) * meanMs);
}

describe('probabilistically bounded staleness', () => {
  test.each([
    [{ n: 3, w: 1, r: 1 }, 1, 2 / 3],
    [{ n: 3, w: 1, r: 1 }, 2, 4 / 9],
    [{ n: 3, w: 1, r: 2 }, 1, 1 / 3],
    [{ n: 3, w: 2, r: 1 }, 1, 1 / 3],
    [{ n: 5, w: 2, r: 2 }, 1, 3 / 10],
    [{ n: 3, w: 2, r: 2 }, 1, 0],
    [{ n: 5, w: 3, r: 3 }, 3, 0],
  ])('%o misses the %i latest with probability %d', (quorum, k, expected) => {
    expect(missProbability(quorum, k)).toBeCloseTo(expected, 12);
  });

  test('is what drawing quorums gives', () => {
    const { unit } = stream('quorums', 'draws');
    const { n, w, r } = { n: 6, w: 2, r: 2 };
    const draw = (count: number): number[] =>
      Array.from({ length: n }, (_, at) => ({ at, by: unit() }))
        .sort((a, b) => a.by - b.by)
        .slice(0, count)
        .map(({ at }) => at);
    let misses = 0;
    for (let trial = 0; trial < 20_000; trial++) {
      const written = new Set(draw(w));
      if (!draw(r).some((replica) => written.has(replica))) misses++;
    }
    expect(misses / 20_000).toBeCloseTo(missProbability({ n, w, r }, 1), 1);
  });

  test('overlapping quorums never miss', () => {
    const legs: Legs = {
      write: exponential('w', 20),
      acknowledgment: exponential('a', 2),
      read: exponential('r', 2),
      response: exponential('s', 2),
    };
    const missed = simulateVisibility({ n: 3, w: 2, r: 2 }, legs, stream('1', 'x').unit, 2000);
    expect(missed(0)).toBe(0);
  });

  test('messages of one speed reach all replicas at once', () => {
    expect(simulateVisibility({ n: 3, w: 1, r: 1 }, always(5, 1, 1, 1), () => 0.5, 10)(0)).toBe(0);
  });

  test('slow writes are missed for a while, less and less', () => {
    // The replicas differ in half of the trials (n = 2, w = r = 1), and in a quarter of these the slow one answers first.
    const legs: Legs = { ...always(0, 1, 1, 1), write: [0, 100], response: [1, 3] };
    const missed = simulateVisibility({ n: 2, w: 1, r: 1 }, legs, stream('2', 'x').unit, 20_000);
    expect(Math.abs(missed(97) - 1 / 8)).toBeLessThan(0.01);
    expect(missed(98)).toBe(0);
    const times = [0, 20, 50, 90, 97, 98, 120];
    const shares = times.map(missed);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  test('slow exponential writes are missed at first, and hardly later', () => {
    const legs: Legs = {
      write: exponential('w', 20),
      acknowledgment: exponential('a', 2),
      read: exponential('r', 2),
      response: exponential('s', 2),
    };
    const missed = simulateVisibility({ n: 3, w: 1, r: 1 }, legs, stream('3', 'x').unit);
    expect(missed(0)).toBeGreaterThan(0.4);
    expect(missed(65)).toBeLessThan(0.05);
    expect(missed(120)).toBeLessThan(0.01);
  });

  test('is the same for the same seed', () => {
    const legs: Legs = { ...always(0, 1, 1, 1), write: exponential('w', 20) };
    const shares = [0, 1].map(() =>
      simulateVisibility({ n: 3, w: 1, r: 1 }, legs, stream('4', 'x').unit, 500)(3),
    );
    expect(shares[0]).toBe(shares[1]);
  });

  test('says what is missing', () => {
    const legs: Legs = { ...always(1, 1, 1, 1), read: [] };
    expect(() => simulateVisibility({ n: 3, w: 1, r: 1 }, legs, () => 0)).toThrow(
      'Expected samples of how long a read takes, but there are none.',
    );
  });
});
