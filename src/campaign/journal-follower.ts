import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { failureSchema } from './failure.js';
import type { SeedReport } from './seed-task.js';
import { emptyTally, inOrder, type Tally, withReport } from './tally.js';

const CHUNK = 1 << 20;
const LINE_BREAK = 0x0a;

const count = z.number().nonnegative();
const reportSchema = z.looseObject({
  number: count,
  cell: z.string(),
  seed: z.string(),
  valid: z.union([z.boolean(), z.literal('unknown')]),
  canary: z.literal(true).optional(),
  failures: z.array(failureSchema),
  crash: z.string().optional(),
  evidence: z.record(z.string(), z.looseObject({ met: count, needed: count })),
  operations: count,
  simulatedMs: count,
  wallMs: count,
  faults: z.record(z.string(), count),
  probes: z.record(z.string(), count),
});

/** Reads a journal that another process writes: each time only what has come since. */
export class JournalFollower {
  readonly #file: string;
  #offset = 0;
  #rest = Buffer.alloc(0);
  #tally: Tally = emptyTally;
  #wallMs = 0;
  #seen = new Set<number>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Milliseconds that the seeds took, all together. */
  get wallMs(): number {
    return this.#wallMs;
  }

  /** What all seeds noted until now came to. A line that is not one, or not yet whole, counts for nothing. */
  read(): Tally {
    let handle: number;
    try {
      handle = openSync(this.#file, 'r');
    } catch {
      return this.#tally;
    }
    try {
      const { size } = fstatSync(handle);
      if (size < this.#offset) this.#begin();
      const chunk = Buffer.alloc(Math.min(CHUNK, Math.max(1, size - this.#offset)));
      for (;;) {
        const length = readSync(handle, chunk, 0, chunk.length, this.#offset);
        if (length === 0) break;
        this.#offset += length;
        this.#take(Buffer.concat([this.#rest, chunk.subarray(0, length)]));
      }
    } finally {
      closeSync(handle);
    }
    this.#tally = inOrder(this.#tally);
    return this.#tally;
  }

  /** The file is another one than before. */
  #begin(): void {
    this.#offset = 0;
    this.#rest = Buffer.alloc(0);
    this.#tally = emptyTally;
    this.#wallMs = 0;
    this.#seen = new Set();
  }

  #take(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, from)) {
      this.#note(bytes.toString('utf8', from, at));
      from = at + 1;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
  }

  #note(line: string): void {
    try {
      const report = reportSchema.parse(JSON.parse(line)) as SeedReport;
      if (this.#seen.has(report.number)) return;
      this.#tally = withReport(this.#tally, report);
      this.#wallMs += report.wallMs;
      this.#seen.add(report.number);
    } catch {
      // Torn when the machine died, or no report at all: `torture` says so when it goes on.
    }
  }
}
