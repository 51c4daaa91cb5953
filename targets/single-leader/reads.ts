import type { Leadership } from './leadership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';

/** Calls back when a leader may answer a read from what it shows then, or with false when it turns out to lead no more. */
export function whenReadable(
  { leaderReads }: SingleLeaderOptions,
  bugs: ReadonlySet<SingleLeaderBug>,
  leadership: Leadership,
  then: (leads: boolean) => void,
): void {
  if (leaderReads === 'local') then(true);
  else if (!leadership.isReady) then(bugs.has('read-before-ready'));
  else if (leaderReads === 'lease' && leadership.hasLease()) then(true);
  else leadership.confirm(then);
}
