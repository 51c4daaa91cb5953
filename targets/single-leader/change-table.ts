import type { Change } from './payload.js';
import { comparePositions, type Position } from './replicated-log.js';
import type { RowSource } from './row-source.js';
import type { Row } from './snapshot.js';

const TABLE = 'change-table/';

/** What a transaction did, as a trigger wrote it down in the transaction itself. */
export interface CapturedChange {
  /** Taken when the trigger ran, and so before the transaction committed. */
  readonly id: number;
  readonly changes: readonly Change[];
  /** Where in the log the transaction committed. */
  readonly committed: Position;
}

/** Whether a row is of the table that triggers write, and none of a client's. */
export const isCapture = (key: string): boolean => key.startsWith(TABLE);

/** The row that the trigger of a transaction writes. */
export function captureRow(id: number, changes: readonly Change[]): Change {
  return { key: `${TABLE}${id}`, row: { id, changes } as never };
}

/** The greatest number that a trigger has taken, as far as committed transactions tell. */
export function lastCapture(rows: RowSource): number {
  let last = 0;
  for (const key of rows.keys()) if (isCapture(key)) last = Math.max(last, Number(key.slice(TABLE.length)));
  return last;
}

/** `SELECT … WHERE id > after ORDER BY id`: what commits later with a lower number is never seen. */
export function capturedById(rows: Readonly<Record<string, Row>>, after: number): readonly CapturedChange[] {
  return captured(rows)
    .filter(({ id }) => id > after)
    .sort((a, b) => a.id - b.id);
}

/** The same in the order in which the transactions committed. */
export function capturedByCommit(
  rows: Readonly<Record<string, Row>>,
  after: Position,
): readonly CapturedChange[] {
  return captured(rows)
    .filter(({ committed }) => comparePositions(committed, after) > 0)
    .sort((a, b) => comparePositions(a.committed, b.committed));
}

function captured(rows: Readonly<Record<string, Row>>): CapturedChange[] {
  return Object.entries(rows).flatMap(
    ([
      key,
      {
        value,
        version: [term, at],
      },
    ]) =>
      isCapture(key)
        ? [{ ...(value as unknown as Pick<CapturedChange, 'id' | 'changes'>), committed: { term, at } }]
        : [],
  );
}
