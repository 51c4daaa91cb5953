import type { Plan } from '../../src/plan/plan.js';
import { describeFault } from '../describe-fault.js';
import { formatDuration } from '../quantity.js';
import { showName, showValue } from '../show-value.js';

/** A plan that is longer says nothing at a glance. */
const MOST_STEPS = 14;

/** What a small plan does, step by step: `3.1 ms  client 0 at n2: write x=1`; undefined where it is not small. */
export function planSteps({ clients, faults }: Plan): readonly string[] | undefined {
  const steps = [
    ...clients.flatMap(({ operations }, client) =>
      operations.map(({ atMs, node, f, key, value }) => {
        const argument = value === null ? '' : `=${showValue(value)}`;
        const what = key === undefined ? argument.slice(1) : `${showName(key)}${argument}`;
        return { atMs, text: `client ${client} at ${showName(node)}: ${f} ${what}` };
      }),
    ),
    ...faults.map((fault) => ({
      atMs: fault.atMs,
      text: `${describeFault(fault.kind, fault)}, for ${formatDuration(fault.durationMs * 1e6)}`,
    })),
  ].sort((a, b) => a.atMs - b.atMs);
  if (steps.length > MOST_STEPS) return undefined;
  return steps.map(({ atMs, text }) => `${formatDuration(atMs * 1e6)}  ${text.trimEnd()}`);
}
