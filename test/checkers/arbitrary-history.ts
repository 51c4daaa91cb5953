import fc, { type Arbitrary } from 'fast-check';
import type { Value } from '../../src/history/event.js';
import type { Draft } from './make-history.js';

/** What shapes a random history. */
export interface Shape {
  readonly keys: readonly string[];
  readonly processes: number;
  readonly maxOperations: number;
  /** Kinds of operations, as often as they are named. */
  readonly kinds: readonly ('write' | 'read' | 'multi-read' | 'final read')[];
  /** Outcomes of writes, as often as they are named. */
  readonly outcomes: readonly ('ok' | 'fail' | 'info')[];
}

/**
 * Small random histories, consistent or not: every process does one thing after the other, each taking a random while. Reads return a
 * value that some write of the history writes to their key, or null, or now and then one that nobody writes.
 */
export function arbitraryHistory({
  keys,
  processes,
  maxOperations,
  kinds,
  outcomes,
}: Shape): Arbitrary<Draft[]> {
  const operation = fc.record({
    process: fc.nat({ max: processes - 1 }),
    kind: fc.constantFrom(...kinds),
    key: fc.constantFrom(...keys),
    outcome: fc.constantFrom(...outcomes),
    pause: fc.integer({ min: 1, max: 6 }),
    duration: fc.integer({ min: 1, max: 8 }),
    picks: fc.array(fc.nat({ max: 40 }), { minLength: keys.length, maxLength: keys.length }),
  });
  return fc.array(operation, { minLength: 2, maxLength: maxOperations }).map((steps) => {
    const written = new Map<string, number[]>(keys.map((key) => [key, []]));
    for (const [at, { kind, key }] of steps.entries()) if (kind === 'write') written.get(key)?.push(at + 1);
    const valueAt = (key: string, pick: number): Value => {
      const values = [null, ...(written.get(key) ?? [])];
      return pick === 40 ? 99 : (values[pick % values.length] ?? null);
    };
    // An info retires its process, and another takes its place.
    const numbers = Array.from({ length: processes }, (_, process) => process);
    const free = new Array<number>(processes).fill(0);
    return steps.map(({ process, kind, key, outcome, pause, duration, picks }, at): Draft => {
      const invoked = (free[process] as number) + pause;
      const ended = invoked + duration;
      free[process] = ended;
      const about = { process: numbers[process] as number, invoked, ended };
      if (kind === 'write') {
        if (outcome === 'info') numbers[process] = about.process + processes;
        return { ...about, f: 'write', key, value: at + 1, type: outcome };
      }
      if (kind === 'multi-read') {
        const values = keys.map((name, number) => [name, valueAt(name, picks[number] ?? 0)]);
        return { ...about, f: 'multi-read', value: Object.fromEntries(values) as Value };
      }
      const value = valueAt(key, picks[0] ?? 0);
      return { ...about, f: 'read', key, value, ...(kind === 'final read' && { final: true }) };
    });
  });
}
