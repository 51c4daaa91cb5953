import type { Value } from '../../history/event.js';
import type { PlannedOperation } from '../plan.js';

/** The keys that an operation names: its own, and those of what it reads or writes together. */
export function keysOf({ key, value }: PlannedOperation, keys: readonly string[]): readonly string[] {
  if (key !== undefined) return [key];
  const named = new Set<string>();
  collect(value, named);
  const known = keys.filter((name) => named.has(name));
  // What names none may mean them all.
  return known.length > 0 ? known : keys;
}

function collect(value: Value, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const part of value) collect(part as Value, into);
  else if (value !== null && typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) {
      into.add(name);
      collect(part, into);
    }
  }
}
