import type { FaultWindow } from '../../src/history/operation.js';
import type { Plan } from '../../src/plan/plan.js';
import type { Revelation } from '../../src/history/revelation.js';
import { describeFault } from '../describe-fault.js';
import { showName, showText } from '../show-value.js';
import type { Told } from '../told.js';
import { faultEffect } from './fault-effect.js';
import type { PageCluster, PageFault } from './page-columns.js';
import { pageBehind, pageTold } from './page-told.js';

/** Gives the plan's nodes, and the clients after them, their numbers. */
export function nodeNumbers(plan: Plan | undefined): (name: string) => number | undefined {
  const numbers = new Map((plan ? [...plan.nodes, 'clients'] : []).map((name, number) => [name, number]));
  return (name) => numbers.get(name);
}

/** The nodes of a plan as the page shows them, with what they told and what they took in. */
export function pageCluster(
  plan: Plan,
  told: readonly Told[] = [],
  truth: readonly Revelation[] = [],
): PageCluster {
  return {
    names: [...plan.nodes, 'clients'].map((name) => showName(name, 16)),
    told: pageTold(told, nodeNumbers(plan)),
    behind: pageBehind(told, truth, nodeNumbers(plan)),
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
