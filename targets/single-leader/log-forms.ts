import type { Host } from '../../src/replica/host.js';
import { isSequence } from './commands.js';
import { type SingleLeaderOptions, storageVersion } from './options.js';
import { pageImages } from './pages.js';
import type { Change, Payload, Statement } from './payload.js';
import type { Surroundings } from './surroundings.js';
import type { UnshownRows } from './unshown-rows.js';

/** A statement as its leader carried it out. */
export interface Execution {
  readonly statement: Statement;
  /** What its functions returned. */
  readonly surroundings: Surroundings;
  readonly changes: readonly Change[];
  /** The data before it. */
  readonly rows: UnshownRows;
}

/** What the log says of a statement, as the options want it. */
export function payloadOf(
  options: SingleLeaderOptions,
  host: Pick<Host, 'id' | 'nodes'>,
  { statement, surroundings, changes, rows }: Execution,
): Payload {
  const { now, sysdate, random, uuid } = surroundings;
  switch (options.logForm) {
    case 'rows':
      return rowsOf(options, changes, rows);
    case 'pages': {
      const storage = storageVersion(options, host);
      return { kind: 'pages', storage, pages: pageImages(changes, rows) };
    }
    case 'statements':
      return { kind: 'statement', statement };
    case 'seeded-statements':
      return { kind: 'statement', statement, fixed: { now, random } };
    case 'fixed-statements':
      return { kind: 'statement', statement, fixed: { now, sysdate, random, uuid } };
  }
}

function rowsOf(
  { rowIdentity, sequences }: SingleLeaderOptions,
  changes: readonly Change[],
  rows: UnshownRows,
): Payload {
  const shipped = sequences === 'shipped' ? changes : changes.filter(({ key }) => !isSequence(key));
  if (rowIdentity === 'key') return { kind: 'rows', changes: shipped };
  return {
    kind: 'images',
    images: shipped.map((change) => {
      const old = rows.value(change.key);
      // A new row is logged whole.
      return old === null ? change : { old, row: change.row };
    }),
  };
}
