import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../../experiments/experiment.js';
import { experiments } from '../../../experiments/registry.js';
import { judgeExperiment, type Recorded } from '../../../experiments/run-experiment.js';
import { witnessPlan } from '../../../experiments/witness-plan.js';
import { apart, read, write } from '../../../experiments/script.js';
import type { RunRecord } from '../../../reports/run-record.js';
import { picturedMoments } from '../../../reports/figure/pictured-moments.js';
import { messagesAround, recordOf, withFindings } from '../../../src/cli/stages.js';
import { readHistory } from '../../../src/history/jsonl.js';
import { readTruth } from '../../../src/history/revelation.js';
import type { Plan } from '../../../src/plan/plan.js';
import { executeRun } from '../../../src/run/execute-run.js';
import { judgeRun } from '../../../src/run/judge-run.js';
import { readNodeLogs } from '../../../src/run/read-node-logs.js';
import { RunFolder } from '../../../src/run/run-folder.js';

/** A failure that somebody who never saw the tool is to understand from its report alone. */
export interface PreparedFailure {
  readonly name: string;
  /** Makes the run in a folder. */
  readonly make: (folder: string) => Promise<RunRecord>;
}

/** A read quorum and a write quorum that need not meet: what was just acknowledged at one node is not seen at another. */
const staleRead: Experiment = {
  id: 'stale-read',
  design: 'quorums that need not meet: w = 1, r = 1 of 3 replicas',
  story: 'A write is acknowledged by a replica that is cut off; a read asks another.',
  target: 'leaderless',
  workload: 'register',
  nodes: 3,
  options: { w: 1, r: 1 },
  shows: { guarantee: 'regular-register', kinds: ['stale-read'] },
  never: ['integrity'],
  witness: {
    clients: [[write(600, 'n1', 'x', 1), write(1_200, 'n1', 'x', 2)], [read(1_500, 'n2', 'x')]],
    faults: [apart(1_000, 2_000, ['n1'], ['n2', 'n3'])],
    untilMs: 2_500,
  },
  campaign: { seeds: 1 },
};

/** A question and its answer reach a replica in the wrong order. */
const effectWithoutCause: Experiment = {
  id: 'effect-without-cause',
  design: 'replicas that take in writes as they come: w = 1, r = 1 of 3 replicas',
  story: 'Who answers has read the question; who reads the answer does not find it.',
  target: 'leaderless',
  workload: 'register',
  nodes: 3,
  options: { w: 1, r: 1 },
  shows: {
    guarantee: 'causal-consistency',
    kinds: ['causality-violation', 'write-without-its-reads'],
  },
  never: ['integrity'],
  witness: {
    clients: [
      [write(1_200, 'n1', 'question', 'how many?')],
      [read(1_400, 'n2', 'question'), write(1_500, 'n2', 'answer', 'three')],
      [read(1_700, 'n3', 'answer'), read(1_800, 'n3', 'question')],
    ],
    faults: [apart(1_000, 2_500, ['n1'], ['n3'])],
    untilMs: 3_000,
  },
  campaign: { seeds: 1 },
};

/** A read does not repair what it found behind: the next one asks others, and shows what was before. */
const forgottenRepair: Experiment = {
  id: 'forgotten-repair',
  design: 'a read answers without repairing the replicas that are behind',
  story: 'A write reaches one replica and is cut off. One read sees it, the next does not.',
  target: 'leaderless',
  workload: 'register',
  nodes: 3,
  options: {},
  bugs: ['skip-write-back'],
  never: ['integrity'],
  witness: {
    clients: [
      [write(600, 'n1', 'x', 1), write(1_000, 'n1', 'x', 2)],
      [read(1_900, 'n1', 'x'), read(2_400, 'n3', 'x')],
    ],
    faults: [
      // The write has asked which version is next; now it is stored by the node that the client asked, and no other.
      apart(1_003.5, 1_700, ['n1'], ['n2', 'n3']),
      apart(1_800, 2_200, ['n3'], ['n1', 'n2']),
      apart(2_300, 2_800, ['n1'], ['n2', 'n3']),
    ],
    untilMs: 3_000,
  },
  campaign: { seeds: 1 },
};

/** Five failures of different kinds. */
export const preparedFailures: readonly PreparedFailure[] = [
  { name: 'stale-read', make: (folder) => witness(staleRead, folder) },
  { name: 'lost-write', make: (folder) => witness(experimentNamed('SL1'), folder) },
  { name: 'split-brain', make: (folder) => witness(experimentNamed('SL9a'), folder) },
  { name: 'effect-without-cause', make: (folder) => witness(effectWithoutCause, folder) },
  { name: 'planted-bug', make: plantedBug },
];

function experimentNamed(id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id);
  if (!found) throw new Error(`There is no experiment ${id}.`);
  return found;
}

async function witness(experiment: Experiment, path: string): Promise<RunRecord> {
  const plan = witnessPlan(experiment);
  if (!plan) throw new Error(`${experiment.id} has no witness.`);
  const record = await run(plan, path, (recorded) => judgeExperiment(experiment, plan, recorded).verdict);
  return { ...record, title: experiment.design };
}

/** By what the target promises, and not by what an experiment asks. */
async function plantedBug(path: string): Promise<RunRecord> {
  const plan = witnessPlan(forgottenRepair);
  if (!plan) throw new Error('It has no witness.');
  return run(plan, path, ({ history, truth }) => judgeRun(history, plan, truth));
}

async function run(
  plan: Plan,
  path: string,
  judge: (recorded: Recorded) => RunRecord['verdict'],
): Promise<RunRecord> {
  mkdirSync(path, { recursive: true });
  const folder = new RunFolder(path);
  const environment = await executeRun({ plan, cluster: 'simulation', folder });
  const history = await readHistory(folder.historyFile);
  const truth = readTruth(folder.truthFile);
  const logs = readNodeLogs(folder.logs);
  const runPath = join('store', plan.target, plan.workload, 'prepared');
  const record = withFindings(folder, {
    ...recordOf(folder, plan, history, judge({ history, truth, logs }), environment),
    runPath,
    replay: `npx splitbrain replay ${runPath}`,
  });
  return { ...record, messages: await messagesAround(folder, record, picturedMoments(record)) };
}
