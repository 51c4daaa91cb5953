import type { Table } from './table.js';

/** Things that are measured together, in one table. */
export interface Group {
  /** What can be asked for; each stands for some rows. */
  readonly names: readonly string[];
  /** It takes minutes: left out unless it is asked for. */
  readonly onlyWhenAsked?: true;
  /** Its table is for the documentation. */
  readonly isMarkdown?: true;
  readonly measure: (isWanted: (name: string) => boolean) => Promise<Measurement>;
}

export interface Measurement {
  readonly table: Table;
  /** What went wrong, so that its figures mean nothing: wrong verdicts, crashes. */
  readonly failures: readonly string[];
}
