import fc from 'fast-check';

/** A key: the first one with a chance of `hot`, otherwise any. */
export function drawKey(keys: readonly string[], hot: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: Math.round(hot * 1000), arbitrary: fc.constant(keys[0] as string) },
    { weight: Math.round((1 - hot) * 1000), arbitrary: fc.constantFrom(...keys) },
  );
}
