import type { Experiment } from './experiment.js';
import { apart, membersAre, read, type Script, write } from './script.js';

/** Three members and a spare, each quorum of two. */
const four = {
  target: 'leaderless',
  workload: 'register',
  nodes: 4,
  onlyNodes: 'quorums of two are chosen for three nodes and one more',
} as const;

/** Any two of three overlap; what a write left out is not repaired by reads, so that it is seen. */
const pairs = { w: 2, r: 2, spares: 1, repair: 'none' } as const;

/** A fourth node is added while a write has reached two of the three; then somebody asks the other two. */
const added: Script = {
  clients: [[write(1_100, 'n1', 'x', 1)], [read(2_600, 'n4', 'x')]],
  faults: [
    apart(1_000, 1_500, ['n3'], ['n1', 'n2', 'n4']),
    membersAre(1_600, 3_500, ['n1', 'n2', 'n3', 'n4']),
    apart(2_500, 3_500, ['n1', 'n2'], ['n3', 'n4']),
  ],
  untilMs: 4_000,
};

/** The fourth node takes the first one's place; then somebody asks it and the one that missed the write. */
const replaced: Script = {
  clients: [[write(1_100, 'n1', 'x', 1)], [read(3_100, 'n4', 'x')]],
  faults: [
    apart(1_000, 1_500, ['n3'], ['n1', 'n2', 'n4']),
    membersAre(1_600, 3_900, ['n2', 'n3', 'n4']),
    apart(3_000, 3_900, ['n1', 'n2'], ['n3', 'n4']),
  ],
  untilMs: 4_200,
};

const stale = { guarantee: 'regular-register', kinds: ['stale-read'] } as const;
const campaign = {
  seeds: 200,
  settings: { faults: ['members', 'partition', 'kill'], faultIntervalMs: 400, rate: 400 },
} as const;

/** Leaderless stores: rows LL of the truth table. */
export const leaderlessExperiments: readonly Experiment[] = [
  {
    ...four,
    id: 'LL14',
    design: 'a fourth node is added to three, and quorums stay at two',
    story:
      'Two of three always met two of three. Of four, two can have the write, and the other two answer: the new node and the one that had missed it.',
    options: { ...pairs, join: 'at-once' },
    shows: stale,
    never: ['integrity'],
    witness: added,
    campaign,
  },
  {
    ...four,
    id: 'LL14-sized',
    design: 'quorums are chosen for the four that there may be: w=3, r=2',
    story: 'Any two of four meet any three of them, whoever knows already that there are four.',
    options: { ...pairs, w: 3, join: 'at-once' },
    never: ['regular-register', 'durability', 'integrity'],
    witness: added,
    campaign,
  },
  {
    ...four,
    id: 'LL14-replaced',
    design: 'a fourth node takes the place of one of three, and first copies what two of the others hold',
    story:
      'There are never more than three members. What two of them had, one has when the first is gone, and two when the new one has copied it: whoever asks two finds it.',
    options: pairs,
    never: ['regular-register', 'durability', 'integrity'],
    witness: replaced,
    campaign,
  },
  {
    ...four,
    id: 'LL14-uncopied',
    design: 'a fourth node takes the place of one of three, and answers at once',
    story:
      'It knows nothing of what was written before it came, and with one more that has missed it is a quorum.',
    options: pairs,
    bugs: ['join-without-copying'],
    shows: stale,
    never: ['integrity'],
    witness: replaced,
    campaign,
  },
];
