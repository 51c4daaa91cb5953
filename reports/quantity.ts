/** `1204` → `1,204`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `counted(1, 'anomaly', 'anomalies')` → `1 anomaly`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const units = [
  { unit: 'h', ns: 3600e9 },
  { unit: 'min', ns: 60e9 },
  { unit: 's', ns: 1e9 },
  { unit: 'ms', ns: 1e6 },
  { unit: 'µs', ns: 1e3 },
] as const;

/** A length of time with two or three digits that count: `150 ms`, `1.25 s`. */
export function formatDuration(ns: number): string {
  if (!Number.isFinite(ns)) return 'for ever';
  for (const { unit, ns: size } of units) {
    if (Math.abs(ns) >= (unit === 'min' ? 2 : 1) * size) {
      const digits = Math.abs(ns) >= 100 * size ? 0 : Math.abs(ns) >= 10 * size ? 1 : 2;
      return `${Number((ns / size).toFixed(digits))} ${unit}`;
    }
  }
  return `${Math.round(ns)} ns`;
}

/** Writes moments of a run, all in one unit. */
export interface TimeFormat {
  readonly unit: 's' | 'ms' | 'ns';
  /** The bare number: `1.204`. */
  readonly digits: (ns: number) => string;
  /** With its unit: `1.204 s`. */
  readonly moment: (ns: number) => string;
  /** `1.200–1.204 s`; an end that never came is a question mark. */
  readonly stretch: (fromNs: number, toNs: number) => string;
}

/**
 * A format in which different ones among these moments look different.
 * @param moments nanoseconds since the run began
 */
export function timeFormat(moments: readonly number[]): TimeFormat {
  const finite = [...new Set(moments.filter((ns) => Number.isFinite(ns)))];
  const last = finite.reduce((a, b) => Math.max(a, b), 0);
  const unit = last >= 1e8 ? 's' : last >= 1e5 ? 'ms' : 'ns';
  const size = { s: 1e9, ms: 1e6, ns: 1 }[unit];
  const write = (decimals: number) => (ns: number) => (ns / size).toFixed(decimals);
  const choices = unit === 'ns' ? [0, 3] : [3, 4, 5, 6, 9];
  const decimals = choices.find((count) => new Set(finite.map(write(count))).size === finite.length) ?? 9;
  const digits = write(decimals);
  return {
    unit,
    digits,
    moment: (ns) => `${digits(ns)} ${unit}`,
    stretch: (from, to) => `${digits(from)}–${Number.isFinite(to) ? digits(to) : '?'} ${unit}`,
  };
}
