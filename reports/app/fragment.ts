import { type RowKind, rowKinds } from './rows.js';

/** What the address of the page says of the timeline, so that a link shows what its sender saw. */
export interface Shown {
  /** Nanoseconds; absent for the whole run. */
  readonly from?: number;
  readonly to?: number;
  readonly rows: RowKind;
  readonly query: string;
  /** A key's number. */
  readonly key?: number;
  /** `Operation.index` of what is selected. */
  readonly operation?: number;
}

const PREFIX = '#timeline?';

/** The fragment for what is shown; just the timeline's own where nothing was chosen. */
export function writeFragment({ from, to, rows, query, key, operation }: Shown): string {
  const fields = new URLSearchParams();
  if (from !== undefined && to !== undefined) {
    fields.set('from', String(Math.round(from)));
    fields.set('to', String(Math.round(to)));
  }
  if (rows !== 'client') fields.set('rows', rows);
  if (query !== '') fields.set('find', query);
  if (key !== undefined) fields.set('key', String(key));
  if (operation !== undefined) fields.set('operation', String(operation));
  return fields.size === 0 ? '#timeline' : `${PREFIX}${fields}`;
}

/** What a fragment asks for; undefined when it is not about the timeline. What cannot be read is left out. */
export function readFragment(fragment: string): Shown | undefined {
  if (!fragment.startsWith(PREFIX)) return undefined;
  const fields = new URLSearchParams(fragment.slice(PREFIX.length));
  const number = (name: string): number | undefined => {
    const value = Number(fields.get(name) ?? NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  };
  const [from, to, key, operation] = [number('from'), number('to'), number('key'), number('operation')];
  return {
    rows: rowKinds.find((kind) => kind === fields.get('rows')) ?? 'client',
    query: fields.get('find') ?? '',
    ...(from !== undefined && to !== undefined && from < to && { from, to }),
    ...(key !== undefined && { key }),
    ...(operation !== undefined && { operation }),
  };
}
