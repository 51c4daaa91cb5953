import { z } from 'zod';

/** The version of `verdict.json` that the schema describes. Within a version fields are added, never taken away or changed. */
export const VERDICT_VERSION = 1;

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);
const name = z.string().regex(/^[a-z0-9-]+$/);
const guarantee = name.describe(
  'A guarantee, such as read-your-writes; later versions of splitbrain know more.',
);
const index = z.int().nonnegative().describe('Operation.index: the line of its invocation in history.jsonl.');
const facts = z.record(z.string(), z.unknown());
const holds = z.union([z.boolean(), z.literal('unknown')]);

const anomaly = z.object({
  kind: name.describe('What kind of contradiction it is, such as stale-read; later versions know more.'),
  guarantee,
  key: z.string().optional(),
  operations: z
    .array(index)
    .describe('The operations that prove it, in the order in which the story is told.'),
  relations: z
    .array(
      z.object({
        from: index,
        to: index,
        reason: z.enum([
          'session order',
          'reads from',
          'real time',
          'older version',
          'same read',
          'conflict',
        ]),
      }),
    )
    .describe('The argument step by step: why one operation is tied to another.'),
  versionOrder: z
    .enum(['real time', 'session order', 'causality', 'replicas'])
    .optional()
    .describe('Where the order of versions comes from that the argument rests on.'),
  facts: facts.describe('Further figures, such as staleForMs.'),
});

const promise = z.object({
  guarantee,
  because: z.string().describe('The argument, in a sentence: which options make it so.'),
  copies: count.optional(),
  negativeBalances: z.boolean().optional(),
  maxStaleMs: ms.optional(),
  maxStaleVersions: count.optional(),
});

const judgement = z.object({
  guarantee,
  holds,
  anomalies: z.array(anomaly).describe('The smallest and earliest first; not all, if there are many.'),
  anomalyCount: count.describe('How many there are in all.'),
  evidence: z.object({
    chances: count.describe('How often the guarantee could have been seen to fail.'),
    what: z.string().describe('What such a chance is.'),
  }),
  facts: facts.optional(),
  why: z.string().optional().describe('Why the answer is unknown.'),
  impliedBy: guarantee.optional().describe('From whose answer this one follows.'),
  promise: promise.optional().describe('Present when the target promised it, or when it was asked for.'),
});

const bounds = z.object({ atLeast: count, atMost: count });

const staleness = z.object({
  k: bounds,
  deltaMs: ms,
  gammaMs: ms,
  keys: z.array(z.object({ key: z.string().optional(), k: bounds, deltaMs: ms, gammaMs: ms })),
  staleKeys: count,
  impossibleReads: count,
  reads: count,
  stale: count,
  missed: z.array(z.object({ from: count, to: count, reads: count })),
  visibility: z.array(z.object({ fromMs: ms, toMs: ms, meanMs: ms, reads: count, stale: count })),
  staleForMs: z.object({ p50: ms, p90: ms, p99: ms, max: ms }).optional(),
  prediction: z
    .object({
      n: count,
      w: count,
      r: count,
      missAtLeast: z.array(share),
      staleShares: z.array(share),
    })
    .optional(),
});

/** `verdict.json` as other programs may rely on it: docs/verdicts.md says what it means. */
export const verdictSchema = z
  .object({
    version: z.literal(VERDICT_VERSION),
    valid: holds.describe(
      'false: a promise was broken. unknown: one could not be judged, or evidence is thin.',
    ),
    reasons: z.array(z.string()).describe('Why it is not true, a sentence each.'),
    judgements: z.array(judgement),
    asked: z.boolean().optional().describe('The guarantees were only asked for: nobody promised them.'),
    suspended: z
      .array(z.object({ fault: z.string(), guarantees: z.array(guarantee), because: z.string() }))
      .optional()
      .describe('What the target promises, but not under the faults of this run.'),
    lattice: z
      .object({ strongestHeld: z.array(guarantee), weakestBroken: z.array(guarantee) })
      .optional()
      .describe('The strongest guarantees that hold, and the weakest that are violated.'),
    staleness: staleness.optional().describe('How stale reads were; for histories of registers.'),
    operations: z.object({ ok: count, fail: count, info: count }),
    faults: z.array(z.object({ kind: z.string(), injected: count, operations: count })),
  })
  .meta({ title: 'Verdict of a run of splitbrain' });

/** The same as a JSON Schema, for programs in other languages: `verdict.schema.json` in the package. */
export function verdictJsonSchema(): object {
  return z.toJSONSchema(verdictSchema, { io: 'input', target: 'draft-2020-12' });
}
