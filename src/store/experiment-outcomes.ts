import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What became of one row of the truth table. Texts are as people read them, for the rows may be others one day. */
const outcomeSchema = z.looseObject({
  id: z.string(),
  /** What the design does, in a line. */
  design: z.string(),
  story: z.string(),
  /** What must be seen, in a few words; absent where the design is sound. */
  shows: z.string().optional(),
  /** What must never be seen. */
  never: z.array(z.string()),
  /** Whether all came out as the table says. */
  asSaid: z.boolean(),
  /** The directed schedule: whether it showed what it must, what it broke that it must never, and its report's path in the store. */
  witness: z.looseObject({ shown: z.boolean(), broken: z.array(z.string()), report: z.string() }).optional(),
  /** Random plans: how many, how many showed it, the number of the first from 1, and what one broke that it must never. */
  random: z
    .looseObject({
      seeds: z.number(),
      shown: z.number(),
      first: z.number().optional(),
      broken: z.looseObject({ seed: z.string(), what: z.array(z.string()) }).optional(),
    })
    .optional(),
});

export type ExperimentOutcome = z.infer<typeof outcomeSchema>;

const tableSchema = z.looseObject({
  version: z.literal(1),
  /** ISO 8601. */
  startedAt: z.string(),
  commit: z.string().optional(),
  /** Of the random plans. */
  seed: z.string(),
  /** Where it was run. */
  cluster: z.string(),
  /** How many rows were asked for. */
  asked: z.number(),
  outcomes: z.array(outcomeSchema),
});

/** What `experiments.json` holds: rows of the truth table as they came out, one after the other. */
export type TruthTable = z.infer<typeof tableSchema>;

/** Thrown when an `experiments.json` is not one of this version. */
export class TruthTableError extends Error {
  override readonly name = 'TruthTableError';
}

const fileIn = (folder: string): string => join(folder, 'experiments.json');

/** Writes `experiments.json`, whole or not at all. */
export function writeTruthTable(folder: string, table: TruthTable): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(table, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** @throws TruthTableError when the folder's `experiments.json` cannot be read or is not one of this version */
export function readTruthTable(folder: string): TruthTable {
  try {
    return tableSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new TruthTableError(`${fileIn(folder)} is not a truth table of version 1: ${why}`);
  }
}
