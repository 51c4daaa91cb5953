import type { Cluster } from '../cluster/cluster.js';
import { type Plan, type PlannedFault, registersInTheEnd } from '../plan/plan.js';
import type { Session } from './session.js';

/** From one question of a session to its next. */
const PAUSE_MS = 100;

/** Nodes that a fault leaves alone while it breaks all but a quorum; none when it is another kind of fault. */
export function quorumLeft({ nodes }: Plan, { kind, nodes: broken }: PlannedFault): readonly string[] {
  if (kind !== 'minority' || !Array.isArray(broken)) return [];
  return nodes.filter((node) => !(broken as readonly unknown[]).includes(node));
}

/**
 * Lets a session ask one node about all keys, as in the final phase, one after the other and again and again, until some moment.
 * What it hears is judged by the guarantee `liveness`.
 */
export function askUntil(
  plan: Plan,
  cluster: Cluster,
  session: Session,
  node: string,
  untilNs: number,
): void {
  const question = (plan.final ?? registersInTheEnd).find(({ each }) => each === 'key');
  const ask = (turn: number): void => {
    if (cluster.now() >= untilNs) return;
    const key = plan.keys[turn % plan.keys.length];
    if (key === undefined || !question) return;
    session.invoke(
      { atMs: 0, node, f: question.f, key, value: null },
      { timeoutMs: plan.operationTimeoutMs },
      () => cluster.after(PAUSE_MS, () => ask(turn + 1)),
    );
  };
  ask(0);
}
