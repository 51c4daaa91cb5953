import { leaderless } from './leaderless/target.js';
import type { Target } from './target.js';

/** The targets that come with splitbrain, by name. */
export const targets: readonly Target[] = [leaderless];
