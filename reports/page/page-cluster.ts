import type { FaultWindow } from '../../src/history/operation.js';
import type { Plan } from '../../src/plan/plan.js';
import { describeFault } from '../describe-fault.js';
import type { NodeLog } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { faultEffect } from './fault-effect.js';
import type { PageCluster, PageFault } from './page-columns.js';
import { rolesOf } from './roles.js';

/** Gives the plan's nodes, and the clients after them, their numbers. */
export function nodeNumbers(plan: Plan | undefined): (name: string) => number | undefined {
  const numbers = new Map((plan ? [...plan.nodes, 'clients'] : []).map((name, number) => [name, number]));
  return (name) => numbers.get(name);
}

/** The nodes of a plan as the page shows them. */
export function pageCluster(plan: Plan, logs: readonly NodeLog[] = []): PageCluster {
  return {
    names: [...plan.nodes, 'clients'].map((name) => showName(name, 16)),
    roles: rolesOf(logs, nodeNumbers(plan)),
    clocks: plan.nodes.map((node) => plan.clocks[node] ?? { offsetMs: 0, driftPpm: 0 }),
  };
}

/** Faults as the page shows them; what they do to nodes is known where there is a plan. */
export function pageFaults(faults: readonly FaultWindow[], plan: Plan | undefined): PageFault[] {
  const numberOf = nodeNumbers(plan);
  return faults.map(({ kind, value, from, to }) => {
    const effect = plan && faultEffect(kind, value, numberOf);
    return {
      kind: showText(kind, 30),
      text: describeFault(kind, value),
      from,
      to: Number.isFinite(to) ? to : null,
      ...(effect && { effect }),
    };
  });
}
