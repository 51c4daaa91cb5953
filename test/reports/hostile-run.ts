import type { RunRecord } from '../../reports/run-record.js';
import type { FaultWindow } from '../../src/history/operation.js';
import { sampleRun } from './sample-run.js';

/** A run in which everything that somebody else may choose is this text, or contains it. */
export function hostileRun(text: string): RunRecord {
  const run = sampleRun({
    clients: 3,
    operationsPerClient: 12,
    keys: [text, 'y'],
    nodes: ['n1', text],
    writeValue: (number) => (number % 2 === 0 ? `${text}${number}` : { [text]: [text, number] }),
    errorText: text,
    staleEvery: 5,
    promises: [{ guarantee: 'read-your-writes', because: text }],
  });
  const fault: FaultWindow = {
    id: text,
    kind: text,
    value: { nodes: [text], [text]: text },
    from: 1e6,
    to: 5e8,
  };
  const { plan } = run;
  return {
    ...run,
    title: text,
    replay: text,
    runPath: text,
    historyHash: text,
    truth: run.history.operations.flatMap(({ f, key, input, completedAt: at, type }) =>
      f === 'write' && key !== undefined && type === 'ok'
        ? [{ at, node: text, life: 1, key, version: [at, text], value: input, holds: input }]
        : [],
    ),
    logs: [
      { node: text, text: `0.000 ${text}\n${text}\n` },
      { node: 'n1', text },
    ],
    environment: { [text]: text },
    history: {
      ...run.history,
      faults: [
        ...run.history.faults,
        fault,
        { ...fault, id: '2', kind: 'kill', value: { nodes: [text], unsynced: text } },
        { ...fault, id: '3', kind: 'partition', value: { shape: text, links: [['n1', text]] } },
      ],
    },
    verdict: {
      ...run.verdict,
      reasons: [...run.verdict.reasons, text],
      faults: [{ kind: text, injected: 1, operations: 2 }],
    },
    ...(plan && {
      plan: {
        ...plan,
        seed: text,
        target: text,
        workload: text,
        bugs: [text],
        options: { [text]: text, list: [text] },
        clocks: { [text]: { offsetMs: 5, driftPpm: 0 } },
        settings: { ...plan.settings, knobs: { [text]: text } },
      },
    }),
  };
}
