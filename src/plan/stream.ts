import { hash } from 'node:crypto';
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
  // Bytes as characters: `createHash` takes fifteen times as long, and a run has hundreds of streams.
  const digest = hash('sha256', `${seed}/${label}`, 'binary');
  const state = [0, 4, 8, 12].map((offset) => int32At(digest, offset));
  const generator = xoroshiro128plusFromState(state);
  const unit = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  return { generator, unit };
}

/** Four bytes as a number, the least first. */
function int32At(bytes: string, offset: number): number {
  const byte = (at: number): number => bytes.charCodeAt(offset + at);
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}
