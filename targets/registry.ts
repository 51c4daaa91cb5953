import { findNamed } from '../src/named.js';
import { leaderless } from './leaderless/target.js';
import { singleLeader } from './single-leader/target.js';
import type { Target } from './target.js';

/** The targets that come with splitbrain. */
export const targets: readonly Target[] = [leaderless, singleLeader];

/** @throws UnknownNameError that lists the targets there are */
export function targetNamed(name: string): Target {
  return findNamed('target', targets, name, (target) => target.name);
}
