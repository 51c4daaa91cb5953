import fc from 'fast-check';

/**
 * The nodes that a fault befalls: mostly a minority, which a quorum system must survive, sometimes more, and now and
 * then all of them.
 */
export function someNodes(nodes: readonly string[]): fc.Arbitrary<readonly string[]> {
  const minority = Math.max(1, Math.ceil(nodes.length / 2) - 1);
  return fc.oneof(
    { weight: 6, arbitrary: fc.shuffledSubarray([...nodes], { minLength: 1, maxLength: minority }) },
    { weight: 2, arbitrary: fc.shuffledSubarray([...nodes], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant([...nodes]) },
  );
}
