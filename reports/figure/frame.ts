/** Where things lie in the picture of an anomaly. */
export interface Frame {
  /** Right of this time runs; left of it stand the names of rows. */
  readonly gutter: number;
  readonly width: number;
  /** Where the rows end. */
  readonly bottom: number;
  /** The place of a moment, in nanoseconds; what comes after all others lies at the right edge. */
  readonly x: (ns: number) => number;
  /** The place of a moment at which a message was sent or heard: a little apart from others; after all others, close to them. */
  readonly sent: (ns: number) => number;
  /** The middle of a row; undefined where there is none of this name. */
  readonly y: (row: string) => number | undefined;
  /** A moment as people see it. */
  readonly moment: (ns: number) => string;
  /** Where the mark of what a replica took in lies. */
  readonly step: (step: { readonly node: string; readonly at: number }) => number | undefined;
  /** The step in which a moment is reached: the number of the last operation that had begun. */
  readonly rank: (ns: number) => number;
}

/** Columns that a text takes in a monospaced font: East Asian characters and emoji take two. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += (character.codePointAt(0) as number) >= 0x1100 ? 2 : 1;
  return count;
}

/** A coordinate, to a tenth of a pixel. */
export function round(number: number): number {
  return Math.round(number * 10) / 10;
}
