/** A write that a replica took back, because the log that all nodes share has something else in its place. */
export interface TakenBackWrite {
  readonly key: string;
  /** What it wrote, as JSON can say it; of a statement, what it was asked to do. */
  readonly value: unknown;
  /** Where it stood in the replica's log, and in the term of which leader. */
  readonly at: number;
  readonly term: number;
}

/** The line by which a replica says so in its log: `takes back "x" = 2, place 5 of term 1`. */
export function formatTakenBack({ key, value, at, term }: TakenBackWrite): string {
  return `takes back ${JSON.stringify(key)} = ${JSON.stringify(value)}, place ${at} of term ${term}`;
}

const line = /^(?:[^"]*: )?takes back ("(?:[^"\\]|\\.)*") = (.*), place (\d+) of term (\d+)$/;

/** What such a line says; undefined when it is another kind of line. Something may stand before it, such as a partition. */
export function parseTakenBack(text: string): TakenBackWrite | undefined {
  const [, key, value, at, term] = line.exec(text) ?? [];
  if (key === undefined || value === undefined) return undefined;
  try {
    return {
      key: JSON.parse(key) as string,
      value: JSON.parse(value) as unknown,
      at: Number(at),
      term: Number(term),
    };
  } catch {
    return undefined;
  }
}
