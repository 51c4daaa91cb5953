import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A stream of random numbers of its own: other streams of the same seed do not disturb it. */
export interface Stream {
  /** For libraries that take a generator, such as fast-check. */
  readonly generator: RandomGenerator;
  /** Uniform in [0, 1), in steps of 2^-32. */
  readonly unit: () => number;
}

/**
 * The stream that belongs to a seed and a label, such as `network/n1→n2`. The generator's whole state is
 * `sha256(seed/label)`, because plain integer seeds that are close to each other give correlated streams.
 */
export function stream(seed: string, label: string): Stream {
  const digest = createHash('sha256').update(`${seed}/${label}`).digest();
  const state = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
  const generator = xoroshiro128plusFromState(state);
  const unit = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  return { generator, unit };
}
