import type { SingleLeaderOptions } from './options.js';

/** What spreads keys over partitions. */
export type Partitioning = Pick<SingleLeaderOptions, 'partitions' | 'placement'>;

/**
 * The partition, from 0, in which a key lives: by hash, of all of it or of what stands before its first `/`, so that keys of
 * one group live together.
 */
export function partitionOf(key: string, { partitions, placement }: Partitioning): number {
  if (!(partitions > 1)) return 0;
  const slash = placement === 'group' ? key.indexOf('/') : -1;
  return hash(slash < 0 ? key : key.slice(0, slash)) % partitions;
}

/** FNV-1a, whose low bits are made as good as the high ones by the finalizer of MurmurHash3. */
function hash(text: string): number {
  let word = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
