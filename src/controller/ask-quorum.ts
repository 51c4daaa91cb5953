import { RECOVERY_MS } from '../nemesis/minority.js';
import { type Plan, type PlannedFault, askedInTheEnd } from '../plan/plan.js';
import type { PlanClock } from './plan-clock.js';
import type { Session } from './session.js';

/** From one question of a session to its next, where the first was not answered. */
const PAUSE_MS = 100;

/** Nodes that a fault leaves alone while it breaks all but a quorum; none when it is another kind of fault. */
function quorumLeft({ nodes }: Plan, { kind, nodes: broken }: PlannedFault): readonly string[] {
  if (kind !== 'minority' || !Array.isArray(broken)) return [];
  return nodes.filter((node) => !(broken as readonly unknown[]).includes(node));
}

/** What it takes to ask the nodes of a quorum. */
export interface QuorumQuestions {
  readonly plan: Plan;
  readonly clock: PlanClock;
  /** Makes the session that asks one node. */
  readonly sessionFor: (node: string) => Session;
}

/**
 * While a fault leaves no more than a quorum, asks each node of the quorum for each key, as in the final phase, again and again
 * until it is answered: at once, when a new leader may just be elected, and once more when the quorum has had time to recover.
 * When all are answered then, nothing is left to wait for: the fault is healed before its time. What is heard is judged by all
 * guarantees, `liveness` among them.
 */
export function askQuorum(
  { plan, clock, sessionFor }: QuorumQuestions,
  fault: PlannedFault,
  heal: () => void,
): void {
  const nodes = quorumLeft(plan, fault);
  const question = (plan.final ?? askedInTheEnd).find(({ each }) => each === 'key');
  if (nodes.length === 0 || !question) return;
  const recoveredMs = clock.elapsedMs + RECOVERY_MS;
  const endMs = clock.elapsedMs + fault.durationMs;
  let waiting = nodes.length;
  const ask = (session: Session, node: string, at: number): void => {
    if (clock.elapsedMs >= endMs) return;
    const key = plan.keys[at];
    if (key === undefined) {
      const waitMs = recoveredMs - clock.elapsedMs;
      if (waitMs > 0) clock.after(waitMs, () => ask(session, node, 0));
      else if (--waiting === 0) heal();
      return;
    }
    const operation = { atMs: 0, node, f: question.f, key, value: null };
    session.invoke(operation, { timeoutMs: plan.operationTimeoutMs }, ({ type }) => {
      if (type === 'ok') ask(session, node, at + 1);
      else clock.after(PAUSE_MS, () => ask(session, node, at));
    });
  };
  for (const node of nodes) ask(sessionFor(node), node, 0);
}
