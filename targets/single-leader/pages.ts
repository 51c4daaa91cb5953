import type { Change } from './payload.js';
import type { RowSource } from './row-source.js';
import type { Row } from './snapshot.js';

/** So many pages hold all rows. */
const PAGES = 2;

/** The page that a row is on. */
function pageOf(key: string): number {
  let sum = 0;
  for (let at = 0; at < key.length; at++) sum += key.charCodeAt(at);
  return sum % PAGES;
}

/** The pages on which these rows are, as they are when the rows are changed: with all other rows that stand there. */
export function pageImages(
  changes: readonly Change[],
  rows: RowSource & { row(key: string): Row | undefined },
): readonly (readonly Change[])[] {
  const changed = new Map(changes.map((change) => [change.key, change]));
  const written = new Set(changes.map(({ key }) => pageOf(key)));
  const keys = [...new Set([...rows.keys(), ...changed.keys()])];
  return [...written].map((page) =>
    keys
      .filter((key) => pageOf(key) === page)
      .map((key) => changed.get(key) ?? imageOf(key, rows.row(key) as Row)),
  );
}

const imageOf = (key: string, { value, version }: Row): Change => ({ key, row: value, version });
