import { targetNamed } from '../../targets/registry.js';
import {
  MessageTrace,
  type TracedMessage,
  type WantedMessages,
} from '../cluster/simulation/message-trace.js';
import { Simulation } from '../cluster/simulation/simulation.js';
import { EVENTS_PER_CHECKPOINT } from '../cluster/simulation/timeline.js';
import { clientOf } from '../controller/client-name.js';
import { runPlan } from '../controller/run-plan.js';
import type { Operation } from '../history/operation.js';
import type { Plan } from '../plan/plan.js';
import { withAllOptions } from './draw-plan.js';
import type { RunEnvironment } from './run-folder.js';
import { describeParting } from './verify-determinism.js';

/** What of a run somebody wants to see the messages of. */
export interface TracedMoments {
  readonly operations: readonly Operation[];
  /** When a node took something in, in nanoseconds. */
  readonly arrivals: readonly { readonly node: string; readonly at: number }[];
}

/** A run of so many events takes some ten seconds to make again. */
const MOST_EVENTS = 5_000_000;

/** So long after the last moment a message may still be on its way to where somebody sees it arrive. */
const AFTERMATH_NS = 50e6;

/**
 * Makes a simulated run again, as far as these moments need, and listens to its messages. None where the run is another
 * with this version of the code, is too long, or is called off.
 * @param recorded the hashes of the run as it was recorded
 */
export async function traceMessages(
  given: Plan,
  moments: TracedMoments,
  { checkpoints = [], eventHash }: Pick<RunEnvironment, 'checkpoints' | 'eventHash'>,
  signal?: AbortSignal,
): Promise<readonly TracedMessage[]> {
  const until = lastOf(moments) + AFTERMATH_NS;
  // What happens until then is proved by the first hash that comes later, or by that of the whole run.
  const later = checkpoints.findIndex(({ at }) => at > until);
  const proof = later === -1 ? checkpoints : checkpoints.slice(0, later + 1);
  const most = proof.length * EVENTS_PER_CHECKPOINT;
  if (moments.operations.length === 0 || proof.length === 0 || most > MOST_EVENTS) return [];
  const plan = withAllOptions(given);
  const messages = new MessageTrace(wantedOf(moments, plan, until));
  const target = targetNamed(plan.target);
  const cluster = new Simulation(plan, target.start, { messages });
  const enough = new AbortController();
  await cluster.start();
  await runPlan({
    plan,
    cluster,
    target,
    onEvent: () => {},
    onProgress: () => {
      if (cluster.events > most || signal?.aborted) enough.abort();
    },
    signal: enough.signal,
  }).catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  if (signal?.aborted) return [];
  const isSame =
    describeParting(proof, cluster.checkpoints) === undefined && (later !== -1 || cluster.hash === eventHash);
  return isSame ? messages.messages : [];
}

function lastOf({ operations, arrivals }: TracedMoments): number {
  let last = 0;
  for (const { invokedAt, endedAt } of operations) {
    last = Math.max(last, Number.isFinite(endedAt) ? endedAt : invokedAt);
  }
  for (const { at } of arrivals) last = Math.max(last, at);
  return last;
}

function wantedOf({ operations, arrivals }: TracedMoments, plan: Plan, until: number): WantedMessages {
  const owned = operations.map((operation) => ({ operation, owner: clientOf(operation.process, plan) }));
  const moments = new Set(arrivals.map(({ node, at }) => `${node} ${at}`));
  return {
    until,
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
