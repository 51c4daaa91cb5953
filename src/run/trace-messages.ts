import { targetNamed } from '../../targets/registry.js';
import {
  MessageTrace,
  type TracedMessage,
  type WantedMessages,
} from '../cluster/simulation/message-trace.js';
import { Simulation } from '../cluster/simulation/simulation.js';
import { type Checkpoint, EVENTS_PER_CHECKPOINT } from '../cluster/simulation/timeline.js';
import { clientOf } from '../controller/client-name.js';
import { runPlan } from '../controller/run-plan.js';
import type { Operation } from '../history/operation.js';
import type { Plan } from '../plan/plan.js';
import { withAllOptions } from './draw-plan.js';
import { describeParting } from './verify-determinism.js';

/** What of a run somebody wants to see the messages of. */
export interface TracedMoments {
  readonly operations: readonly Operation[];
  /** When a node took something in, in nanoseconds. */
  readonly arrivals: readonly { readonly node: string; readonly at: number }[];
}

/** A run of so many events takes some ten seconds to make again. */
const MOST_EVENTS = 5_000_000;

/** Messages that are under way at the last moment have arrived by then, or nobody sees where they do. */
const AFTERMATH_NS = 50e6;

/**
 * Makes a simulated run again, as far as these moments need, and listens to its messages. None where the run
 * would be another with this version of the code, or is too long.
 * @param checkpoints the hashes of the run as it was recorded
 */
export async function traceMessages(
  given: Plan,
  moments: TracedMoments,
  checkpoints: readonly Checkpoint[],
): Promise<readonly TracedMessage[]> {
  const until = lastOf(moments) + AFTERMATH_NS;
  const needed = checkpoints.filter(({ at }) => at <= until);
  if (moments.operations.length === 0 || needed.length * EVENTS_PER_CHECKPOINT > MOST_EVENTS) return [];
  const plan = withAllOptions(given);
  const messages = new MessageTrace(wantedOf(moments, plan));
  const target = targetNamed(plan.target);
  const cluster = new Simulation(plan, target.start, { messages });
  const stop = new AbortController();
  await cluster.start();
  await runPlan({
    plan,
    cluster,
    target,
    onEvent: () => {},
    onProgress: ({ atNs }) => atNs > until && stop.abort(),
    signal: stop.signal,
  }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  const parting = describeParting(needed, cluster.checkpoints);
  return parting === undefined ? messages.messages : [];
}

function lastOf({ operations, arrivals }: TracedMoments): number {
  let last = 0;
  for (const { invokedAt, endedAt } of operations) {
    last = Math.max(last, Number.isFinite(endedAt) ? endedAt : invokedAt);
  }
  for (const { at } of arrivals) last = Math.max(last, at);
  return last;
}

function wantedOf({ operations, arrivals }: TracedMoments, plan: Plan): WantedMessages {
  const owned = operations.map((operation) => ({ operation, owner: clientOf(operation.process, plan) }));
  const moments = new Set(arrivals.map(({ node, at }) => `${node} ${at}`));
  return {
    operationOf(client, now) {
      const found = owned.find(
        ({ owner, operation: { invokedAt, endedAt } }) =>
          owner === client && invokedAt <= now && now < endedAt,
      );
      return found && { index: found.operation.index, until: found.operation.endedAt };
    },
    wantsArrival: (node, now) => moments.has(`${node} ${now}`),
  };
}
