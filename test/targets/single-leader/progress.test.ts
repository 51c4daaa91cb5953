import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Progress, reachedBy } from '../../../targets/single-leader/progress.js';

test('so many nodes are as far as the place of that number, when all places are put in order', () => {
  const places = fc.array(fc.nat({ max: 9 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.nat({ max: 9 }), places, fc.integer({ min: 1, max: 10 }), (own, matches, count) => {
      const followers = matches.map((match): Progress => ({
        match,
        next: match + 1,
        round: 9 - match,
        heardAt: 0,
        isCopying: false,
        wasMember: true,
        leavesAt: undefined,
      }));
      const nth = (all: number[]): number => all.sort((a, b) => b - a)[count - 1] ?? 0;
      expect(reachedBy(count, own, followers, 'match')).toBe(nth([own, ...matches]));
      const rounds = followers.map(({ round }) => round);
      expect(reachedBy(count, own, followers, 'round')).toBe(nth([own, ...rounds]));
    }),
  );
});
