import type { History } from '../src/history/operation.js';
import type { Experiment, Sight, Traces } from './experiment.js';
import { lostWrites } from './lost-writes.js';
import { apart, read, type Script, write } from './script.js';

/** A cluster of three whose leader is `n1`, as after every quiet start. */
const three = { target: 'single-leader', workload: 'register', nodes: 3 } as const;

/** The leader is cut off for three seconds, and clients go on writing there all the time. */
const writesAtOldLeader: Script = {
  clients: [
    [
      write(600, 'n1', 'x', 1),
      ...[1_100, 1_400, 2_200, 3_000].map((atMs, at) => write(atMs, 'n1', 'x', at + 2)),
    ],
    [read(4_500, 'n2', 'x')],
  ],
  faults: [apart(1_000, 4_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

/** Since a fault that a write may have been lost to, in milliseconds: a message to the followers may have been under way then. */
const UNDER_WAY_MS = 300;

/** A write is lost although it was acknowledged longer after any fault began. */
function isLostLongAfter(ms: number): Sight {
  return {
    what: `a write is lost that was acknowledged more than ${ms} ms after its leader was cut off`,
    judged: ['durability'],
    isSeen: (history, traces) =>
      lostWrites(history, traces).some(({ completedAt }) =>
        history.faults.every(({ from }) => {
          const sinceMs = (completedAt - from) / 1e6;
          return sinceMs < -UNDER_WAY_MS || sinceMs > ms;
        }),
      ),
  };
}

/** As many leaders began their terms, by the nodes' logs. */
const leadersIn = ({ logs }: Traces): number =>
  logs.filter(({ text }) => /\bleads in term \d+$/.test(text)).length;

const flapping: Sight = {
  what: 'leaders are replaced three times and more although no fault was injected',
  isSeen: ({ faults }: History, traces) => faults.length === 0 && leadersIn(traces) > 3,
};

/** Nothing fails, but messages take up to 330 ms. */
const slowMessages: Script = {
  clients: Array.from({ length: 4 }, (_, client) =>
    Array.from({ length: 40 }, (__, at) =>
      write(500 + at * 100 + client * 25, `n${(client % 3) + 1}`, `k${client}-${at}`, at),
    ),
  ),
  faults: [],
  network: { minLatencyMs: 5, meanLatencyMs: 15, latency: 'heavy-tailed' },
  untilMs: 5_000,
};

const asynchronous = { copies: 1, votes: 'majority' } as const;
/** What is lost late is seen only where nobody has written its key again: few writes, and many keys. */
const cutsOnly = {
  faults: ['partition', 'kill'],
  faultIntervalMs: 1_500,
  faultDurationMs: 3_000,
  timeLimitMs: 8_000,
  rate: 60,
  knobs: { keys: 60 },
};

/** How soon a leader notices that it is alone, and followers that it is silent: rows SL9c and SL13 of the truth table. */
export const failureDetectionExperiments: readonly Experiment[] = [
  {
    ...three,
    id: 'SL9b-late',
    design: 'terms fence old leaders, replication is asynchronous, and a leader never gives up by itself',
    story: 'As long as the old leader is cut off it acknowledges what will be lost: there is no bound.',
    options: { ...asynchronous, demoteMs: 0, electionTimeoutMs: 1_000 },
    shows: isLostLongAfter(1_200),
    never: ['convergence', 'integrity'],
    witness: writesAtOldLeader,
    onlySimulated: 'its bound is in times that real clusters do not keep',
    campaign: { seeds: 200, settings: cutsOnly },
  },
  {
    ...three,
    id: 'SL9c',
    design: 'the same, but a leader steps down when no follower has answered for 600 ms',
    story:
      'What it acknowledges in that time is lost; then it refuses, so the loss ends with the window and the heartbeat at which it notices.',
    options: { ...asynchronous, demoteMs: 600, electionTimeoutMs: 1_000 },
    shows: { guarantee: 'durability', kinds: ['lost-write'] },
    never: ['convergence', 'integrity', isLostLongAfter(1_200)],
    witness: writesAtOldLeader,
    onlySimulated: 'its bound is in times that real clusters do not keep',
    campaign: { seeds: 200, settings: cutsOnly },
  },
  {
    ...three,
    id: 'SL13-safe',
    design: 'the election timeout is shorter than messages may take, and a write needs a quorum',
    story:
      'Leaders are deposed without need, again and again, which the nodes’ logs say; but nothing is lost.',
    options: { electionTimeoutMs: 60, leaseMs: 60, preVote: false },
    shows: flapping,
    never: ['durability', 'linearizability', 'convergence', 'integrity'],
    witness: slowMessages,
    campaign: { seeds: 200, settings: { faults: [] }, options: { electionTimeoutMs: 20, leaseMs: 20 } },
  },
];
