import { targetNamed } from '../targets/registry.js';
import type { TracedMessage } from '../src/cluster/simulation/message-trace.js';
import { simulate } from '../src/controller/simulate.js';
import type { Revelation } from '../src/history/revelation.js';
import type { Plan } from '../src/plan/plan.js';
import { logLine } from '../src/run/node-logs.js';
import { type TracedMoments, traceMessages } from '../src/run/trace-messages.js';

/** What a simulation knows of an experiment's run beside its history. */
export interface WitnessRecord {
  readonly truth: readonly Revelation[];
  /** As in the files of a run's folder. */
  readonly logs: readonly { readonly node: string; readonly text: string }[];
  /** Makes the run again and listens to its messages around some moments. */
  readonly trace: (moments: TracedMoments) => Promise<readonly TracedMessage[]>;
}

/** Simulates a plan for a picture of it. */
export async function recordWitness(plan: Plan): Promise<WitnessRecord> {
  const lines = new Map<string, string[]>(plan.nodes.map((node) => [node, []]));
  const { revealed, checkpoints, hash } = await simulate(plan, targetNamed(plan.target), {
    onLog: (node, atMs, text) => lines.get(node)?.push(logLine(atMs, text)),
  });
  return {
    truth: revealed,
    logs: [...lines].map(([node, said]) => ({ node, text: said.join('\n') })),
    trace: (moments) => traceMessages(plan, moments, { checkpoints, eventHash: hash }),
  };
}
