import type { Evidence } from '../../src/campaign/evidence.js';
import type { Tally } from '../../src/campaign/tally.js';
import { formatCount } from '../quantity.js';

const UNDER = 'operations under ';

/** What a campaign's verdict rests on for one promise, over all cells. */
export interface EvidenceRow {
  readonly name: string;
  /** How often it could have been seen to fail, in all cells together. */
  readonly all: number;
  /** The cell where that was the least often. */
  readonly least: Evidence & { readonly cell: string };
}

/** How often a kind of fault struck, and the client operations that were under way while it lasted. */
export interface FaultRow {
  readonly kind: string;
  readonly struck: number;
  readonly operations: number;
}

/** What was looked for, the thinnest evidence first. */
export function evidenceRows({ cells }: Tally): EvidenceRow[] {
  const rows = evidenceByName(cells).filter(({ name }) => !name.startsWith(UNDER));
  return rows.sort((a, b) => a.least.met - b.least.met);
}

/** The faults of a campaign, the rarest first. */
export function faultRows({ cells, faults }: Tally): FaultRow[] {
  const operations = new Map(evidenceByName(cells).map(({ name, all }) => [name, all]));
  const rows = Object.entries(faults).map(([kind, struck]) => ({
    kind,
    struck,
    operations: operations.get(`${UNDER}${kind}`) ?? 0,
  }));
  return rows.sort((a, b) => a.struck - b.struck);
}

/** The faults of a campaign in words: `kill 12×, partition 340×`. */
export function faultWords(tally: Tally): string {
  return faultRows(tally)
    .map(({ kind, struck }) => `${kind} ${formatCount(struck)}×`)
    .join(', ');
}

function evidenceByName(cells: Tally['cells']): EvidenceRow[] {
  const rows = new Map<string, EvidenceRow>();
  for (const [cell, { evidence }] of Object.entries(cells)) {
    for (const [name, { met, needed }] of Object.entries(evidence)) {
      const known = rows.get(name);
      const least = known && known.least.met <= met ? known.least : { cell, met, needed };
      rows.set(name, { name, all: (known?.all ?? 0) + met, least });
    }
  }
  return [...rows.values()];
}
