import type { Campaign, Shard } from '../../src/campaign/campaign.js';
import type { CutOff } from '../../src/campaign/shrink.js';
import type { FailureTally, Tally } from '../../src/campaign/tally.js';
import type { TrendNight } from '../../src/campaign/trend.js';
import type { Figure } from '../figure/figure.js';
import type { PlanSize } from '../../src/plan/shrinking/plan-size.js';

/** All that a campaign's reports tell. */
export interface CampaignRecord {
  readonly campaign: Campaign;
  readonly shard: Shard;
  readonly tally: Tally;
  readonly kept: readonly KeptFailure[];
  /** Milliseconds that machines worked on it, all together. */
  readonly wallMs: number;
  /** Whether all was done that was asked for. */
  readonly complete: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Campaigns of the same matrix in order of time, this one the last of them; absent where there were none before. */
  readonly trend?: readonly TrendNight[];
}

/** What is known of a kept failure beside the tally. */
export interface KeptFailure {
  readonly failure: FailureTally;
  /** The smallest seed's report: a path beside the campaign's own reports. */
  readonly report?: string;
  /** The command that makes the run again. */
  readonly command: string;
  /** Of a failure on a real cluster: how many of so many runs of its plan there failed again in the same way. */
  readonly again?: { readonly failed: number; readonly of: number };
  /** Of a failure on a real cluster: how many schedules of its plan were simulated, and whether one failed in the same way. */
  readonly search?: { readonly schedules: number; readonly found: boolean };
  readonly shrunk?: ShrunkFailure;
}

/** What is left of a failure's smallest seed when all that does not matter is cut away. */
export interface ShrunkFailure {
  readonly size: PlanSize;
  /** What ended the search before nothing simpler was left to try. */
  readonly cutOffBy?: CutOff;
  /** Its report: a path beside the campaign's own reports. */
  readonly report: string;
  readonly command: string;
  /** What its plan does, step by step, where that is little. */
  readonly steps?: readonly string[];
  /** What proves the failure, in words. */
  readonly story?: string;
  /** The same as a picture along time. */
  readonly figure?: Figure;
}
