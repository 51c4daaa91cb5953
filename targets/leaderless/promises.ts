import { withImplied } from '../../src/checkers/implied-promises.js';
import type { GuaranteePromise } from '../../src/checkers/verdict.js';
import { mostMembers } from './configuration.js';
import type { LeaderlessOptions } from './options.js';

/** How many replicas certainly hold a value after a read has returned it. */
function copiesAfterRead({ repair, w, r }: LeaderlessOptions): number {
  switch (repair) {
    case 'write-back':
      return w;
    case 'responders':
      return r;
    case 'async':
    case 'none':
      return 1;
  }
}

/**
 * What the store promises. Overlapping quorums alone (w + r > n) do not make it linearizable: a read must also leave
 * its value on n − r + 1 replicas, so that no later read quorum can miss it, and versions must follow real time,
 * which wall clocks do not. Linearizability is local (Herlihy and Wing, TOPLAS 1990): it holds of all registers
 * together when it holds of each, so all causal guarantees follow from it.
 */
export function promises(options: LeaderlessOptions, n: number): readonly GuaranteePromise[] {
  return withImplied(ownPromises(options, n));
}

function ownPromises(options: LeaderlessOptions, nodeCount: number): readonly GuaranteePromise[] {
  const { w, r, order, spares } = options;
  const n = mostMembers(options, nodeCount);
  const kept: GuaranteePromise[] = [
    {
      guarantee: 'integrity',
      because: 'replicas store only what a client wrote, and a refused write reaches no replica',
    },
    {
      guarantee: 'strong-eventual-consistency',
      because:
        'a replica keeps the newest of what it has received, and of two different versions one is newer',
    },
  ];
  if (spares === 0) {
    kept.push({
      guarantee: 'liveness',
      because: `a coordinator asks all replicas, and the first max(w, r) = ${Math.max(w, r)} of them suffice`,
    });
  }
  const copies = copiesAfterRead(options);
  const visible = `a read leaves its value on ${copies} ≥ n − r + 1 = ${n - r + 1} replicas, so no later read misses it`;
  if (w + r > n) {
    kept.push({
      guarantee: 'terry-read-your-writes',
      because: `w + r = ${w} + ${r} > n = ${n}: every read quorum meets every write quorum`,
    });
  }
  if (copies >= n - r + 1) kept.push({ guarantee: 'terry-monotonic-reads', because: visible });
  if (order !== 'counter' || w + r <= n) return kept;

  const overlap = `w + r = ${w} + ${r} > n = ${n}: every read quorum meets every write quorum, and a write first asks a read quorum for the newest version`;
  kept.push(
    { guarantee: 'read-your-writes', because: overlap },
    { guarantee: 'safe-register', because: overlap },
    { guarantee: 'regular-register', because: overlap },
    {
      guarantee: 'durability',
      because: `an acknowledged write is on the disks of ${w} replicas, and newer writes get newer versions`,
    },
    {
      guarantee: 'write-quorum',
      copies: w,
      because: `a write is acknowledged when ${w} replicas have synced it`,
    },
  );
  if (copies < n - r + 1) return kept;

  kept.push(
    { guarantee: 'monotonic-reads', because: visible },
    { guarantee: 'linearizability', because: `${overlap}; ${visible}` },
  );
  if (options.snapshot === 'double-collect') {
    kept.push({
      guarantee: 'consistent-prefix',
      because:
        'a read of several keys answers only when two looks in a row saw the same versions of linearizable registers',
    });
  }
  return kept;
}
