import { expect, test } from 'vitest';
import { withImplied } from '../../src/checkers/implied-promises.js';
import { weakerThan } from '../../src/checkers/lattice.js';

test('who promises linearizability promises all that follows from it, and says why', () => {
  const promises = withImplied([
    { guarantee: 'linearizability', because: 'quorums overlap' },
    { guarantee: 'write-quorum', because: 'it waits', copies: 3 },
  ]);
  expect(promises.map(({ guarantee }) => guarantee).sort()).toEqual(
    ['linearizability', 'write-quorum', ...weakerThan('linearizability')].sort(),
  );
  expect(promises).toContainEqual({
    guarantee: 'pram',
    because: 'it follows from linearizability: quorums overlap',
  });
});

test('a promise keeps its own reason, and nothing stronger is made of it', () => {
  const promises = [{ guarantee: 'read-your-writes', because: 'clients stay with their node' }] as const;
  expect(withImplied(promises)).toEqual(promises);
});
