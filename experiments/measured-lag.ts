import type { Experiment } from './experiment.js';
import { follower, lagging } from './replication-lag.js';
import { read, type Script, skewed, write } from './script.js';

/** A follower hears nothing of a write, and is asked for it much later. */
const cutOff: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_100, 'n1', 'x', 2)],
    [read(2_000, 'n3', 'x'), read(2_100, 'n3', 'x')],
  ],
  faults: follower,
  untilMs: 4_000,
};

const tooStale = { guarantee: 'bounded-staleness', kinds: ['too-stale-read'] } as const;

/** Replicas that say themselves how far they lag, and are not read where that is too far: row LA9 of the truth table. */
export const measuredLagExperiments: readonly Experiment[] = [
  {
    ...lagging,
    id: 'LA9',
    design:
      'replicas that lag more than 300 ms are not read; their lag is that of what they show behind what they received',
    story: 'A replica that is cut off receives nothing, so it says 0, and is read long after.',
    options: { reads: 'fresh', lag: 'received', maxLagMs: 300 },
    shows: tooStale,
    maxStaleMs: 350,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: cutOff,
    campaign: { seeds: 200 },
  },
  {
    ...lagging,
    id: 'LA9-heartbeat',
    design: 'their lag is the time on their own clock since the leader stamped what they show',
    story:
      'The stamps grow old, and the client goes to another replica. No clock is wrong by more than 25 ms, and no read is older than 300 ms and the two clocks’ errors.',
    options: { reads: 'fresh', lag: 'heartbeats', maxLagMs: 300 },
    maxStaleMs: 350,
    never: ['bounded-staleness', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -25)] },
    campaign: {
      seeds: 200,
      settings: { faults: ['partition', 'pause', 'kill', 'clog', 'slow-link', 'slow-node'] },
    },
  },
  {
    ...lagging,
    id: 'LA9-clock',
    design: 'their lag is the time on their own clock since the leader stamped what they show',
    story: 'The follower’s clock is behind by 5 s, so the stamps look as if they were new.',
    options: { reads: 'fresh', lag: 'heartbeats', maxLagMs: 300 },
    shows: tooStale,
    maxStaleMs: 350,
    never: ['durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -5_000)] },
    campaign: { seeds: 200, settings: { faults: ['partition', 'clock'] } },
  },
  {
    ...lagging,
    id: 'LA9-echo',
    design:
      'their lag is the time since they said the time of their own clock that the leader sends back once it knows that it still leads',
    story: 'Only one clock is asked, and none is compared with another: no read is older than 300 ms.',
    options: { reads: 'fresh', lag: 'echoes', maxLagMs: 300 },
    maxStaleMs: 300,
    never: ['bounded-staleness', 'durability', 'consistent-prefix', 'convergence', 'integrity'],
    witness: { ...cutOff, faults: [...cutOff.faults, skewed(900, 3_000, ['n3'], -5_000)] },
    campaign: { seeds: 200 },
  },
];
