import type { FaultWindow, History, Operation } from '../src/history/operation.js';
import { describeFault } from './describe-fault.js';

/** The faults that lasted at some time between the first and the last moment of these operations. */
export function faultsDuring(operations: readonly Operation[], { faults }: History): FaultWindow[] {
  const from = Math.min(...operations.map(({ invokedAt }) => invokedAt));
  const to = Math.max(
    ...operations.map(({ invokedAt, endedAt }) => (Number.isFinite(endedAt) ? endedAt : invokedAt)),
  );
  return faults.filter((fault) => fault.from <= to && fault.to >= from);
}

const NAMED = 4;

/** Those faults in a sentence; undefined when there were none. */
export function meanwhile(operations: readonly Operation[], history: History): string | undefined {
  const met = faultsDuring(operations, history);
  if (met.length === 0) return undefined;
  const named = met.slice(0, NAMED).map(({ kind, value }) => describeFault(kind, value));
  const more = met.length > NAMED ? `; and ${met.length - NAMED} more` : '';
  return `Faults meanwhile: ${named.join('; ')}${more}.`;
}
