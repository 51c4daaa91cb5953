/** Guarantees that are checked together; none where staleness is measured instead. */
export interface GuaranteesCase {
  readonly name: string;
  readonly guarantees: readonly string[];
  /** Milliseconds, warm, for a million operations; none where theory allows no promise. */
  readonly goalMs?: number;
}

/** What is measured, each on histories of ten thousand, a hundred thousand and a million operations. */
export const guaranteesCases: readonly GuaranteesCase[] = [
  { name: 'session guarantees and PRAM', guarantees: ['session', 'pram'], goalMs: 2_000 },
  { name: 'causal consistency', guarantees: ['causal-consistency'], goalMs: 5_000 },
  { name: 'causal convergence', guarantees: ['causal-convergence'], goalMs: 10_000 },
  { name: 'causal memory', guarantees: ['causal-memory'] },
  { name: 'sequential consistency', guarantees: ['sequential-consistency'] },
  { name: 'linearizability', guarantees: ['linearizability'] },
  { name: 'regular register, durability', guarantees: ['regular-register', 'durability'], goalMs: 2_000 },
  { name: 'smallest k, Δ, Γ (unique values)', guarantees: [], goalMs: 5_000 },
  { name: 'counters, banks, locks', guarantees: ['counter-bounds', 'bank-totals', 'mutual-exclusion'] },
  {
    name: 'sets, queues, ids',
    guarantees: ['set-full', 'set-recency', 'no-resurrection', 'total-queue', 'unique-ids'],
  },
  {
    name: 'all of these',
    guarantees: ['session', 'causal', 'quorum', 'sequential-consistency', 'linearizability'],
  },
];

/** @throws Error when there is no case of this name */
export function checksOf(name: string): readonly string[] {
  const found = guaranteesCases.find((one) => one.name === name);
  if (!found) throw new Error(`There is no case ${name}.`);
  return found.guarantees;
}
