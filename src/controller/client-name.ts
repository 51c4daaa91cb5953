import { QUORUM_READERS } from '../history/event.js';
import type { Plan } from '../plan/plan.js';

/** A process number that no client of the main phase can have reached by retiring. */
export function firstFinalProcess({ clients }: Pick<Plan, 'clients'>): number {
  const retirable = clients.reduce((most, { operations }) => Math.max(most, operations.length + 1), 1);
  return clients.length * retirable;
}

/** The name under which a client sends: that of its first process, which those that take its place keep. */
export function clientName(firstProcess: number): string {
  return `c${firstProcess}`;
}

/** The name of the client that a process of a run is. */
export function clientOf(process: number, plan: Pick<Plan, 'clients' | 'nodes'>): string {
  const final = firstFinalProcess(plan);
  if (process < final) return clientName(process % plan.clients.length);
  const first = process >= QUORUM_READERS ? QUORUM_READERS : final;
  return clientName(first + ((process - first) % plan.nodes.length));
}
