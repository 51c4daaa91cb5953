import type { Operation } from '../history/operation.js';
import type { Anomaly, Guarantee } from './checker.js';
import type { Version } from './register.js';
import { Witness } from './witness.js';

const NS_PER_MS = 1e6;

/**
 * The anomaly that a read returned a version although the write of a newer one had been acknowledged before the read began.
 * The fact `staleForMs` says for how long, at least, the version had been overwritten by then.
 */
export function staleRead(
  guarantee: Guarantee,
  read: Operation,
  returned: Version,
  overwrite: Version,
): Anomaly {
  const staleForNs = read.invokedAt - (overwrite.write?.completedAt ?? read.invokedAt);
  return new Witness()
    .older(returned, overwrite)
    .add(read)
    .relate(overwrite.write, read, 'real time')
    .relate(returned.write, read, 'reads from')
    .relate(read, overwrite.write, 'older version')
    .anomaly({
      kind: 'stale-read',
      guarantee,
      register: returned.register,
      versionOrder: 'real time',
      facts: { returned: returned.value, expected: overwrite.value, staleForMs: staleForNs / NS_PER_MS },
    });
}
