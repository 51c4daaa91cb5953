import type { Anomaly, Guarantee } from '../../src/checkers/checker.js';

const objects: { readonly [guarantee in Guarantee]?: string } = {
  'mutual-exclusion': 'the lock',
  fencing: 'the lock',
  'counter-bounds': 'the counter',
  'counter-total': 'the counter',
  'bank-totals': 'the bank',
  'set-full': 'the set',
  'set-recency': 'the set',
  'no-resurrection': 'the set',
  'log-prefix': 'the log',
  'own-row': 'the table',
  'total-queue': 'the queue',
  'unique-ids': 'the generator',
};

/** What an anomaly is about, to call it by where it has no name. */
export function theObject({ kind, guarantee }: Anomaly): string {
  return kind === 'stale-token-accepted' ? 'the resource' : (objects[guarantee] ?? 'the register');
}
