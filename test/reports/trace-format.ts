import { expect } from 'vitest';
import { z } from 'zod';

/**
 * The "Trace Event Format" (Duca and Sinclair) as far as a trace of ours uses it: the fields of each phase, ids as numbers
 * in text, times in microseconds. Unknown fields are refused.
 */
const place = { pid: z.int().positive(), tid: z.int().nonnegative(), ts: z.number().nonnegative() };
const args = z.record(z.string(), z.union([z.string(), z.number()]));
const id = z.string().regex(/^0x[0-9a-f]+$/);
const metadata = (name: string, fields: Record<string, z.ZodType>) =>
  z.strictObject({ ...place, ph: z.literal('M'), name: z.literal(name), args: z.strictObject(fields) });

const event = z.union([
  metadata('process_name', { name: z.string() }),
  metadata('thread_name', { name: z.string() }),
  metadata('process_sort_index', { sort_index: z.int() }),
  metadata('thread_sort_index', { sort_index: z.int() }),
  z.strictObject({
    ...place,
    ph: z.literal('X'),
    name: z.string(),
    cat: z.string(),
    dur: z.number().positive(),
    args: args.optional(),
  }),
  z.strictObject({
    ...place,
    ph: z.enum(['b', 'e']),
    name: z.string(),
    cat: z.string(),
    id,
    args: args.optional(),
  }),
  z.strictObject({
    ...place,
    ph: z.enum(['s', 'f']),
    name: z.string(),
    cat: z.string(),
    id,
    bp: z.literal('e'),
  }),
  z.strictObject({ ...place, ph: z.literal('i'), name: z.string(), cat: z.string(), s: z.literal('t') }),
  z.strictObject({ ...place, ph: z.literal('C'), name: z.string(), args: z.record(z.string(), z.number()) }),
]);
const trace = z.strictObject({ displayTimeUnit: z.literal('ms'), traceEvents: z.array(event) });

/** An event of a trace that has been read again. */
export type ReadEvent = z.infer<typeof event>;

/** Reads a trace as another tool would, and holds that what belongs together is there. */
export function readTrace(json: string): ReadEvent[] {
  const { traceEvents } = trace.parse(JSON.parse(json));
  slicesNest(traceEvents);
  endsMeet(traceEvents, 'b', 'e');
  endsMeet(traceEvents, 's', 'f');
  arrowsBind(traceEvents);
  return traceEvents;
}

type Slice = ReadEvent & { readonly dur: number };
// Microseconds as doubles: sums may differ in the last digits.
const ns = (micros: number): number => Math.round(micros * 1000);
const startOf = ({ ts }: ReadEvent): number => ns(ts);
const endOf = ({ ts, dur }: Slice): number => ns(ts) + ns(dur);

function slicesByThread(events: readonly ReadEvent[]): Map<string, Slice[]> {
  const threads = new Map<string, Slice[]>();
  for (const one of events) {
    if (one.ph !== 'X') continue;
    const thread = `${one.pid}/${one.tid}`;
    threads.set(thread, [...(threads.get(thread) ?? []), one]);
  }
  return threads;
}

/** Of two slices of a thread one holds the other, or they are apart. */
function slicesNest(events: readonly ReadEvent[]): void {
  for (const [thread, slices] of slicesByThread(events)) {
    const open: Slice[] = [];
    for (const slice of slices.sort((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))) {
      while (open.length > 0 && endOf(open.at(-1) as Slice) <= startOf(slice)) open.pop();
      const around = open.at(-1);
      if (around)
        expect(endOf(slice), `${slice.name} in thread ${thread}`).toBeLessThanOrEqual(endOf(around));
      open.push(slice);
    }
  }
}

/** Every beginning has one end, of the same category, name and id, and not before it. */
function endsMeet(events: readonly ReadEvent[], first: 'b' | 's', last: 'e' | 'f'): void {
  const begun = new Map<string, number>();
  let ended = 0;
  for (const one of events) {
    if (one.ph !== first && one.ph !== last) continue;
    if (!('id' in one)) throw new Error('It has no id.');
    const name = JSON.stringify([one.cat, one.name, one.id, first === 'b' ? one.pid : 0]);
    if (one.ph === first) {
      expect(begun.has(name), `${name} begins twice`).toBe(false);
      begun.set(name, one.ts);
    } else {
      expect(begun.get(name), `${name} ends`).toBeLessThanOrEqual(one.ts);
      ended++;
    }
  }
  expect(ended).toBe(begun.size);
}

/** Both ends of an arrow lie in slices of their threads. */
function arrowsBind(events: readonly ReadEvent[]): void {
  const threads = slicesByThread(events);
  for (const one of events) {
    if (one.ph !== 's' && one.ph !== 'f') continue;
    const slices = threads.get(`${one.pid}/${one.tid}`) ?? [];
    const around = slices.some((slice) => startOf(slice) <= startOf(one) && startOf(one) < endOf(slice));
    expect(around, `a slice around ${JSON.stringify(one)}`).toBe(true);
  }
}
