import { z } from 'zod';
import { faultOfKind } from '../nemesis/registry.js';
import { latencyPolicies, type Plan } from './plan.js';

/** Thrown when a file is not a plan; the message names the fields that are wrong. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

const ms = z.number().nonnegative();
const chance = z.number().min(0).max(1);
const anyJson = z.json();

const operation = z.strictObject({
  atMs: ms,
  node: z.string(),
  f: z.string(),
  key: z.string().optional(),
  value: anyJson,
  ifFound: z.literal(true).optional(),
});

const fault = z
  .looseObject({ id: z.string(), kind: z.string(), atMs: ms, durationMs: ms })
  .superRefine(({ id: _id, kind, atMs: _at, durationMs: _duration, ...fields }, context) => {
    try {
      const result = faultOfKind(kind).fields.safeParse(fields);
      if (!result.success) context.addIssue({ code: 'custom', message: z.prettifyError(result.error) });
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

const schema = z
  .strictObject({
    version: z.literal(1),
    seed: z.string(),
    target: z.string(),
    workload: z.string(),
    nodes: z.array(z.string()).min(1),
    options: z.record(z.string(), anyJson),
    bugs: z.array(z.string()),
    timeLimitMs: ms,
    operationTimeoutMs: z.number().positive(),
    quietMs: ms,
    inStep: z.boolean().optional(),
    minEvidence: z.int().nonnegative(),
    keys: z.array(z.string()),
    final: z.array(z.strictObject({ f: z.string(), each: z.enum(['key', 'node']) })).optional(),
    settings: z.strictObject({
      rate: z.number().positive(),
      concurrency: z.int().positive(),
      faults: z.array(z.string()),
      faultIntervalMs: ms,
      faultDurationMs: ms,
      knobs: z.record(z.string(), anyJson),
    }),
    network: z.strictObject({
      minLatencyMs: ms,
      meanLatencyMs: ms,
      latency: z.enum(latencyPolicies),
      loss: chance,
      duplication: chance,
      reordering: z.boolean(),
    }),
    clocks: z.record(z.string(), z.strictObject({ offsetMs: z.number(), driftPpm: z.number() })),
    disk: z.strictObject({ minSyncMs: ms, maxSyncMs: ms }),
    faults: z.array(fault),
    clients: z.array(z.strictObject({ user: z.string().optional(), operations: z.array(operation) })),
  })
  .superRefine((plan, context) => {
    const known = new Set(plan.nodes);
    for (const [client, { operations }] of plan.clients.entries()) {
      for (const [position, { node }] of operations.entries()) {
        if (!known.has(node)) {
          context.addIssue({
            code: 'custom',
            path: ['clients', client, 'operations', position, 'node'],
            message: `there is no node ${node}; nodes: ${plan.nodes.join(', ')}`,
          });
        }
      }
    }
  });

/**
 * Reads a plan from the text of `plan.json`.
 * @throws PlanError when the text is not JSON or not a plan of this version
 */
export function parsePlan(text: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PlanError(`A plan must be JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(json);
  if (!result.success) throw new PlanError(`This is not a plan:\n${z.prettifyError(result.error)}`);
  return result.data as unknown as Plan;
}
