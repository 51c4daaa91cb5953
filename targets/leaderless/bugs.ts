import type { PlantedBug } from '../target.js';
import type { LeaderlessBug } from './options.js';

/** The store's planted bugs, each against one of its mechanisms. */
export const bugs: readonly (PlantedBug & { readonly name: LeaderlessBug })[] = [
  {
    name: 'ack-before-quorum',
    summary: 'a write is acknowledged after one replica has stored it, whatever w is',
    causes: ['stale-read', 'under-replicated-write', 'read-your-writes-violation', 'new-old-inversion'],
  },
  {
    name: 'ack-before-sync',
    summary: 'a replica shows and acknowledges a write before its disk has synced it',
    causes: ['stale-read', 'under-replicated-write', 'lost-write', 'new-old-inversion', 'non-monotonic-read'],
  },
  {
    name: 'skip-write-back',
    summary: 'a read answers without repairing the replicas that are behind',
    causes: ['new-old-inversion', 'non-monotonic-read'],
  },
  {
    name: 'read-one',
    summary: 'a read takes the first answer, whatever r is',
    causes: ['stale-read', 'read-your-writes-violation', 'non-monotonic-read'],
  },
  {
    name: 'no-tie-break',
    summary:
      'replicas compare the counters of versions but not their tags, so equal counters keep different values',
    causes: ['new-old-inversion', 'non-linearizable', 'non-monotonic-read', 'stale-read'],
  },
  {
    name: 'reuse-writer',
    summary: 'a version is tagged with the node alone, so two writes can get the same version',
    causes: ['new-old-inversion', 'non-linearizable', 'stale-read', 'lost-write', 'under-replicated-write'],
  },
  {
    name: 'local-counter',
    summary: 'a coordinator numbers versions from its own memory instead of asking a quorum',
    causes: ['lost-write', 'stale-read', 'read-your-writes-violation', 'under-replicated-write'],
  },
  {
    name: 'overwrite-newer',
    summary: 'a replica stores whatever comes, also when it holds something newer',
    causes: ['stale-read', 'new-old-inversion', 'under-replicated-write', 'lost-write'],
  },
  {
    name: 'amnesia',
    summary: 'a replica that restarts forgets what its log holds',
    causes: ['stale-read', 'under-replicated-write', 'lost-write', 'new-old-inversion'],
  },
  {
    name: 'fail-on-timeout',
    summary: 'a write that too few replicas confirmed is reported as certainly not done',
    causes: ['failed-write-visible'],
  },
  {
    name: 'tear-snapshot',
    summary: 'a read of several keys looks only once, so its values need never have stood together',
    causes: ['prefix-violation', 'long-fork'],
  },
  {
    name: 'ignore-disk-error',
    summary: 'a replica acknowledges what its disk refused to keep',
    causes: ['lost-write', 'stale-read', 'under-replicated-write', 'new-old-inversion', 'non-monotonic-read'],
  },
  {
    name: 'skip-checksum',
    summary: 'messages are taken as they come, damaged or not (in simulation)',
    causes: ['thin-air-read', 'stale-read', 'non-linearizable', 'new-old-inversion', 'diverged-replicas'],
  },
  {
    name: 'ask-too-few',
    summary: 'a coordinator asks only as many replicas as must answer, always the same ones',
    causes: ['stuck-operation'],
  },
  {
    name: 'join-without-copying',
    summary: 'a node that becomes a member answers before it has copied what the others hold',
    causes: ['stale-read', 'lost-write', 'under-replicated-write', 'new-old-inversion', 'non-monotonic-read'],
    options: { spares: 2, w: 2, r: 2 },
    faults: ['members'],
  },
  {
    name: 'any-epoch',
    summary: 'replicas answer whoever asks, also one who does not know the members of the present epoch',
    causes: ['stale-read', 'lost-write', 'under-replicated-write', 'new-old-inversion', 'non-monotonic-read'],
    options: { spares: 2, w: 2, r: 2 },
    faults: ['members'],
  },
];
