import type { History } from '../src/history/operation.js';
import type { Experiment } from './experiment.js';
import { apart, down, read, type Script, write } from './script.js';

/** A chain of three, `n1` → `n2` → `n3`, as after every quiet start. */
const chain = {
  target: 'single-leader',
  workload: 'register',
  nodes: 3,
  options: { topology: 'chain', reads: 'tail' },
} as const;

/** The end of the chain is cut off from the others, and a client reads there while others write. */
const readAtOldEnd: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(2_200, 'n1', 'x', 2)],
    [read(700, 'n3', 'x'), read(2_300, 'n3', 'x'), read(2_900, 'n1', 'x')],
  ],
  faults: [apart(1_000, 3_000, ['n3'], ['n1', 'n2'])],
  untilMs: 4_000,
};

/** The middle of the chain dies and comes back, while a client writes and another reads at the end. */
const middleDies: Script = {
  clients: [
    [600, 1_100, 1_800, 2_600, 3_600].map((at, value) => write(at, 'n1', 'x', value + 1)),
    [700, 1_200, 1_900, 2_700, 3_700].map((at) => read(at, 'n3', 'x')),
  ],
  faults: [down(1_050, 2_500, ['n2'])],
  untilMs: 4_500,
  operationTimeoutMs: 1_000,
};

/** Whether a write is acknowledged while a node of the chain is down. */
function chainIsRepaired({ operations, faults }: History): boolean {
  return faults.some(({ from, to }) =>
    operations.some(
      ({ f, type, invokedAt, completedAt }) =>
        f === 'write' && type === 'ok' && invokedAt > from && completedAt < to,
    ),
  );
}

const sound = ['linearizability', 'durability', 'convergence', 'integrity'] as const;

/** Chain replication: rows CR, which the truth table of quorums and single leaders does not have. */
export const chainExperiments: readonly Experiment[] = [
  {
    ...chain,
    id: 'CR1',
    design: 'the end of a chain answers reads for as long as it believes to be the end',
    story:
      'The end of the chain is cut off and left out; a client that still reaches it reads what was overwritten elsewhere. Chain replication assumes a master that never takes the living for dead.',
    options: { ...chain.options, tailReads: 'local' },
    shows: { guarantee: 'regular-register', kinds: ['stale-read'] },
    never: ['durability', 'convergence', 'integrity'],
    witness: readAtOldEnd,
    onlyNodes: 'it cuts off the last node of a chain of three',
    campaign: { seeds: 400 },
  },
  {
    ...chain,
    id: 'CR2',
    design: 'the end of a chain answers reads while it holds a lease',
    story: 'Whoever is left out has been silent for longer than its lease, so nobody reads there any more.',
    never: sound,
    witness: readAtOldEnd,
    onlyNodes: 'it cuts off the last node of a chain of three',
    campaign: { seeds: 200 },
  },
  {
    ...chain,
    id: 'CR3',
    design: 'a broken chain is repaired without its middle',
    story:
      'A write waits for all in the chain, until the dead node is left out; when it is back and has caught up it joins at the end.',
    shows: { what: 'a write is acknowledged while a node of the chain is down', isSeen: chainIsRepaired },
    never: sound,
    witness: middleDies,
    campaign: { seeds: 200, settings: { faults: ['kill'] } },
  },
];
