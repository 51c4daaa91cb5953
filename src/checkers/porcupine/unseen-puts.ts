import type { TimedOperation } from './operation.js';

/**
 * Positions of the puts of unknown outcome whose value nobody certainly took. Leaving one out makes a container emptier
 * and keeps the order of what others took; a take of unknown outcome that took it need not have happened.
 *
 * @param putOf the value that an operation puts; undefined for one that takes
 */
export function unseenPuts<Input, Value>(
  operations: readonly TimedOperation<Input, Value | null>[],
  putOf: (input: Input) => Value | undefined,
): number[] {
  const taken = new Set<unknown>();
  for (const { input, output, outcome } of operations)
    if (outcome === 'ok' && putOf(input) === undefined) taken.add(output);
  const positions: number[] = [];
  for (const [at, { input, outcome }] of operations.entries()) {
    const value = putOf(input);
    if (outcome === 'info' && value !== undefined && !taken.has(value)) positions.push(at);
  }
  return positions;
}
