/**
 * A version of a register: a counter (or a wall clock's microseconds, with last-write-wins), and the tag of the
 * write, which no other write has. The tag settles which of two equal counters is newer.
 */
export type Version = readonly [counter: number, tag: string];

/** Older than every version: nothing was ever written. */
export const NO_VERSION: Version = [0, ''];

/** Positive when `a` is newer than `b`, 0 when they are the same write. */
export function compareVersions(a: Version, b: Version): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  return a[1] === b[1] ? 0 : a[1] > b[1] ? 1 : -1;
}
