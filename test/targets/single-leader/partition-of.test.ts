import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionOf } from '../../../targets/single-leader/partition-of.js';

const key = fc.string({ maxLength: 12 });
const partitions = fc.integer({ min: 1, max: 16 });

test('every key lives in one of the partitions', () => {
  fc.assert(
    fc.property(
      key,
      partitions,
      fc.constantFrom('group' as const, 'key' as const),
      (name, count, placement) => {
        const partition = partitionOf(name, { partitions: count, placement });
        expect(Number.isInteger(partition) && partition >= 0 && partition < count).toBe(true);
      },
    ),
  );
});

test('keys of one group live together, where groups decide', () => {
  fc.assert(
    fc.property(key, key, key, partitions, (group, one, other, count) => {
      const of = (name: string): number => partitionOf(name, { partitions: count, placement: 'group' });
      expect(of(`${group}/${one}`)).toBe(of(`${group}/${other}`));
    }),
  );
});

test('keys are spread about evenly', () => {
  const counts = [0, 0, 0];
  for (let number = 0; number < 3_000; number++) {
    const at = partitionOf(`k${number}`, { partitions: 3, placement: 'key' });
    counts[at] = (counts[at] as number) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
});

test('where a key lives is pinned: data on disk depend on it', () => {
  const at = (name: string): number => partitionOf(name, { partitions: 3, placement: 'group' });
  expect(['k1', 'k2', 'k3', 'chat/question', 'chat/answer', 'question', 'answer'].map(at)).toEqual([
    0, 0, 1, 1, 1, 1, 0,
  ]);
});
