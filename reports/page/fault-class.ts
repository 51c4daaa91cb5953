const known = new Set(['partition', 'clock', 'kill', 'pause']);

/** The colour of a kind of fault: kinds that nobody here knows share one. */
export function faultClass(kind: string): string {
  return known.has(kind) ? `fault-${kind}` : 'fault-other';
}
