import type { Cluster } from '../cluster/cluster.js';
import { type HistoryEvent, QUORUM_READERS } from '../history/event.js';
import { type FinalRound, type Plan, type PlannedOperation, askedInTheEnd } from '../plan/plan.js';
import type { Client, Target } from '../../targets/target.js';
import { firstFinalProcess } from './client-name.js';
import { askQuorum, type QuorumQuestions } from './ask-quorum.js';
import { Nemesis } from './nemesis.js';
import { PlanClock } from './plan-clock.js';
import { Recorder } from './recorder.js';
import { Session } from './session.js';

/** The stages of a run, in order. */
export type Phase = 'faults' | 'healing' | 'quiet' | 'final reads';

/** How far a run has come. */
export interface Progress {
  readonly phase: Phase;
  /** Nanoseconds in the cluster's time since the operations began. */
  readonly atNs: number;
  readonly events: number;
}

export interface RunPlanOptions {
  readonly plan: Plan;
  /** Already started. */
  readonly cluster: Cluster;
  readonly target: Pick<Target, 'connect'>;
  /** Hears every event as it happens, in order. */
  readonly onEvent: (event: HistoryEvent) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** A replica that does not answer in the final phase is asked again so often, so long apart. */
const FINAL_TRIES = 10;
const FINAL_PAUSE_MS = 500;

/**
 * Drives clients and nemesis through a plan on a running cluster: operations under faults, then healing, quiet, and
 * final reads through every node, such as each replica's own state and then every key.
 * Rejects with the signal's reason when it is aborted.
 */
export async function runPlan(options: RunPlanOptions): Promise<void> {
  const { plan, cluster, target, onEvent, onProgress, signal } = options;
  const beganAt = cluster.now();
  const recorder = new Recorder(() => cluster.now() - beganAt, onEvent);
  const clock = new PlanClock(cluster, plan.inStep ?? false);
  const nemesis = new Nemesis(cluster, clock, recorder);
  cluster.onCrash((node, why) => nemesis.crashed(node, why));
  let phase: Phase = 'faults';
  const questions: QuorumQuestions = {
    plan,
    clock,
    sessionFor(node) {
      const process = QUORUM_READERS + plan.nodes.indexOf(node);
      return new Session(cluster, connectTo(plan, cluster, target), recorder, process, plan.nodes.length);
    },
  };

  await cluster.run(
    (finish) => {
      nemesis.start(plan.faults, (fault, heal) => askQuorum(questions, fault, heal));
      driveClients(plan, cluster, clock, target, recorder, () => {
        phase = 'healing';
        nemesis.whenAllHealed(() => {
          phase = 'quiet';
          cluster.after(plan.quietMs, () => {
            phase = 'final reads';
            readFinalState(plan, cluster, target, recorder, finish);
          });
        });
      });
    },
    {
      ...(signal && { signal }),
      onSlice: () => onProgress?.({ phase, atNs: cluster.now() - beganAt, events: recorder.count }),
    },
  );
}

/** Lets every client work through its operations; calls back when the time is up and all have ended. */
function driveClients(
  plan: Plan,
  cluster: Cluster,
  clock: PlanClock,
  target: Pick<Target, 'connect'>,
  recorder: Recorder,
  done: () => void,
): void {
  let waiting = plan.clients.length + 1;
  const arrive = (): void => {
    if (--waiting === 0) done();
  };
  // The phase lasts its whole time even when the operations are few, because the faults do.
  clock.after(plan.timeLimitMs, arrive);
  for (const [process, { operations, user }] of plan.clients.entries()) {
    const session = new Session(
      cluster,
      connectTo(plan, cluster, target),
      recorder,
      process,
      plan.clients.length,
      user,
    );
    const next = (position: number, found: boolean): void => {
      const operation = operations[position];
      if (!operation || clock.elapsedMs >= plan.timeLimitMs) {
        arrive();
        return;
      }
      if (operation.ifFound && !found) {
        next(position + 1, false);
        return;
      }
      const invoke = (): void =>
        session.invoke(operation, { timeoutMs: plan.operationTimeoutMs }, ({ type, value }) =>
          next(position + 1, type === 'ok' && value !== null),
        );
      const waitMs = operation.atMs - clock.elapsedMs;
      if (waitMs > 0) clock.after(waitMs, invoke);
      else invoke();
    };
    next(0, false);
  }
}

function readFinalState(
  plan: Plan,
  cluster: Cluster,
  target: Pick<Target, 'connect'>,
  recorder: Recorder,
  done: () => void,
): void {
  const first = firstFinalProcess(plan);
  const sessions = plan.nodes.map((node, at) => ({
    node,
    session: new Session(cluster, connectTo(plan, cluster, target), recorder, first + at, plan.nodes.length),
  }));
  const settings = { timeoutMs: plan.operationTimeoutMs, final: true as const };
  const atEveryNode = (operationsFor: (node: string) => PlannedOperation[], then: () => void): void => {
    let waiting = sessions.length;
    for (const { node, session } of sessions) {
      const operations = operationsFor(node);
      const next = (position: number, triesLeft: number): void => {
        const operation = operations[position];
        if (!operation) {
          if (--waiting === 0) then();
          return;
        }
        session.invoke(operation, settings, ({ type }) => {
          if (type === 'ok' || triesLeft === 0) next(position + 1, FINAL_TRIES);
          else cluster.after(FINAL_PAUSE_MS, () => next(position, triesLeft - 1));
        });
      };
      next(0, FINAL_TRIES);
    }
  };
  const rounds = plan.final ?? askedInTheEnd;
  const ask = (round: number): void => {
    const question = rounds[round];
    if (question)
      atEveryNode(
        (node) => questionsOf(question, node, plan.keys),
        () => ask(round + 1),
      );
    else done();
  };
  ask(0);
}

/** What one node is asked in a round of the final phase. */
function questionsOf({ f, each }: FinalRound, node: string, keys: readonly string[]): PlannedOperation[] {
  if (each === 'node') return [{ atMs: 0, node, f, value: null }];
  return keys.map((key) => ({ atMs: 0, node, f, key, value: null }));
}

/** Makes the clients of the processes. */
function connectTo(
  plan: Plan,
  cluster: Cluster,
  target: Pick<Target, 'connect'>,
): (process: number) => Client {
  const { options, nodes } = plan;
  return (process) => target.connect({ options, nodes, process, nowMs: () => cluster.now() / 1e6 });
}
