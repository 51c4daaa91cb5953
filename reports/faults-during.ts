import type { FaultWindow, History, Operation } from '../src/history/operation.js';
import { describeFault } from './describe-fault.js';
import { timeFormat } from './quantity.js';

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
  const times = timeFormat(met.flatMap(({ from, to }) => [from, to]));
  const named = met
    .slice(0, NAMED)
    .map(({ kind, value, from, to }) => `${describeFault(kind, value)} (${times.stretch(from, to)})`);
  const more = met.length > NAMED ? `; and ${met.length - NAMED} more` : '';
  return `Faults meanwhile: ${named.join('; ')}${more}.`;
}
